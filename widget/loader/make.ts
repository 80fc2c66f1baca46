/** An element with these properties: `part` and the like are set by their texts. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, all: object): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(tag), all);
}
