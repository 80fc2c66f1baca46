// What more than one module does to the panel.

/** One more sheet, over those before. */
export function wear(root: ShadowRoot, css: string) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
}

/** Whether the end of the conversation is seen, or nearly: what comes is scrolled to then. */
export const isAtEnd = (log: Element) => log.scrollTop + log.clientHeight + 48 >= log.scrollHeight;
