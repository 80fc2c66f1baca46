// What the site asks before the first message (Y3): fields above the composer, for a visitor who has no conversation
// yet. What is answered goes with that message, into the browser's outbox like the rest of it.
import { make } from "../../loader/make";
import type { Lent, Texts, Widget } from "./more";
import { places } from "./places";

/** One question, as the edge tells it. */
export interface Question {
  /** The question itself; `name` and `email` are asked in the visitor's language. */
  ask: string;
  required?: boolean;
  /** What there is to choose from. */
  options?: string[];
}

/** The edge takes an address with a dot in its domain; a browser does not mind. */
const isAddress = (field: HTMLInputElement) => field.validity.valid && /@[^@]+\.[^.@]+$/.test(field.value.trim());

/** Puts the fields above the composer. Gives back whether something is to be mended before a message goes. */
export function ask(lent: Lent, texts: Texts, { questions_live: live = [], questions_messaging: messaging = [] }: Widget) {
  const { loader, part } = lent;
  const box = make("div", { id: "ask" });
  /** Those for the visitor as the site is now; what is typed stays while it changes (V4). */
  const asked = () => (loader.host.getAttribute("mode") === "live" ? live : messaging);

  const rows = [...new Set([...live, ...messaging].map(({ ask }) => ask))].map((ask, place) => {
    const one = (list: Question[]) => list.find((question) => question.ask === ask);
    const { options } = one(live) ?? one(messaging)!;
    const row = make("div", {});
    const field = make(options ? "select" : "input", { id: `ask-${place}`, part: "ask" });
    const label = make("label", { htmlFor: field.id, dir: "auto" });
    const error = make("p", { id: `${field.id}-error`, role: "alert" });
    field.setAttribute("aria-describedby", error.id);
    if (field instanceof HTMLInputElement) {
      field.maxLength = ask === "name" ? 80 : 200;
      field.dir = "auto";
      if (ask === "name" || ask === "email") field.autocomplete = ask;
      if (ask === "email") field.type = ask;
    } else field.append(new Option("", ""), ...options!.map((option) => new Option(option)));
    row.append(label, field, error);
    field.oninput = () => tell("");
    /** What is wrong with it. */
    const tell = (text: string) => {
      if (error.textContent !== text) error.textContent = text;
      field.ariaInvalid = `${!!text}`;
    };
    return {
      ask,
      field,
      now: () => one(asked()),
      draw: () => {
        const now = one(asked());
        row.hidden = !now;
        label.textContent = (texts[`ask_${ask}`] ?? ask) + (now?.required ? " *" : "");
        field.required = !!now?.required;
      },
      /** Whether it can go as it is. */
      check: () => {
        const isEmpty = !field.value.trim();
        const isBad = ask === "email" && !isEmpty && !isAddress(field as HTMLInputElement);
        tell(isBad ? lent.texts[places.email_bad] : isEmpty && field.required ? texts.ask_missing : "");
        return !error.textContent;
      },
      row,
    };
  });
  box.append(...rows.map(({ row }) => row));
  part("email-row").before(box);

  // A browser that has a token has a conversation, or is about to.
  const isDue = () => !loader.token() && asked().length > 0;
  const draw = () => {
    rows.forEach((row) => row.draw());
    box.hidden = !isDue();
    // One field for an address is enough.
    if (!box.hidden) box.toggleAttribute("data-mail", asked().some(({ ask }) => ask === "email"));
  };
  new MutationObserver(draw).observe(loader.host, { attributeFilter: ["mode", "open"] });
  draw();

  return () => {
    if (!isDue()) return false;
    const there = rows.filter((row) => row.now());
    const bad = there.filter((row) => !row.check());
    bad[0]?.field.focus();
    if (bad[0]) return true;
    const answers: Record<string, string> = {};
    for (const { ask, field } of there) if (field.value.trim()) answers[ask] = field.value.trim();
    const { email, ...rest } = answers;
    // The page itself is to know that there is an address, where it would ask for one.
    if (email) (part("email") as HTMLInputElement).value = email;
    box.toggleAttribute("data-mail", !!email);
    loader.answered = () => {
      loader.answered = undefined;
      box.hidden = true;
      return { ...(email && { email }), answers: rest };
    };
    return false;
  };
}
