// Unread answers in the title of a tab that nobody sees: `(2) Shop`.
import type { Lent } from "./comfort";

/** Gives back what takes their number, empty for none. A title that the site has changed meanwhile is the site's. */
export function title({ over }: Pick<Lent, "over">) {
  let theirs = "";
  let ours: string | undefined;
  const show = (count: string) => {
    if (document.title === ours) document.title = theirs;
    ours = undefined;
    if (!count || !document.hidden) return;
    theirs = document.title;
    document.title = `(${count}) ${theirs}`;
    // As it reads then: spaces are put together.
    ours = document.title;
  };
  over.onabort = () => show("");
  return show;
}
