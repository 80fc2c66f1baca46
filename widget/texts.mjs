// A language as it is sent: a list, since its keys would weigh as much as its texts. First its direction, then
// the texts of `visit` in their order (`Text::place`), then those that only the panel names.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const read = (path) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
const named = [...read("visit/src/texts.rs").matchAll(/^ {4}\w+ = "(\w+)",$/gm)].map(([, key]) => key);
const english = Object.keys(JSON.parse(read("locales/en.json")));
export const keys = ["dir", ...named, ...english.filter((key) => key !== "dir" && !named.includes(key))];

/** Where those stand that `more` needs: what a site may say otherwise, and what goes with it. */
export const places = Object.fromEntries(
  ["title_live", "title_messaging", "status_messaging", "empty_live", "empty_messaging", "open_live", "open_messaging", "email_bad"].map((key) => [key, keys.indexOf(key)]),
);

/** The languages in `locales`, or in a folder of it, by their names. English first: it is for everybody whose language is not here. */
export function locales(folder = "") {
  const path = `locales/${folder}`;
  const names = readdirSync(fileURLToPath(new URL(path, import.meta.url))).filter((name) => name.endsWith(".json"));
  const tags = names.map((name) => name.replace(/\.json$/, ""));
  // They are sent as one word.
  const odd = tags.find((tag) => tag.length !== 2);
  if (odd) throw new Error(`a language has two letters: ${odd}`);
  tags.sort((a, b) => (b === "en") - (a === "en") || a.localeCompare(b));
  return new Map(tags.map((tag) => [tag, JSON.parse(read(`${path}${tag}.json`))]));
}

/** What is sent of a file of `locales`. Every file has every key: a test of `visit` sees to it. */
export function list(locale) {
  return JSON.stringify(keys.map((key) => locale[key]));
}

/** The panel, with the places of its texts instead of their keys. */
export function place(html) {
  return html.replace(/ data-text="(\w+)"/g, (_, key) => {
    if (!keys.includes(key)) throw new Error(`panel.html names a text that no language has: ${key}`);
    return ` data-text="${keys.indexOf(key)}"`;
  });
}
