// Builds what people open into dist/:
//   dist/index.html, dist/card.css, dist/chat/, dist/demo/, dist/stop/, dist/try/, dist/_headers, dist/_redirects   as they are in www/
//   dist/console/index.html                      the agents' console
//   dist/console/…                               its service worker, manifest and icons
//   dist/console/HASH/                           its script, Wasm, sheet and languages, and what its previews are
//                                                made of: named after what is in them, so that browsers may keep
//                                                them for ever
// and prints what the console costs. Needs esbuild and wasm-opt (node_modules/.bin) and wasm-bindgen (.tools/bin).
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { parts, sheet as read } from "../widget/parts.mjs";
import { keys, list, locales as languages } from "../widget/texts.mjs";
import { icon } from "./icon.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const www = join(root, "www");
const dist = join(root, "dist");
const env = { ...process.env, PATH: `${root}node_modules/.bin:${root}.tools/bin:${process.env.PATH}` };
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const features = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"].map((name) => `--enable-${name}`);
// Browsers that have `light-dark()`, nesting and WebAssembly in modules.
const browsers = ["chrome123", "edge123", "firefox120", "safari17.5"];

const run = (command, ...words) => execFileSync(command, words, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });

// A language is there by its file alone.
const locales = readdirSync(join(www, "console/locales")).filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -5));

// While somebody works on the console: a build without optimising takes seconds.
const isDraft = process.argv.includes("--draft");
const profile = isDraft ? "dev" : "page";

const out = mkdtempSync(join(tmpdir(), "porchlight-console-"));
try {
  const files = new Map([
    ["console_bg.wasm", wasm()],
    ["console.js", await script()],
    ["console.css", await sheet()],
    ["visitor.js", await visitor()],
    ["beat.js", readFileSync(join(www, "console/beat.js"))],
    ...locales.map((name) => [`${name}.json`, locale(name)]),
  ]);
  const hash = createHash("sha256");
  for (const bytes of files.values()) hash.update(bytes);
  const name = hash.digest("hex").slice(0, 12);

  mkdirSync(dist, { recursive: true });
  for (const path of ["index.html", "_headers", "_redirects", "card.css", "chat", "demo", "stop", "try"]) cpSync(join(www, path), join(dist, path), { recursive: true });
  rmSync(join(dist, "console"), { recursive: true, force: true });
  mkdirSync(join(dist, "console", name), { recursive: true });
  for (const [path, bytes] of files) writeFileSync(join(dist, "console", name, path), bytes);
  const page = readFileSync(join(www, "console/index.html"), "utf8").replaceAll("HASH", name);
  writeFileSync(join(dist, "console/index.html"), page);
  // What browsers look for at a place that stays.
  for (const path of ["sw.js", "offline.html", "manifest.json", "icon.svg"]) cpSync(join(www, "console", path), join(dist, "console", path));
  for (const size of [192, 512]) writeFileSync(join(dist, `console/icon-${size}.png`), icon(size));
  table(files);
} finally {
  rmSync(out, { recursive: true, force: true });
}

function wasm() {
  execFileSync("cargo", ["build", "-p", "console", "--profile", profile, "--target", "wasm32-unknown-unknown"], { cwd: root, env, stdio: "inherit" });
  const raw = join(target, "wasm32-unknown-unknown", isDraft ? "debug" : "page", "console-page.wasm");
  run("wasm-bindgen", raw, "--target", "web", "--no-typescript", "--out-dir", out, "--out-name", "console");
  const bound = join(out, "console_bg.wasm");
  if (isDraft) return readFileSync(bound);
  const optimized = join(out, "optimized.wasm");
  run("wasm-opt", bound, "-o", optimized, "-Oz", "--strip-debug", "--strip-producers", "--strip-target-features", ...features);
  return readFileSync(optimized);
}

/** The glue that wasm-bindgen writes and what starts it, as one module. */
async function script() {
  const glue = {
    name: "glue",
    setup(build) {
      build.onResolve({ filter: /^porchlight:glue$/ }, () => ({ path: join(out, "console.js") }));
      // The glue has a copy of it; what it fetched before the Wasm runs is in the one of start.js.
      build.onResolve({ filter: /\/language\.js$/ }, () => ({ path: join(www, "console/language.js") }));
    },
  };
  const result = await build({
    entryPoints: [join(www, "console/start.js")],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: browsers,
    define: { LOCALES: JSON.stringify(locales) },
    plugins: [glue],
    logLevel: "warning",
  });
  return Buffer.from(result.outputFiles[0].contents);
}

/** The widget's own parts, for the previews. */
async function visitor() {
  const more = languages("more/");
  const all = [...languages()].map(([tag, texts]) => [tag, [JSON.parse(list(texts)), more.get(tag)]]);
  const result = await build({
    entryPoints: [join(www, "console/visitor.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: browsers,
    define: {
      LANGUAGES: JSON.stringify(Object.fromEntries(all)),
      PLACES: JSON.stringify(Object.fromEntries(keys.map((key, place) => [key, place]))),
      STYLE: JSON.stringify(boxed(await read(join(root, "widget/loader/launcher.css")))),
    },
    plugins: [parts(boxed)],
    logLevel: "warning",
  });
  return Buffer.from(result.outputFiles[0].contents);
}

/** A sheet of the widget for which a box is what the window is. */
function boxed(css) {
  const sheet = css.replace(/\b(\d+)d?v([wh])\b/g, "$1cq$2").replace(/@media ?(?=\([^)]*(width|height))/g, "@container ");
  const rest = sheet.match(/\d[dls]?v[wh]\b|@media[^{]*(width|height)/);
  if (rest) throw new Error(`no preview can show ${rest[0]}`);
  return sheet;
}

/** A language as it is sent: the file has a line for each text. */
function locale(name) {
  return Buffer.from(JSON.stringify(JSON.parse(readFileSync(join(www, `console/locales/${name}.json`), "utf8"))));
}

async function sheet() {
  const { outputFiles } = await build({ entryPoints: [join(www, "console/console.css")], bundle: true, minify: true, write: false, target: browsers });
  return Buffer.from(outputFiles[0].contents);
}

function table(files) {
  const line = (name, ...numbers) => console.log(name.padEnd(40) + numbers.map((number) => String(number).padStart(9)).join(""));
  line("", "raw", "gzip", "brotli");
  for (const [name, bytes] of files) line(`console: ${name}`, bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length);
}
