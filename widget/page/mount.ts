// The panel as it stands before anything happens: our template with the texts of a language, and its sheet.
import css from "./panel.css";
import html from "./panel.html";

/** The one place where markup is made from text: our own template, which holds nothing that anybody wrote. */
function panel(): DocumentFragment {
  const types = (globalThis as { trustedTypes?: { createPolicy: (name: string, rules: object) => { createHTML: (text: string) => string } } }).trustedTypes;
  const template = document.createElement("template");
  template.innerHTML = types ? types.createPolicy("porchlight", { createHTML: () => html }).createHTML(html) : html;
  return template.content;
}

export function mount(root: ShadowRoot, tag: string, texts: string[]) {
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
  // The panel itself runs with the page, as the launcher does: both stand at the same side.
  for (const part of section.children as HTMLCollectionOf<HTMLElement>) part.dir = texts[0];
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  // Before the loader's, which has what the site chose.
  root.adoptedStyleSheets.unshift(sheet);
  root.append(content);
}
