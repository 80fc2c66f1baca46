// When a targeted chat fires. Pure: what is so is handed in; `more.test.mjs` tests it.

/** A targeted chat, as the edge tells it. */
export interface Chat {
  id: string;
  text: string;
  /** A path, with `*` for anything. */
  page?: string;
  /** Seconds on the page, while the tab is seen. */
  after: number;
  /** From this visit on. */
  visits: number;
  /** Lower-case prefixes; empty for all. */
  languages: string[];
  group?: string;
  online_only: boolean;
  once: "per_visitor" | "per_visit";
}

/** What is so on the page now. */
export interface Facts {
  /** `location.pathname`. */
  path: string;
  seconds: number;
  visits: number;
  languages: readonly string[];
  group?: string;
  /** What the widget shows: `live`, `messaging` or `hidden`. */
  mode: string | null;
  /** The ids of those that this visitor had already, each as often as its `once` says. */
  shown: readonly string[];
}

/** The chat to send now: the first of the site's list for which everything holds. */
export function due(chats: readonly Chat[], facts: Facts): Chat | undefined {
  return chats.find(
    (chat) =>
      !facts.shown.includes(chat.id) &&
      facts.seconds >= chat.after &&
      facts.visits >= chat.visits &&
      (!chat.group || chat.group === facts.group) &&
      (chat.online_only ? facts.mode === "live" : facts.mode !== "hidden") &&
      (!chat.page || isPage(chat.page, facts.path)) &&
      speaks(chat.languages, facts.languages),
  );
}

/** Whether one of the browser's languages is among those wanted: `de` is wanted also where it is `de-AT`. */
export function speaks(wanted: readonly string[], languages: readonly string[]): boolean {
  const isSpoken = (prefix: string) => languages.some((tag) => `${tag.toLowerCase()}-`.startsWith(`${prefix}-`));
  return !wanted.length || wanted.some(isSpoken);
}

/** Whether a path fits a pattern. Both may be percent-encoded or not, the path may end with a slash more. */
export function isPage(pattern: string, path: string): boolean {
  const wanted = decoded(pattern);
  const here = decoded(path);
  return fits(wanted, here) || fits(wanted, here.replace(/(?<=.)\/$/, ""));
}

/** Piece by piece: no regular expression, which a pattern with many stars could make slow. */
function fits(pattern: string, text: string): boolean {
  const [first, ...pieces] = pattern.split("*");
  if (!text.startsWith(first)) return false;
  const last = pieces.pop();
  if (last === undefined) return text === first;
  let at = first.length;
  for (const piece of pieces) {
    at = text.indexOf(piece, at);
    if (at < 0) return false;
    at += piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
