// Which language the console speaks on this device: what was chosen here, else the first that the browser asks for
// and that there is, else English. English stands in the console itself; the others are files beside this script.
const CHOSEN = "porchlight-language";
// Where the service worker, which can read no storage of the page's, finds the texts.
const KEPT = "porchlight-language";
const PLACE = "/console/language";

/** Of which languages there are files: the build puts their names here. */
const FILES = LOCALES;

const there = (tag) => {
  const wanted = tag.toLowerCase();
  const known = ["en", ...FILES];
  return known.find((file) => file.toLowerCase() === wanted) ?? known.find((file) => file === wanted.split("-")[0]);
};

let texts;
let spoken = pick();
document.documentElement.lang = spoken;

function pick() {
  return [chosen(), ...navigator.languages].filter(Boolean).map(there).find(Boolean) ?? "en";
}

/** What was chosen on this device; nothing where the browser decides. */
export function chosen() {
  try {
    return localStorage.getItem(CHOSEN) ?? "";
  } catch {
    return "";
  }
}

/** Chooses a language for this device, or by an empty text lets the browser decide; and loads the page anew. */
export function choose(tag) {
  try {
    if (tag) localStorage.setItem(CHOSEN, tag);
    else localStorage.removeItem(CHOSEN);
    location.reload();
  } catch (error) {
    console.warn("not kept", error);
  }
}

/** Fetches the texts. Where that fails, the console speaks English. */
export async function load() {
  if (spoken !== "en") {
    try {
      const answer = await fetch(new URL(`${spoken}.json`, import.meta.url));
      if (!answer.ok) throw new Error(answer.status);
      texts = await answer.text();
    } catch (error) {
      console.warn("no texts", error);
      document.documentElement.lang = spoken = "en";
    }
  }
  hand().catch((error) => console.warn("not handed over", error));
}

/** To the service worker. */
async function hand() {
  const kept = await caches.open(KEPT);
  if (!texts) return kept.delete(PLACE);
  await kept.put(PLACE, new Response(texts, { headers: { "content-language": spoken } }));
}

/** The texts of the language as JSON; nothing in English. */
export const loaded = () => texts;

/** What a script says. */
export const say = (text) => (texts && JSON.parse(texts)[text]) ?? text;

/** The languages that there are, each as it calls itself. */
export const languages = () => ["en", ...FILES].sort().map((tag) => [tag, called(tag, tag)]);

// --- What Intl knows of the language -----------------------------------------------------------------------
/** The language as the browser asks for it: "en-GB" has other dates than "en-US". */
const locale = () => navigator.languages.find((tag) => there(tag) === spoken) ?? spoken;

export const plural = (number) => new Intl.PluralRules(locale()).select(number);

export const number = (number) => new Intl.NumberFormat(locale()).format(number);

/** "1.2 MB". */
export const measure = (number, unit) =>
  new Intl.NumberFormat(locale(), { style: "unit", unit, maximumFractionDigits: 1 }).format(number);

export const written = (at, options) => new Date(at).toLocaleString(locale(), JSON.parse(options));

/** "Brazilian Portuguese"; the tag itself where a browser does not know it. */
export function called(tag, by = locale()) {
  try {
    const name = new Intl.DisplayNames(by, { type: "language" }).of(tag);
    // Some write it small, which is right within a sentence.
    return name.charAt(0).toLocaleUpperCase(by) + name.slice(1);
  } catch {
    return tag;
  }
}
