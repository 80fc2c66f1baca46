// The site's own line before the first message, such as a word on privacy (Y5). Its addresses `outbox.ts` makes ones that
// can be clicked.
import { make } from "../../loader/make";
import type { Lent } from "./more";

/** Puts it above the composer, for who has no conversation yet, and takes it away with the first message. */
export function consent({ loader, part }: Pick<Lent, "loader" | "part">, text?: string) {
  if (!text || loader.token()) return;
  const line = make("p", { id: "consent", part: "consent", dir: "auto", textContent: text });
  part("email-row").after(line);
  // Whoever reaches the field by keyboard hears it.
  part("text").setAttribute("aria-describedby", line.id);
  const list = part("list");
  new MutationObserver(() => list.querySelector("[data-from=visitor]") && line.remove()).observe(list, { childList: true });
}
