// What makes a conversation comfortable and is not needed to have one: unread answers in the tab's title, days between
// messages, how it was. Part of what only those load who write, or have written.
import type { Loader } from "../../loader/loader";
import { json } from "../http";
import { isAtEnd, wear } from "../panel";
import css from "./comfort.css";
import { days } from "./days";
import { rate } from "./rate";
import { title } from "./title";

/** What each part of it is lent. */
export interface Lent {
  loader: Loader;
  part: (id: string) => HTMLElement;
  /** The language of dates. */
  locale: string;
  texts: Record<string, string>;
  /** When the widget is no more. */
  over: AbortSignal;
}

/** What the edge said of the conversation. */
export interface Said {
  state?: string;
  rating?: number;
}

/** Gives back what hears where the conversation stands; rejects where its texts do not arrive. */
export async function comfort(loader: Loader, locale: string, over: AbortSignal) {
  const { root } = loader;
  const part = (id: string) => root.getElementById(id)!;
  const [log, list, badge] = [part("log"), part("list"), part("badge")];
  const texts = await json<Lent["texts"]>(new URL(`more-${part("panel").lang}.json`, import.meta.url));
  wear(root, css);
  const lent: Lent = { loader, part, locale, texts, over };
  const entitle = title(lent);
  const date = days(list, locale);
  let rated: ReturnType<typeof rate> | undefined;

  const look = () => {
    if (over.aborted) return;
    entitle(badge.hidden ? "" : badge.textContent!);
    const wasAtEnd = isAtEnd(log);
    if (date() && wasAtEnd) log.scrollTop = 1e9;
  };
  const watch = new MutationObserver(look);
  watch.observe(list, { childList: true, subtree: true, attributeFilter: ["data-at"] });
  watch.observe(badge, { attributes: true, childList: true });
  document.addEventListener("visibilitychange", look, { signal: over });
  look();

  return ({ state, rating }: Said) => {
    if (!state) return;
    if (rating != null) rated ??= rate(lent);
    rated?.(rating);
  };
}
