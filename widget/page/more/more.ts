// What only some sites need: groups to pick from, targeted chats, visitors online, published hours. Fetched where the
// presence answer asks for it.
import type { Loader } from "../../loader/loader";
import { json } from "../http";
import { wear } from "../panel";
import { ask, type Question } from "./ask";
import { back } from "./back";
import { consent } from "./consent";
import { online } from "./online";
import { pick } from "./pick";
import { places } from "./places";
import { target } from "./target";
import type { Chat } from "./rules";
import { kept } from "./visits";
import { voice } from "./voice";
import css from "./more.css";

/** What the page lends. */
export interface Lent {
  loader: Loader;
  /** The language of the texts, and the one of dates. */
  tag: string;
  locale: string;
  /** `https://edge.example/v1/sites/demo/`. */
  base: string;
  /** An address below it, for the group as it is. */
  address: (path: string) => string;
  part: (id: string) => HTMLElement;
  /** The language, as a list: what the site says otherwise is put into it. */
  texts: string[];
  /** Shows what a rule or an agent says to the visitor, under this name, if it may be shown now. */
  send: (chat: Pick<Chat, "id" | "text">, name: string) => boolean;
}

export interface More {
  /** The status for when somebody is back. */
  back: (at: number) => string | undefined;
  /** The group is another. */
  regrouped: () => void;
  /** Whether the visitor has to answer something before a message goes. */
  asks: () => boolean;
}

/** `GET …/widget`. */
export interface Widget {
  name: string;
  groups: { id: string; name: string }[];
  targeted: Chat[];
  /** The team sees who is on the site. */
  lobby?: boolean;
  /** What the site says in its own words, by `language.name`. */
  texts?: Texts;
  questions_live?: Question[];
  questions_messaging?: Question[];
}

export type Texts = Record<string, string>;

export async function start(lent: Lent): Promise<More> {
  const { loader, tag, locale, base } = lent;
  const [texts, widget] = await Promise.all([
    json<Texts>(new URL(`more-${tag}.json`, import.meta.url)),
    // For every group the same: one answer in the edge's cache.
    loader.presence.more ? json<Widget>(`${base}widget`) : undefined,
  ]);
  let regrouped = () => {};
  let asks = () => false;
  if (widget) {
    wear(loader.root, css);
    reword(lent, widget.texts ?? {});
    if (widget.questions_live || widget.questions_messaging) asks = ask(lent, texts, widget);
    if (widget.groups.length) regrouped = pick(lent, texts, widget.groups);
    const { targeted, lobby } = widget;
    if (targeted.length || lobby) {
      const said = voice(lent);
      const known = kept(loader.site, targeted.some(({ visits }) => visits > 1) || (!!lobby && !!loader.token()));
      if (targeted.length) target(said, known, widget);
      if (lobby) online(said, known);
    }
  }
  return { back: (at) => back(at, Date.now(), texts, locale), regrouped, asks };
}

/** Puts what the site says in its own words into the language (Y2). */
function reword(lent: Lent, said: Texts) {
  const { loader, texts } = lent;
  const all: Record<string, Texts> = {};
  for (const key in said) {
    const [language, name] = key.split(".");
    (all[language] ??= {})[name] = said[key];
  }
  // It is read by everybody, also where a language of theirs has all but this.
  const lines = Object.entries(all).map(([language, { consent }]) => [language, consent]);
  consent(lent, loader.speak<string>(Object.fromEntries(lines)));
  const mine = loader.speak(all);
  for (const name in mine) if (places[name]) texts[places[name]] = mine[name];
  // Who hears the launcher's name hears what others read on it.
  const label = loader.speak(loader.presence.paint?.labels ?? {});
  if (label) for (const name of ["open_live", "open_messaging"]) texts[places[name]] = `${label}: ${texts[places[name]]}`;
}
