// Asks how it was, once the team has closed a conversation in which somebody answered (B5).
import { make } from "../../loader/make";
import { post } from "../http";
import type { Lent } from "../comfort/comfort";

const BEST = 5;

/** Gives back what takes the score that is known: 0 for none yet, nothing where it is not asked for. */
export function rate({ loader, part, texts, grow }: Lent) {
  let score = 0;
  let told = Promise.resolve();
  const stars = Array.from({ length: BEST }, (_, at) =>
    make("button", {
      type: "button",
      className: "sign",
      part: "star",
      ariaLabel: texts.rate_star.replace("{count}", `${at + 1}`),
      onclick: () => tell(at + 1),
    }),
  );
  const row = make("div", { id: "stars", role: "group", ariaLabel: texts.rate_label });
  row.append(...stars);
  const text = make("input", { id: "rate-text", part: "rate-text", maxLength: 500, dir: "auto" });
  const field = make("div", { className: "field" });
  field.append(text, make("button", { part: "rate-send", textContent: texts.rate_send }));
  const more = make("div", {});
  more.append(make("label", { htmlFor: text.id, textContent: texts.rate_more }), field);
  const said = make("p", { part: "rate-said", role: "status" });
  const form = make("form", { id: "rate", part: "rate", hidden: true });
  form.append(make("p", { textContent: texts.rate_label }), row, more, said);

  const draw = (shown: number) => {
    stars.forEach((star, at) => {
      star.textContent = at < shown ? "★" : "☆";
      star.ariaPressed = `${at + 1 === shown}`;
    });
    more.hidden = !shown;
  };
  const tell = (wanted: number, comment?: string) => {
    draw(wanted);
    // One after the other: the last one counts.
    told = told.then(async () => {
      const isTold = await post(loader, "rate", { score: wanted, comment }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isTold) score = wanted;
      // What is shown is what the team has.
      else draw(score);
      if (isTold && comment) text.value = "";
      said.textContent = isTold ? texts.rate_done : texts.failed;
    });
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    tell(score, text.value.trim() || undefined);
  };
  part("log").append(form);

  return (given?: number) =>
    grow(() => {
      if (given == null) said.textContent = text.value = "";
      form.hidden = given == null;
      score = given ?? 0;
      draw(score);
    });
}
