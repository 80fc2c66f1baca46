// What makes a conversation comfortable and is not needed to have one: unread answers in the tab's title, a tone, days
// between messages, agents' pictures, a menu, emoji, how it was. Part of what only those load who write, or have
// written.
import type { Loader } from "../../loader/loader";
import { json } from "../http";
import { isAtEnd, wear } from "../panel";
import css from "./comfort.css";
import { days } from "./days";
import { emoji } from "./emoji";
import { faces } from "./faces";
import type { Me } from "./me";
import { menu } from "./menu";
import { rate } from "./rate";
import { sound } from "./sound";
import { title } from "./title";

/** What each part of it is lent. */
export interface Lent {
  loader: Loader;
  part: (id: string) => HTMLElement;
  texts: Record<string, string>;
  /** What this browser keeps begins with it: `porchlight:SITE`. */
  name: string;
  me: (said?: Me) => Me;
  /** Changes what stands there, unless it says that nothing changed: who reads the end goes on reading it. */
  grow: (change: () => unknown) => void;
  /** When the widget is no more. */
  over: AbortSignal;
}

/** What the edge said of the conversation. */
export interface Said {
  state?: string;
  rating?: number;
  has_email?: boolean;
}

/** Gives back what hears where the conversation stands; rejects where its texts do not arrive. `locale` is that of dates. */
export async function comfort({ locale, ...given }: Pick<Lent, "loader" | "name" | "me" | "over"> & { locale: string }) {
  const { loader, me, over } = given;
  const { root } = loader;
  const part = (id: string) => root.getElementById(id)!;
  const [log, list, badge, form] = [part("log"), part("list"), part("badge"), part("form")];
  const texts = await json<Lent["texts"]>(new URL(`more-${part("panel").lang}.json`, import.meta.url));
  wear(root, css);
  const grow: Lent["grow"] = (change) => {
    const wasAtEnd = isAtEnd(log);
    if (change() !== false && wasAtEnd) log.scrollTop = 1e9;
  };
  const lent: Lent = { ...given, part, texts, grow };
  const entitle = title(lent);
  const date = days(list, locale);
  const tone = sound(lent);
  const told = menu(lent, tone);
  emoji(lent);
  const show = faces(lent);
  let rated: ReturnType<typeof rate> | undefined;
  const last = () => Number([...list.querySelectorAll<HTMLElement>("[data-from=agent][data-seq]")].at(-1)?.dataset.seq ?? 0);
  /** The newest answer that was here at the last look; what was here before the edge spoke is no news. */
  let newest = Infinity;

  const look = () => {
    if (over.aborted) return;
    entitle(badge.hidden ? "" : badge.textContent!);
    grow(date);
    show();
    if (last() > newest) tone.came((newest = last()));
  };
  /** The fields for name and address that are there, for who has been here before. */
  const fill = () => {
    const known = me();
    for (const kind of ["email", "name"] as const)
      for (const field of form.querySelectorAll<HTMLInputElement>(`[autocomplete=${kind}]`)) field.value ||= known[kind] ?? "";
  };
  const watch = new MutationObserver(look);
  watch.observe(list, { childList: true, subtree: true, attributeFilter: ["data-at"] });
  watch.observe(badge, { attributes: true, childList: true });
  document.addEventListener("visibilitychange", look, { signal: over });
  new MutationObserver(fill).observe(form, { childList: true });
  fill();
  look();

  return (said: Said) => {
    newest = Math.min(newest, last());
    told(said);
    if (said.rating != null) rated ??= rate(lent);
    rated?.(said.rating);
  };
}
