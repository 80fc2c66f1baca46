// Builds the script tag and the widget into dist/:
//   dist/porchlight.js           the loader; porchlight.d.ts, what it takes; identify.txt, how a site says who its
//                                visitors are; status.js, <porchlight-status>;
//                                brevo.js and chatra.js, for sites that come from there
//   dist/widget/HASH/            page.js, page_bg.wasm, one JSON per language; outbox.js, more.js, later.js, verbs.js, identify.js, more-LANGUAGE.json
//                                and later-LANGUAGE.json, which only some need: named after what is in them, so that browsers
//                                may keep them for ever
// and prints what each costs. Needs esbuild, terser and wasm-opt (node_modules) and wasm-bindgen (.tools/bin).
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";
import { browsers, parts, sheet } from "./parts.mjs";
import { shorten, spare } from "./shorten.mjs";
import { list, locales, places } from "./texts.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const widget = join(root, "widget");
const dist = join(root, "dist");
const env = { ...process.env, PATH: `${root}node_modules/.bin:${root}.tools/bin:${process.env.PATH}` };
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
// Set by the Makefile, which installs it.
const nightly = process.env.PORCHLIGHT_NIGHTLY ?? "nightly-2026-05-20";
const features = [
  "bulk-memory",
  "nontrapping-float-to-int",
  "sign-ext",
  "mutable-globals",
  "reference-types",
  "multivalue",
].map((name) => `--enable-${name}`);

/** What a page or a browser may call a language that has another name here. */
const SAME = { no: "nb", nn: "nb" };

/** For sites that come from elsewhere: the script, the function that their pages call, the link that opens the chat. */
const ALIASES = [
  ["brevo.js", "BrevoConversations", "#brevoConversationsExpanded"],
  ["chatra.js", "Chatra", "#chatraChatExpanded"],
];

/** What only some sites and visitors need, by language. */
const more = locales("more/");

/** Which of these come with `later.js`, by their names. */
const LATER = /^(menu|rate|file)_/;

const run = (command, ...words) => execFileSync(command, words, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
const read = (...path) => readFileSync(join(...path), "utf8");

const out = mkdtempSync(join(tmpdir(), "porchlight-widget-"));
try {
  const { page, wasm } = await glue();
  const languages = locales();
  const module = await bundle("page/start.ts", page, [...languages.keys()]);
  const files = new Map([["page.js", module], ["page_bg.wasm", wasm], ["more.js", await bundle("page/more/more.ts")], ["outbox.js", await bundle("page/outbox.ts")], ["later.js", await bundle("page/later/later.ts")], ["verbs.js", await bundle("page/verbs.ts")], ["identify.js", await bundle("page/identify.ts")]]);
  for (const [tag, texts] of languages) files.set(`${tag}.json`, Buffer.from(list(texts)));
  for (const [tag, { status_live, status_messaging, ...texts }] of more) {
    const part = (isLater) => Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(texts).filter(([name]) => LATER.test(name) === isLater))));
    files.set(`more-${tag}.json`, part(false));
    files.set(`later-${tag}.json`, part(true));
  }
  const hash = createHash("sha256");
  for (const [name, bytes] of files) hash.update(name).update(bytes);
  // Eight digits are enough to tell versions apart, and the tag has them: its weight hardly depends on which they are.
  const folder = `widget/${hash.digest("hex").slice(0, 8)}`;
  const loader = await script("loader/loader.ts", {
    PAGE: `/${folder}/page.js`,
    VERBS: `/${folder}/verbs.js`,
    STYLE: await sheet(join(widget, "loader/launcher.css")),
  });
  const status = await script("loader/status.ts", { TEXTS: statuses(), STYLE: await sheet(join(widget, "loader/status.css")) });

  rmSync(join(dist, "widget"), { recursive: true, force: true });
  mkdirSync(join(dist, folder), { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(dist, folder, name), bytes);
  writeFileSync(join(dist, "porchlight.js"), loader);
  writeFileSync(join(dist, "status.js"), status);
  for (const [file, NAME, LINK] of ALIASES) writeFileSync(join(dist, file), await script("loader/alias.ts", { NAME, LINK }));
  copyFileSync(join(widget, "porchlight.d.ts"), join(dist, "porchlight.d.ts"));
  // As text, so that browsers show it.
  copyFileSync(join(widget, "identify.md"), join(dist, "identify.txt"));

  const rows = [
    ["loader", loader],
    ["page_bg.wasm", wasm],
    ["page.js: glue, panel.html, panel.css", module],
    ["en.json", files.get("en.json")],
  ];
  table(rows);
} finally {
  rmSync(out, { recursive: true, force: true });
}

/** The Wasm and what wasm-bindgen writes around it. */
async function glue() {
  // The pinned nightly of the Worker, since it can build the standard library without the texts of panics
  // that nobody would read: a fifth less to download. All that is ours is the same Rust as on stable.
  const words = ["build", "-p", "page", "--profile", "page", "--target", "wasm32-unknown-unknown"];
  const lean = ["-Zunstable-options", "-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];
  const config = [
    "unstable.panic-immediate-abort=true",
    'profile.page.panic="immediate-abort"',
    // A stack of 64 KiB instead of 1 MiB makes every address in the code a byte shorter.
    'target.wasm32-unknown-unknown.rustflags=["-Clink-arg=-zstack-size=65536"]',
  ].flatMap((line) => ["--config", line]);
  execFileSync("cargo", [`+${nightly}`, ...words, ...lean, ...config], { cwd: root, env, stdio: "inherit" });

  const raw = join(target, "wasm32-unknown-unknown/page/page.wasm");
  const bindgen = ["--target", "web", "--no-typescript", "--remove-name-section", "--remove-producers-section"];
  run("wasm-bindgen", raw, ...bindgen, "--out-dir", out, "--out-name", "page");
  const optimized = join(out, "optimized.wasm");
  // The stack lies lowest, so that no address below 1024 is ever valid. Flattening in between lets the
  // second round see what the first could not: half a per cent.
  const passes = ["-Oz", "--low-memory-unused", "--flatten", "--rereloop", "--reorder-functions", "-Oz", "-Oz", "-Oz"];
  const strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
  run("wasm-opt", join(out, "page_bg.wasm"), "-o", optimized, ...passes, ...strip, ...features);
  const { glue, wasm } = shorten(read(out, "page.js"), readFileSync(optimized));
  // Its own way of loading serves many hosts; `start.ts` needs one.
  const page = `${spare(glue)}\nexport { __wbg_get_imports as imports, __wbg_finalize_init as finish };\n`;
  return { page, wasm };
}

/** A module of the page; `page` is the glue, `tags` the languages, where it needs them. */
async function bundle(entry, page = "", tags = []) {
  const glue = {
    name: "glue",
    setup(build) {
      build.onResolve({ filter: /^porchlight:glue$/ }, () => ({ path: "glue", namespace: "glue" }));
      build.onLoad({ filter: /.*/, namespace: "glue" }, () => ({ contents: page, loader: "js" }));
    },
  };
  const result = await build({
    entryPoints: [join(widget, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: browsers,
    define: { LANGUAGES: JSON.stringify(tags.join("")), SAME: JSON.stringify(SAME), PLACES: JSON.stringify(places) },
    plugins: [glue, parts()],
    logLevel: "warning",
  });
  return squeeze(result, true);
}

/** A script of its own, for a tag, with these constants in it. */
async function script(entry, constants) {
  const define = Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]));
  const result = await build({
    entryPoints: [join(widget, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: browsers,
    define,
    // Without the line that says "use strict": nothing in a script of ours hangs on it.
    tsconfigRaw: {},
    logLevel: "warning",
  });
  return squeeze(result, false);
}

/** What esbuild made, smaller: its names are as short, and these compress better by three per cent. No function of ours is
 * called by `new`: all of them may become arrows. */
async function squeeze({ outputFiles: [{ text }] }, module) {
  const { code } = await minify(text, { module, ecma: 2020, compress: { passes: 2, unsafe_arrows: true } });
  return Buffer.from(code);
}

/** What stands in `<porchlight-status>`: two texts in each language, too few to be fetched. */
function statuses() {
  const texts = [...more].map(([tag, { status_live, status_messaging }]) => [tag, { live: status_live, messaging: status_messaging }]);
  const all = Object.fromEntries([...texts, ["*", texts[0][1]]]);
  for (const tag in SAME) all[tag] = all[SAME[tag]];
  return all;
}

function table(rows) {
  const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
  const line = (name, ...numbers) => console.log(name.padEnd(40) + numbers.map((number) => String(number).padStart(9)).join(""));
  line("", "raw", "gzip", "brotli");
  const sums = [0, 0, 0];
  rows.forEach(([name, bytes], index) => {
    const sizes = [bytes.length, gzipSync(bytes, { level: 9 }).length, brotli(bytes)];
    line(name, ...sizes);
    if (index > 0) sizes.forEach((size, column) => (sums[column] += size));
  });
  line("the widget, in one language", ...sums);
}
