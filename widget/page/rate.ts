// Asks how it was, once the team has closed a conversation in which somebody answered (B5). Fetched only then.
import type { Loader } from "../loader/loader";
import css from "./rate.css";

const BEST = 5;

const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  has: Partial<Omit<HTMLElementTagNameMap[K], "part">> & { part?: string },
  ...parts: Node[]
) => {
  const made = Object.assign(document.createElement(tag), has);
  made.append(...parts);
  return made;
};

/** Gives back what takes the score that is known: 0 for none yet, nothing where it is not asked for. */
export async function rate({ edge, site, root }: Loader, token: () => string | undefined) {
  const log = root.getElementById("log")!;
  const language = log.parentElement!.lang;
  const texts: Record<string, string> = await (await fetch(new URL(`more-${language}.json`, import.meta.url))).json();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];

  let score = 0;
  let told = Promise.resolve();
  const stars = Array.from({ length: BEST }, (_, at) =>
    make("button", {
      type: "button",
      part: "star",
      ariaLabel: texts.rate_star.replace("{count}", `${at + 1}`),
      onclick: () => tell(at + 1),
    }),
  );
  const label = make("p", { id: "rate-label", textContent: texts.rate_label });
  const row = make("div", { id: "stars", role: "group", ariaLabel: texts.rate_label }, ...stars);
  const text = make("input", { id: "rate-text", part: "rate-text", maxLength: 500, dir: "auto" });
  const send = make("button", { part: "rate-send", textContent: texts.rate_send });
  const more = make("div", { id: "rate-more" }, make("label", { htmlFor: text.id, textContent: texts.rate_more }), make("div", { className: "field" }, text, send));
  const said = make("p", { part: "rate-said", role: "status" });
  const form = make("form", { id: "rate", part: "rate", hidden: true }, label, row, more, said);

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
      let isTold = false;
      try {
        const answer = await fetch(`${edge}/v1/sites/${site}/rate`, {
          method: "POST",
          keepalive: true,
          credentials: "omit",
          headers: { authorization: `Bearer ${token()}`, "content-type": "application/json" },
          body: JSON.stringify({ score: wanted, comment }),
        });
        isTold = answer.ok;
      } catch {}
      if (isTold) score = wanted;
      // What is shown is what the team has.
      else draw(score);
      if (isTold && comment) text.value = "";
      said.textContent = isTold ? texts.rate_done : texts.rate_failed;
    });
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    tell(score, text.value.trim() || undefined);
  };
  log.append(form);

  return (given?: number) => {
    const isAtEnd = log.scrollTop + log.clientHeight + 48 >= log.scrollHeight;
    if (given == null) said.textContent = text.value = "";
    form.hidden = given == null;
    score = given ?? 0;
    draw(score);
    if (isAtEnd) log.scrollTop = 1e9;
  };
}
