// What the widget's modules import besides each other: the panel and the sheets, as they are sent. The console's build
// takes them, too, for its previews.
import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { place } from "./texts.mjs";

// Browsers that have constructed stylesheets, `:dir()` and WebAssembly in modules.
export const browsers = ["chrome120", "edge120", "firefox121", "safari16.4"];

/** A plugin of esbuild: HTML and CSS as texts. `adapt` may change a sheet. */
export function parts(adapt = (css) => css) {
  return {
    name: "parts",
    setup(build) {
      build.onLoad({ filter: /panel\.html$/ }, ({ path }) => ({ contents: markup(readFileSync(path, "utf8")), loader: "text" }));
      build.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: adapt(await sheet(path)), loader: "text" }));
    },
  };
}

/** The panel as it is sent: without what only people read. */
function markup(text) {
  return place(text).replace(/<!--[^]*?-->/g, "").replace(/\s+/g, " ").replace(/> </g, "><").replace(/ \/>/g, "/>").trim();
}

/** A sheet as it is sent. */
export async function sheet(path) {
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, minify: true, write: false, target: browsers });
  return outputFiles[0].text.trim();
}
