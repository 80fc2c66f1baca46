// Sends targeted chats: looks once a second, while the tab is seen, whether one is due. One per page; the
// rest is left to the visitor.
import type { Lent, Widget } from "./more";
import { type Chat, due } from "./rules";

/** What a storage keeps: of a visitor in `localStorage`, of a visit in `sessionStorage`. */
interface Note {
  shown?: string[];
  visits?: number;
}

export function target({ loader, base, address, part, send }: Lent, { name, targeted }: Widget) {
  const { host, root } = loader;
  const key = `porchlight:${loader.site}:chats`;
  const visitor = notes(() => localStorage, key);
  const visit = notes(() => sessionStorage, key);

  // A panel that is closed says nothing: this does, once.
  const said = document.createElement("p");
  said.id = "said";
  said.setAttribute("role", "status");
  said.dir = "auto";
  root.append(said);
  new MutationObserver(() => host.hasAttribute("open") && (said.textContent = "")).observe(host, { attributeFilter: ["open"] });

  const count = () => {
    // Nothing is kept that no rule needs.
    if (targeted.some(({ visits }) => visits > 1)) {
      const known = visitor.read().visits ?? 0;
      if (visit.read().visits) return known;
      visitor.write({ visits: known + 1 });
      visit.write({ visits: 1 });
      return known + 1;
    }
    return 1;
  };
  const visits = count();

  let path = "";
  let seconds = 0;
  /** Not before: a stranger's presence was asked for. */
  let again = 0;
  let timer = 0;

  /** Whether a newcomer sees somebody online: an agent who is here for this visitor alone does not count (S6). */
  const isLive = async () => {
    again = seconds + loader.presence.fresh_for || 10;
    const answer = await fetch(address("presence"), { credentials: "omit" });
    return (await answer.json()).mode === "live";
  };

  const fire = (chat: Chat) => {
    const isOpen = host.hasAttribute("open");
    if (!send(chat, name)) return;
    clearInterval(timer);
    const note = chat.once === "per_visit" ? visit : visitor;
    note.write({ shown: [...(note.read().shown ?? []), chat.id] });
    if (!isOpen) said.textContent = `${name}: ${chat.text}`;
  };

  const look = () => {
    if (document.hidden) return;
    // Also where a page changes its address without loading.
    if (path === location.pathname) seconds++;
    else {
      path = location.pathname;
      seconds = again = 0;
    }
    const chat = due(targeted, {
      path,
      seconds,
      visits,
      languages: navigator.languages,
      group: loader.group,
      mode: host.getAttribute("mode"),
      shown: [...(visitor.read().shown ?? []), ...(visit.read().shown ?? [])],
    });
    if (!chat) return;
    if (!chat.online_only) fire(chat);
    else if (seconds >= again) isLive().then((isSo) => isSo && fire(chat), () => {});
  };
  timer = setInterval(look, 1000);
  look();
}

/** Browsers may deny a storage at any moment: nothing is kept then, and nothing fails. */
function notes(storage: () => Storage, key: string) {
  const read = (): Note => {
    try {
      return JSON.parse(storage().getItem(key) ?? "{}") ?? {};
    } catch {
      return {};
    }
  };
  const write = (note: Note) => {
    try {
      storage().setItem(key, JSON.stringify({ ...read(), ...note }));
    } catch {}
  };
  return { read, write };
}
