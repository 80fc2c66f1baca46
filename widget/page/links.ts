// Addresses in messages can be clicked: part of what only those load who write, or have written. What stands there
// stays text, byte for byte; nodes are made around it, never markup.
import { make } from "../loader/make";

const ADDRESS = /\b(?:https?:\/\/|mailto:)[^\s<>"]+/gi;
/** Belongs to the sentence rather than to an address at its end. */
const AFTER = /[.,;:!?'"\])}»”’…]+$/;

/** Of one text: what is plain, and what is an address, in turns. */
export function pieces(text: string): string[] {
  const all: string[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    let address = found.replace(AFTER, "");
    // A bracket that was opened in it is part of it: `…/Lamp_(oak)`.
    if (address.includes("(") && found[address.length] === ")") address += ")";
    if (!URL.canParse(address)) continue;
    all.push(text.slice(end, index), address);
    end = index + address.length;
  }
  return [...all, text.slice(end)];
}

/** Looks after the messages of a list, or after other children: those that are this, or have it. */
export function links(list: Element, selector = ".bubble") {
  const look = (added: Iterable<Node>) => {
    for (const row of added as Iterable<Element>) {
      const bubble = row.matches(selector) ? row : row.querySelector(selector);
      const parts = pieces(bubble?.textContent ?? "");
      if (parts.length < 2) continue;
      const rel = "noopener noreferrer nofollow ugc";
      bubble!.replaceChildren(
        ...parts.map((part, at) => (at % 2 ? make("a", { href: part, target: "_blank", rel, textContent: part }) : part)),
      );
    }
  };
  look(list.children);
  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => look(addedNodes))).observe(list, { childList: true });
}
