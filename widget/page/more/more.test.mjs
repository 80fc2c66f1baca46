// The pure parts of what is not always loaded: which targeted chat is due, how "back tomorrow at 9:00" and the day of a
// message are said, what an address in a message is. `node widget/page/more/more.test.mjs`
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

async function load(name) {
  const { outputFiles } = await build({ entryPoints: [here(name)], bundle: true, write: false, format: "esm" });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

const { due, isPage, speaks } = await load("rules.ts");
const { back } = await load("back.ts");
const { pieces } = await load("../links.ts");
const { name } = await load("../comfort/days.ts");

let checked = 0;
const same = (seen, wanted, what) => {
  assert.deepEqual(seen, wanted, what);
  checked++;
};

// Addresses in a message: every second piece.
for (const [text, ...addresses] of [
  ["No address in here, nor in http:// or example.com."],
  ["See https://oak.example/lamps?a=1&b=2#top.", "https://oak.example/lamps?a=1&b=2#top"],
  ["(https://oak.example/a), “http://ash.example”!", "https://oak.example/a", "http://ash.example"],
  ["https://en.wiki.example/Lamp_(oak) (https://oak.example/b)", "https://en.wiki.example/Lamp_(oak)", "https://oak.example/b"],
  ["mailto:ada@shop.example or HTTPS://OAK.EXAMPLE", "mailto:ada@shop.example", "HTTPS://OAK.EXAMPLE"],
  ["javascript:alert(1) data:text/html,x vbscript:x xhttps://oak.example file:///etc"],
  ['https://oak.example/"onclick="x <https://ash.example>', "https://oak.example/", "https://ash.example"],
  ["https://🦉.example/ü", "https://🦉.example/ü"],
]) {
  const all = pieces(text);
  same(all.join(""), text, "nothing of a text is lost");
  same(all.filter((_, at) => at % 2), addresses, text);
}

// Pages.
for (const [pattern, path, wanted] of [
  ["/pricing", "/pricing", true],
  ["/pricing", "/pricing/", true],
  ["/pricing", "/pricing/team", false],
  ["/pricing", "/old/pricing", false],
  ["/pricing*", "/pricing/team", true],
  ["*", "/", true],
  ["/", "/", true],
  ["/", "/a", false],
  ["/docs/*/setup", "/docs/en/setup", true],
  ["/docs/*/setup", "/docs/setup", false],
  ["/docs/*/setup", "/docs/en/old/setup/", true],
  ["*lamp*", "/oak/lamps", true],
  ["*lamp*", "/oak/desk", false],
  ["/a*a", "/a", false],
  ["/*.html", "/index.html", true],
  ["/prix-été", "/prix-%C3%A9t%C3%A9", true],
  ["/50%", "/50%", true],
  ["/a.c", "/abc", false],
]) {
  same(isPage(pattern, path), wanted, `${pattern} ${path}`);
}
const slow = "*a".repeat(99);
const before = performance.now();
same(isPage(`${slow}b`, `/${"a".repeat(2_000)}`), false, "many stars");
assert.ok(performance.now() - before < 100, "many stars are no work");

// Languages.
for (const [wanted, spoken, is] of [
  [[], ["en"], true],
  [["de"], ["de-AT", "en"], true],
  [["de"], ["den"], false],
  [["de-at"], ["de"], false],
  [["pt-br", "fr"], ["en", "FR"], true],
  [["de"], [], false],
]) {
  same(speaks(wanted, spoken), is, `${wanted} ${spoken}`);
}

// Rules: each condition alone keeps the chat back.
const chat = { id: "a", text: "Hello", page: "/pricing", after: 20, visits: 2, languages: ["en"], group: "sales", online_only: true, once: "per_visitor" };
const facts = { path: "/pricing", seconds: 20, visits: 2, languages: ["en-GB"], group: "sales", mode: "live", shown: [] };
same(due([chat], facts), chat);
for (const change of [
  { path: "/" },
  { seconds: 19 },
  { visits: 1 },
  { languages: ["de"] },
  { group: "support" },
  { group: undefined },
  { mode: "messaging" },
  { mode: "hidden" },
  { shown: ["a"] },
]) {
  same(due([chat], { ...facts, ...change }), undefined, JSON.stringify(change));
}
const plain = { id: "b", text: "Hello", after: 0, visits: 0, languages: [], online_only: false, once: "per_visit" };
same(due([plain], { ...facts, mode: "messaging", visits: 1, group: undefined, seconds: 0 }), plain);
same(due([plain], { ...facts, mode: "hidden" }), undefined, "a message that nobody can see");
same(due([chat, plain], facts), chat, "the first of the list");
same(due([chat, plain], { ...facts, shown: ["a"] }), plain);

// Back. Noon of a Wednesday, in a zone with a change of the clock on the Sunday after.
process.env.TZ = "Europe/Berlin";
const now = new Date(2026, 9, 21, 12).getTime();
const texts = (tag) => JSON.parse(readFileSync(here(`../../locales/more/${tag}.json`), "utf8"));
const says = (wanted, tag, locale, ...when) => {
  const said = back(new Date(...when).getTime(), now, texts(tag), locale).replace(/\s/g, " ");
  same(said.slice(0, wanted.length), wanted, said);
};
says("We’re back today at 2:00 PM", "en", "en-US", 2026, 9, 21, 14);
says("We’re back today at 14:00", "en", "en-GB", 2026, 9, 21, 14);
says("We’re back tomorrow at 9:00", "en", "en-GB", 2026, 9, 22, 9);
says("We’re back tomorrow at 12:00 AM", "en", "en-US", 2026, 9, 22, 0);
says("We’re back on Monday at 9:00 AM", "en", "en-US", 2026, 9, 26, 9); // after the clock changed
says("We’re back on Tuesday at 11:59 PM", "en", "en-US", 2026, 9, 27, 23, 59);
says("We’re back on October 28 at 9:00 AM", "en", "en-US", 2026, 9, 28, 9); // a week later it would be this day
says("Wir sind am Montag um 9:30 wieder da", "de", "de-DE", 2026, 9, 26, 9, 30);
says("Wir sind am 3. Dezember um 9:00 wieder da", "de", "de-DE", 2026, 11, 3, 9);
says("De retour le 3 décembre à 9:00", "fr", "fr-FR", 2026, 11, 3, 9);
says("Volvemos el lunes, 9:00", "es", "es-ES", 2026, 9, 26, 9);
assert.match(back(new Date(2026, 9, 26, 9).getTime(), now, texts("ar"), "ar"), /الاثنين/);
same(back(now, now, texts("en"), "en"), undefined, "what is past is not said");

// The days of a conversation, at the same noon.
for (const [wanted, locale, ...when] of [
  ["today", "en-GB", 2026, 9, 21, 0],
  ["yesterday", "en-GB", 2026, 9, 20, 23, 59],
  ["Monday 19 October", "en-GB", 2026, 9, 19, 12],
  ["Sunday 29 March", "en-GB", 2026, 2, 29, 3], // the clock changed in between
  ["Wednesday, 31 December 2025", "en-GB", 2025, 11, 31, 12],
  ["gestern", "de-DE", 2026, 9, 20, 1],
  ["Montag, 19. Oktober", "de-DE", 2026, 9, 19, 12],
]) same(name(new Date(...when).getTime(), now, locale), wanted);

process.env.TZ = "Asia/Tokyo";
// Eleven in the evening in Berlin is the morning after in Tokyo.
same(back(Date.UTC(2026, 9, 21, 21), Date.UTC(2026, 9, 21, 10), texts("en"), "en-GB").split(" at ")[0], "We’re back tomorrow");

console.log(`Rules, hours, days, addresses: ${checked} cases agree.`);
