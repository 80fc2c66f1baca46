// What makes a conversation comfortable and is not needed to have one: unread answers in the tab's title, a tone, days
// between messages, agents' pictures, emoji, and the way to what comes when it is asked for. Part of what only those
// load who write, or have written.
import { make } from "../../loader/make";
import type { Loader } from "../../loader/loader";
import { json } from "../http";
import type { Later } from "../later/later";
import { isAtEnd, wear } from "../panel";
import { button, smile } from "./buttons";
import { clip } from "./clip";
import css from "./comfort.css";
import { days } from "./days";
import { faces } from "./faces";
import { keyboard } from "./keyboard";
import type { Me } from "./me";
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
  /** The language of dates and numbers. */
  locale: string;
  /** What the edge said last. */
  said: Said;
  /** The files of messages, by their ids. */
  files: Record<string, Sent>;
  /** When the widget is no more. */
  over: AbortSignal;
}

/** What the edge said of the conversation. */
export interface Said {
  state?: string;
  rating?: number;
  has_email?: boolean;
  /** Files are taken. */
  files?: boolean;
  messages?: Message[];
}

/** A file as the edge names it. */
interface Sent {
  key: string;
  media: string;
  size: number;
}

interface Message {
  id?: string;
  file?: Sent;
}

/** Gives back what hears where the conversation stands, and of files; rejects where its texts do not arrive. */
export async function comfort(given: Pick<Lent, "loader" | "name" | "me" | "over" | "locale">) {
  const { loader, locale, me, over } = given;
  const { root } = loader;
  const part = (id: string) => root.getElementById(id)!;
  const [log, list, badge, form] = [part("log"), part("list"), part("badge"), part("form")];
  const texts = await json<Lent["texts"]>(new URL(`more-${part("panel").lang}.json`, import.meta.url));
  wear(root, css);
  const grow: Lent["grow"] = (change) => {
    const wasAtEnd = isAtEnd(log);
    if (change() !== false && wasAtEnd) log.scrollTop = 1e9;
  };
  const said: Said = {};
  const files: Lent["files"] = {};
  const lent: Lent = { ...given, part, texts, grow, said, files };
  const entitle = title(lent);
  const date = days(list, locale);
  const tone = sound(lent, () => later().then((all) => all?.ring()));
  let brought: Promise<Later | void> | undefined;
  const later = () =>
    (brought ??= import(new URL("later.js", import.meta.url).href)
      .then(({ later }): Promise<Later> => later(lent, tone))
      .catch(() => (brought = undefined)));
  const failed = make("p", { id: "failed", role: "status" });
  log.append(failed);
  /** The same where the visitor waits for it. */
  const ask = async () => {
    const all = await later();
    grow(() => (failed.textContent = all ? "" : texts.failed));
    return all;
  };
  const more = button("more", "⋯", texts.menu, { hidden: true, ariaHasPopup: "menu", ariaExpanded: "false" });
  part("close").before(more);
  for (const one of [more, smile(part("send"), texts.emoji)]) {
    // What is behind it takes this place.
    one.onclick = async () => (await ask()) && one.click();
    one.onpointerenter = one.onfocus = later;
  }
  const offer = clip(lent, async (all) => (await ask())?.send(all));
  const show = faces(lent);
  keyboard(lent);
  const last = () => Number([...list.querySelectorAll<HTMLElement>("[data-from=agent][data-seq]")].at(-1)?.dataset.seq ?? 0);
  /** The newest answer that was here at the last look; what was here before the edge spoke is no news. */
  let newest = Infinity;

  /** What stands there as the name of a file becomes the file. */
  const unfold = () => Object.keys(files)[0] && later().then((all) => all?.show());
  const look = () => {
    if (over.aborted) return;
    entitle(badge.hidden ? "" : badge.textContent!);
    grow(date);
    show();
    unfold();
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

  return (news: Said & Message) => {
    for (const { id, file } of [news, ...(news.messages ?? [])]) if (file) files[id!] = file;
    if (news.state) {
      newest = Math.min(newest, last());
      Object.assign(said, { rating: undefined }, news);
      more.hidden = said.state === "none";
      offer(said.files && !more.hidden);
      if (said.rating != null || brought) later().then((all) => all?.rate());
    }
    unfold();
  };
}
