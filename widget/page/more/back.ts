// "Back tomorrow at 9:00": in the visitor's language and zone, by the browser's calendar. Pure but for the
// zone; `more.test.mjs` tests it.

/** The status for an instant that lies ahead; nothing for one that is past. */
export function back(at: number, now: number, texts: Record<string, string>, locale: string): string | undefined {
  if (at <= now) return;
  const days = Math.round((midnight(at) - midnight(now)) / 864e5);
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options).format(at);
  const when = days > 1 && days < 7 ? { weekday: "long" as const } : { day: "numeric" as const, month: "long" as const };
  const key = days < 1 ? "back_today" : days < 2 ? "back_tomorrow" : days < 7 ? "back_weekday" : "back_date";
  const time = format({ hour: "numeric", minute: "2-digit" });
  return texts[key].replace("{day}", () => format(when)).replace("{time}", () => time);
}

/** A day with a change of the clock has another length: differences are to be rounded. */
function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
