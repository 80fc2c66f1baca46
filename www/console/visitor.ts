// What visitors would see, made of the widget's own parts: its launcher, its panel, its questions, its sheets. Only what
// moves is missing. Fetched where a preview is shown; `preview.js` is the door.
import { launch } from "../../widget/loader/launcher";
import { links } from "../../widget/page/links";
import { mount } from "../../widget/page/mount";
import { wear } from "../../widget/page/panel";
import comfort from "../../widget/page/comfort/comfort.css";
import { smile } from "../../widget/page/comfort/buttons";
import { ask, type Question } from "../../widget/page/more/ask";
import { back } from "../../widget/page/more/back";
import type { Lent, Widget } from "../../widget/page/more/more";
import { consent } from "../../widget/page/more/consent";
import { pick } from "../../widget/page/more/pick";
import { places } from "../../widget/page/more/places";
import more from "../../widget/page/more/more.css";

/** The widget's languages, each as it is sent: what the panel says, and what only some sites need. By `build.mjs`. */
declare const LANGUAGES: Record<string, [string[], Record<string, string>]>;

/** As `store/preview.rs` writes it. */
interface Shown {
  mode: "live" | "messaging";
  open: boolean;
  dark: boolean;
  language: string;
  css?: string;
  icon?: string;
  label?: string;
  consent?: string;
  /** What the site says in its own words. */
  texts: Record<string, string>;
  questions: Question[];
  /** What there is to pick from. */
  groups?: Widget["groups"];
  /** The site mails nothing to visitors, and asks for no address. */
  no_mail?: boolean;
  /** When the published hours open next. */
  back_at?: number;
  /** A message that comes by itself, and under which name. */
  said?: [name: string, text: string];
}

/** Draws it anew. */
export function show(stage: HTMLElement, shown: Shown) {
  const { mode, open, dark, language, label, css, icon, groups, back_at } = shown;
  const tag = [language, language.split("-")[0]].find((tag) => tag in LANGUAGES) ?? "en";
  const [own, further] = LANGUAGES[tag];
  const texts = [...own];
  for (const name in shown.texts) texts[places[name]] = shown.texts[name];

  const host = document.createElement("porchlight-widget");
  host.setAttribute("mode", mode);
  host.toggleAttribute("open", open);
  const root = host.attachShadow({ mode: "open" });
  launch(root, { css, icon }, label).ariaExpanded = `${open}`;
  mount(root, tag, texts);
  wear(root, more);
  wear(root, comfort);
  const part = (id: string) => root.getElementById(id)!;

  const say = (id: string, text: string) => (part(id).textContent = text);
  say("title", texts[places[`title_${mode}`]]);
  say("status", (back_at && back(back_at, Date.now(), further, tag)) || texts[places[`status_${mode}`]]);
  say("empty", texts[places[`empty_${mode}`]]);
  part("email-row").hidden = mode === "live" || !!shown.no_mail;
  const lent = { loader: { host, root, token: () => undefined }, part, texts } as Partial<Lent> as Lent;
  if (shown.questions.length) {
    ask(lent, further, { [`questions_${mode}`]: shown.questions } as Partial<Widget> as Widget);
  }
  consent(lent, shown.consent);
  links(part("form"), "#consent");
  if (groups) pick(lent, further, groups);
  smile(part("send"), further.emoji);
  if (shown.said) {
    const row = (part("row") as HTMLTemplateElement).content.firstElementChild!.cloneNode(true) as HTMLElement;
    row.dataset.from = "agent";
    row.dataset.state = "sent";
    const [who, text] = shown.said;
    row.querySelector(".who")!.textContent = who;
    row.querySelector(".bubble")!.textContent = text;
    part("empty").before(row);
    const badge = part("badge");
    badge.textContent = "1";
    badge.hidden = open;
  }
  part("panel").hidden = !open;
  for (const sheet of root.adoptedStyleSheets) light(sheet, dark);
  wear(root, "#panel{animation:none}");
  stage.dir = texts[0];
  stage.toggleAttribute("data-dark", dark);
  stage.replaceChildren(host);
}

/** The visitor's system is light or dark, whatever this one is. */
function light(sheet: CSSStyleSheet, dark: boolean) {
  for (const rule of sheet.cssRules) {
    if (rule instanceof CSSMediaRule && rule.conditionText.includes("prefers-color-scheme")) rule.media.mediaText = dark ? "all" : "not all";
  }
}
