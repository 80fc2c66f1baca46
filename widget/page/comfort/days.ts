// The day above the first message of each, where not all of them are of today. For the eyes, and for who reads on with a
// screen reader: to be announced like a message it has no `aria-live`.
import { make } from "../../loader/make";

const DAY = 864e5;

/** The day of an instant by the visitor's clock, as its first instant. */
const day = (at: number) => new Date(at).setHours(0, 0, 0, 0);

/** `Today`, `Yesterday`, `Friday, 3 July`, and with the year where it is another. */
export function name(at: number, now: number, locale: string) {
  // A day may have 23 or 25 hours.
  const ago = Math.round((day(now) - day(at)) / DAY);
  if (ago < 2) return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-ago, "day");
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const year = isThisYear ? undefined : "numeric";
  return new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", year }).format(at);
}

/** Gives back what puts them where they belong, and says whether it had to. */
export function days(list: Element, locale: string) {
  const find = <T extends Element>(selector: string) => [...list.querySelectorAll<T & HTMLElement>(selector)];
  return () => {
    const today = day(Date.now());
    const rows = find("[data-at]");
    const dayOf = (row: HTMLElement) => day(+row.dataset.at!);
    const isShown = rows.some((row) => dayOf(row) !== today);
    let hasChanged = false;
    let before: number | undefined;
    const wanted = new Set<Element | null>();
    for (const row of rows) {
      const at = dayOf(row);
      if (isShown && at !== before) {
        let line = row.previousElementSibling;
        if (line?.className !== "day") row.before((line = make("p", { className: "day", part: "day", ariaLive: "off" })));
        const text = name(at, today, locale);
        if (line!.textContent !== text) {
          line!.textContent = text;
          hasChanged = true;
        }
        wanted.add(line);
      }
      before = at;
    }
    for (const line of find(".day")) if (!wanted.has(line)) line.remove();
    return hasChanged;
  };
}
