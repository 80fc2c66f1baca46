// A panel that is closed says nothing to a screen reader: this does, once.
import { make } from "../../loader/make";
import type { Lent } from "./more";

/** Lends on what it was lent, with the sending said aloud. */
export function voice(lent: Lent): Lent {
  const { host, root } = lent.loader;
  const said = make("p", { id: "said", role: "status", dir: "auto" });
  root.append(said);
  new MutationObserver(() => host.hasAttribute("open") && (said.textContent = "")).observe(host, { attributeFilter: ["open"] });
  return {
    ...lent,
    send: (chat, name) => {
      const isOpen = host.hasAttribute("open");
      const isSent = lent.send(chat, name);
      if (isSent && !isOpen) said.textContent = `${name}: ${chat.text}`;
      return isSent;
    },
  };
}
