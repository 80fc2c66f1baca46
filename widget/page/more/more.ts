// What only some sites need: groups to pick from, targeted chats, visitors online, published hours. Fetched where the
// presence answer asks for it.
import type { Loader } from "../../loader/loader";
import { back } from "./back";
import { hasWritten, online } from "./online";
import { pick } from "./pick";
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
  /** Shows what a rule or an agent says to the visitor, under this name, if it may be shown now. */
  send: (chat: Pick<Chat, "id" | "text">, name: string) => boolean;
}

export interface More {
  /** The status for when somebody is back. */
  back: (at: number) => string | undefined;
  /** The group is another. */
  regrouped: () => void;
}

/** `GET …/widget`. */
export interface Widget {
  name: string;
  groups: { id: string; name: string }[];
  targeted: Chat[];
  /** The team sees who is on the site. */
  lobby?: boolean;
}

export type Texts = Record<string, string>;

async function json<T>(address: string | URL): Promise<T> {
  return (await fetch(address, { credentials: "omit" })).json();
}

export async function start(lent: Lent): Promise<More> {
  const { loader, tag, locale, base } = lent;
  const [texts, widget] = await Promise.all([
    json<Texts>(new URL(`more-${tag}.json`, import.meta.url)),
    // For every group the same: one answer in the edge's cache.
    loader.presence.more ? json<Widget>(`${base}widget`) : undefined,
  ]);
  let regrouped = () => {};
  if (widget) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    loader.root.adoptedStyleSheets = [...loader.root.adoptedStyleSheets, sheet];
    if (widget.groups.length) regrouped = pick(lent, texts, widget.groups);
    const { targeted, lobby } = widget;
    if (targeted.length || lobby) {
      const said = voice(lent);
      const known = kept(loader.site, targeted.some(({ visits }) => visits > 1) || (!!lobby && hasWritten(loader.site)));
      if (targeted.length) target(said, known, widget);
      if (lobby) online(said, known);
    }
  }
  return { back: (at) => back(at, Date.now(), texts, locale), regrouped };
}
