// Tells the team which pages a visitor looks at, while the conversation is open (V9): part of what only those
// load who write, or have written.
import type { Loader } from "../loader/loader";
import { post } from "./http";

/** How often to look whether the site shows another page without loading one: no event of every browser says so. */
const EVERY = 1000;

/** At most so many characters, on one line; the edge refuses what is not. */
const cut = (text: string, most: number) =>
  Array.from(text.replace(/[\0-\x1f\x7f-\x9f]+/g, " ").trim()).slice(0, most).join("");

/** What the tag passes: an object of texts, numbers and booleans. */
function passed(json?: string) {
  const said: Record<string, string> = {};
  if (!json) return said;
  try {
    for (const [label, value] of Object.entries(JSON.parse(json))) {
      const [key, text] = [cut(label, 80), /^[snb]/.test(typeof value) ? cut(String(value), 200) : ""];
      if (key && text && Object.keys(said).length < 20) said[key] = text;
    }
  } catch {
    console.info("Porchlight: data-visitor is no JSON object");
  }
  return said;
}

/** Without the query and the fragment, which may hold secrets. */
export const where = () => (location.origin + location.pathname).slice(0, 500);

export function follow(loader: Loader) {
  let timer: ReturnType<typeof setInterval> | undefined;
  let told = "";
  let lost = false;

  const tell = () => {
    const { visitor } = loader.tag.dataset;
    const now = [where(), document.title, visitor].join("\n");
    if (now === told || document.hidden) return;
    told = now;
    send(document.title);
  };

  const send = (title: string) => {
    const { language } = navigator;
    const body = {
      page: where(),
      title: cut(title, 200) || undefined,
      language: /^[a-z\d-]{2,35}$/i.test(language) ? language : undefined,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone || undefined,
      passed: passed(loader.tag.dataset.visitor),
    };
    post(loader, "look", body).catch(() => {
      // Told again with the next welcome, not every second.
      lost = true;
    });
  };

  /** Where the conversation stands. */
  return (state: string) => {
    clearInterval(timer);
    loader.track = undefined;
    if (state !== "open") return;
    loader.track = send;
    if (lost) told = "";
    lost = false;
    timer = setInterval(tell, EVERY);
    tell();
  };
}
