// `make sizes`: what everything that is sent weighs, beside its budget. Fails when one is exceeded.
// A budget in bytes counts brotli at its best, as the edge sends it; the Worker's counts gzip, as the platform
// does. With README=write it puts the widget's part into the README; else it fails where the README says otherwise.
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

const loader = weigh(join(dist, "porchlight.js"));
const presence = weighBytes(Buffer.from('{"mode":"messaging","fresh_for":10}'));
const widget = under(join(dist, "widget"));
// What only some sites and visitors need is no part of it.
const path = widget.filter((file) => /\/(page\.js|page_bg\.wasm|en\.json)$/.test(file));
// Fetched where a page's own script calls it, or a link to #porchlight: what the widget weighs on a page that does
// neither has nothing to do with it. `status.js`, a tag of its own, is not counted either.
const script = widget.filter((file) => /\/verbs\.js$/.test(file));
// And where it says who the visitor is.
const known = widget.filter((file) => /\/identify\.js$/.test(file));
// Fetched when somebody opens the menu, is asked how it was, hears the tone, or sends or gets a file.
const later = widget.filter((file) => /\/later(\.js|-en\.json)$/.test(file));
// A visitor's page loads one language, English here as well as any.
const inOne = widget.filter((file) => !script.includes(file) && !known.includes(file) && !/\/later/.test(file) && (!/\.json$/.test(file) || /[/-]en\.json$/.test(file)));
const rows = [
  ["the script tag", loader, "brotli", 2_000],
  ["  with the presence answer: all that a hidden page pays", sum([loader, presence]), "brotli", 2_600],
  ...path.map((file) => [`  ${relative(dist, file).replace(/^widget\/[^/]+\//, "widget/")}`, weigh(file)]),
  ["the widget in one language, until the first message", sum(path.map(weigh)), "brotli", 22_000],
  ["the widget in one language, with everything", sum([loader, ...inOne.map(weigh)]), "brotli", 32_000],
  ["the menu, emoji, stars, files and the tone, fetched with the first of them", sum(later.map(weigh)), "brotli", 4_100],
  ["what a page's own script calls, fetched with its first call", sum(script.map(weigh)), "brotli", 2_200],
  ["  and where it says who the visitor is", sum(known.map(weigh)), "brotli", 700],
  ["the console", sum(under(join(dist, "console")).map(weigh))],
  ["the Worker", sum(["index.js", "index_bg.wasm"].map((name) => weigh(join(root, "edge/worker/build", name)))), "gzip", 512_000],
];

const line = (name, ...cells) => console.log(name.padEnd(60) + cells.map((cell) => cell.padStart(11)).join(""));
line("bytes", "raw", "gzip", "brotli", "budget");
let isOver = false;
for (const [name, sizes, kind, budget] of rows) {
  const over = budget !== undefined && sizes[kind] > budget;
  isOver ||= over;
  const limit = budget === undefined ? "" : `${number(budget)}${over ? " !" : ""}`;
  line(name, number(sizes.raw), number(sizes.gzip), number(sizes.brotli), limit);
}
if (isOver) {
  console.error("A budget is exceeded: the line ends with an exclamation mark.");
  process.exit(1);
}

const kilobytes = (bytes) => `${Math.round(bytes / 1000)} KB`;
const told = rows
  .filter(([, , kind, budget]) => kind === "brotli" && budget)
  .map(([name, sizes, , budget]) => `| ${name.trim()} | ${kilobytes(sizes.brotli)} | ${number(budget)} bytes |`);
const table = ["", "| | it weighs | at most |", "| --- | --- | --- |", ...told, ""].join("\n");
const file = join(root, "README.md");
const readme = readFileSync(file, "utf8");
const written = readme.replace(/(<!-- sizes -->)[^]*?(<!-- \/sizes -->)/, (_, start, end) => start + table + end);
if (process.env.README === "write") writeFileSync(file, written);
else if (written !== readme) {
  console.error("The README says otherwise: make sizes README=write");
  process.exit(1);
}

function number(value) {
  return value.toLocaleString("en");
}

function weigh(file) {
  return weighBytes(readFileSync(file));
}

function weighBytes(bytes) {
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes, best).length };
}

function sum(all) {
  const total = { raw: 0, gzip: 0, brotli: 0 };
  for (const one of all) for (const kind of Object.keys(total)) total[kind] += one[kind];
  return total;
}

/** Every file below a folder. */
function under(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}
