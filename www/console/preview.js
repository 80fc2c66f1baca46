// The door to what a visitor would see: the widget's own parts, fetched once somebody looks at a preview.
let module;
/** What is to be seen on each stage: what was asked for last. */
const wanted = new WeakMap();

/** Shows on a stage what the store wrote. Says whether it can. */
export async function preview(stage, text) {
  wanted.set(stage, text);
  try {
    const { show } = await (module ??= import(new URL("visitor.js", import.meta.url)));
    if (wanted.get(stage) === text) show(stage, JSON.parse(text));
    return true;
  } catch (error) {
    module = undefined;
    console.warn("no preview", error);
    return false;
  }
}
