// The way from the loader to the Wasm: fetches both halves of the page at once, mounts the static panel,
// hands over. What is to be seen from then on is decided in Rust.
import { finish, imports, start as begin } from "porchlight:glue";
import css from "./panel.css";
import html from "./panel.html";

/** What the loader knows. */
export interface Setting {
  host: HTMLElement;
  root: ShadowRoot;
  edge: string;
  site: string;
  mode: string;
  fresh: number;
  opens: () => boolean;
}

/** The languages that there are, by `build.mjs`; the first is for everybody else. */
declare const LANGUAGES: string[];

function language(): string {
  const wanted = [document.documentElement.lang, ...navigator.languages];
  for (const tag of wanted) {
    const found = LANGUAGES.find((known) => tag.toLowerCase().split("-")[0] === known);
    if (found) return found;
  }
  return LANGUAGES[0];
}

/** The one place where markup is made from text: our own template, which holds nothing that anybody wrote. */
function panel(): DocumentFragment {
  const types = (globalThis as { trustedTypes?: { createPolicy: (name: string, rules: object) => { createHTML: (text: string) => string } } }).trustedTypes;
  const template = document.createElement("template");
  template.innerHTML = types ? types.createPolicy("porchlight", { createHTML: () => html }).createHTML(html) : html;
  return template.content;
}

/** Brings the widget to life. Rejects where Wasm is refused or something did not arrive. */
export async function start({ host, root, edge, site, mode, fresh, opens }: Setting): Promise<void> {
  const tag = language();
  const at = (name: string) => fetch(new URL(name, import.meta.url), { credentials: "omit" });
  const [answer, { instance }] = await Promise.all([
    at(`${tag}.json`),
    WebAssembly.instantiateStreaming(at("page_bg.wasm"), imports()),
  ]);
  const texts = (await answer.json()) as Record<string, string>;

  const content = panel();
  const section = content.querySelector("section")!;
  // A template's content is a tree of its own.
  for (const tree of [content, content.querySelector("template")!.content]) {
    for (const element of tree.querySelectorAll<HTMLElement>("[data-text]")) {
      const text = texts[element.dataset.text!];
      if (element.dataset.into) element.setAttribute(element.dataset.into, text);
      else element.textContent = text;
    }
  }
  section.lang = tag;
  section.dir = texts.dir;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  root.append(content);

  const text = (key: string, words: string) => (key ? texts[key].replace(/\{\w+\}/, () => words) : words);
  // What stands there already is left alone: a screen reader would say it again.
  const show = (element: Element, selector: string, key: string, words: string) => {
    const place = selector ? element.querySelector(selector)! : element;
    const wanted = text(key, words);
    if (place.textContent !== wanted) place.textContent = wanted;
  };
  const clock = new Intl.DateTimeFormat(tag, { timeStyle: "short" });
  const field = root.getElementById("text") as HTMLTextAreaElement;
  // A copy of the text in the same grid cell gives the field its height: nothing is measured.
  const grow = () => (field.parentElement!.dataset.text = field.value);
  field.oninput = grow;
  const part = (id: string) => root.getElementById(id)!;
  const message = (part("row") as HTMLTemplateElement).content.firstElementChild as HTMLElement;
  finish(instance);
  begin({
    window,
    document,
    host,
    base: `${edge}/v1/sites/${site}/`,
    key: `porchlight:${site}`,
    mode,
    fresh,
    opens: opens(),
    coarse: matchMedia("(pointer: coarse)").matches,
    part,
    show,
    grow,
    name: (element: Element, key: string, words: string) => {
      const name = text(key, words);
      if (element.ariaLabel !== name) element.ariaLabel = name;
    },
    mark: (element: Element, name: string, value?: string) => {
      if (value == null) element.removeAttribute(name);
      else element.setAttribute(name, value);
    },
    row: (id: string) => {
      const row = message.cloneNode(true) as HTMLElement;
      row.dataset.id = row.querySelector("button")!.dataset.retry = id;
      return row;
    },
    time: (message: Element, at: number) => show(message, "time", "", clock.format(at)),
    ask: (address: string, init: RequestInit, done: (answer: object) => void) => {
      fetch(address, init)
        .then(async (answer) => ({ ...(await answer.json()), status: answer.status }))
        .then(done, () => done({}));
    },
  });
}
