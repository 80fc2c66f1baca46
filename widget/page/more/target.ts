// Sends targeted chats: looks once a second, while the tab is seen, whether one is due. One per page; the
// rest is left to the visitor.
import { json } from "../http";
import type { Lent, Widget } from "./more";
import { type Chat, due } from "./rules";
import type { Kept } from "./visits";

export function target({ loader, address, send }: Lent, { visitor, visit, visits }: Kept, { name, targeted }: Widget) {
  const { host } = loader;
  let path = "";
  let seconds = 0;
  /** Not before: a stranger's presence was asked for. */
  let again = 0;
  let timer = 0;

  /** Whether a newcomer sees somebody online: an agent who is here for this visitor alone does not count (S6). */
  const isLive = async () => {
    again = seconds + loader.presence.fresh_for || 10;
    return (await json<{ mode: string }>(address("presence"))).mode === "live";
  };

  const fire = (chat: Chat) => {
    if (!send(chat, name)) return;
    clearInterval(timer);
    const note = chat.once === "per_visit" ? visit : visitor;
    note.write({ shown: [...(note.read().shown ?? []), chat.id] });
  };

  const look = () => {
    if (document.hidden) return;
    if (loader.host !== host) return clearInterval(timer);
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
