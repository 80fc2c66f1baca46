// The way from the loader to the Wasm: fetches both halves of the page at once, mounts the static panel,
// opens the door between the two.
import { finish, imports } from "porchlight:glue";
import type { Loader } from "../loader/loader";
import { open, type Texts } from "./door";
import css from "./panel.css";
import html from "./panel.html";

/** The languages that there are, by themselves; one for everybody else. By `build.mjs`. */
declare const LANGUAGES: Record<string, string>;

/** The one place where markup is made from text: our own template, which holds nothing that anybody wrote. */
function panel(): DocumentFragment {
  const types = (globalThis as { trustedTypes?: { createPolicy: (name: string, rules: object) => { createHTML: (text: string) => string } } }).trustedTypes;
  const template = document.createElement("template");
  template.innerHTML = types ? types.createPolicy("porchlight", { createHTML: () => html }).createHTML(html) : html;
  return template.content;
}

/** Brings the widget to life. Rejects where Wasm is refused or something did not arrive. */
export async function start(loader: Loader): Promise<void> {
  const { root } = loader;
  const tag = loader.speak(LANGUAGES)!;
  const at = (name: string) => fetch(new URL(name, import.meta.url), { credentials: "omit" });
  const [answer, { instance }] = await Promise.all([
    at(`${tag}.json`),
    WebAssembly.instantiateStreaming(at("page_bg.wasm"), imports()),
  ]);
  const texts = (await answer.json()) as Texts;

  const content = panel();
  const section = content.querySelector("section")!;
  // A template's content is a tree of its own.
  for (const tree of [content, content.querySelector("template")!.content]) {
    for (const element of tree.querySelectorAll<HTMLElement>("[data-text]")) {
      const text = texts[+element.dataset.text!];
      if (element.dataset.into) element.setAttribute(element.dataset.into, text);
      else element.textContent = text;
    }
  }
  section.lang = tag;
  section.dir = texts[0];
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  // Before the loader's, which has what the site chose.
  root.adoptedStyleSheets.unshift(sheet);
  root.append(content);
  finish(instance);
  open(loader, tag, texts);
}
