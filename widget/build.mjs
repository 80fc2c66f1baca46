// Builds the script tag and the widget into dist/:
//   dist/porchlight.js           the loader
//   dist/widget/HASH/            page.js, page_bg.wasm, one JSON per language: named after what is in them,
//                                so that browsers may keep them for ever
// and prints what each costs. Needs esbuild and wasm-opt (node_modules/.bin) and wasm-bindgen (.tools/bin).
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const widget = join(root, "widget");
const dist = join(root, "dist");
const env = { ...process.env, PATH: `${root}node_modules/.bin:${root}.tools/bin:${process.env.PATH}` };
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
// Browsers that have constructed stylesheets, `:dir()` and WebAssembly in modules.
const browsers = ["chrome120", "edge120", "firefox121", "safari16.4"];

const run = (command, ...words) => execFileSync(command, words, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
const read = (...path) => readFileSync(join(...path), "utf8");

const out = mkdtempSync(join(tmpdir(), "porchlight-widget-"));
try {
  const { page, wasm } = await glue();
  const languages = locales();
  const module = await bundle(page, [...languages.keys()]);
  const hash = createHash("sha256");
  for (const part of [module, wasm, ...languages.values()]) hash.update(part);
  const folder = `widget/${hash.digest("hex").slice(0, 12)}`;
  const loader = await load(`/${folder}/page.js`);

  rmSync(join(dist, "widget"), { recursive: true, force: true });
  mkdirSync(join(dist, folder), { recursive: true });
  writeFileSync(join(dist, folder, "page.js"), module);
  writeFileSync(join(dist, folder, "page_bg.wasm"), wasm);
  for (const [tag, text] of languages) writeFileSync(join(dist, folder, `${tag}.json`), text);
  writeFileSync(join(dist, "porchlight.js"), loader);

  const rows = [
    ["loader", loader],
    ["page_bg.wasm", wasm],
    ["page.js: glue, panel.html, panel.css", module],
    ["en.json", languages.get("en")],
  ];
  table(rows);
} finally {
  rmSync(out, { recursive: true, force: true });
}

/** The Wasm and what wasm-bindgen writes around it. */
async function glue() {
  // Standard output of wasm-opt may carry a map of names; cargo's is not wanted.
  execFileSync("cargo", ["build", "-q", "-p", "page", "--profile", "page", "--target", "wasm32-unknown-unknown"], {
    cwd: root,
    env,
    stdio: "inherit",
  });
  const raw = join(target, "wasm32-unknown-unknown/page/page.wasm");
  run("wasm-bindgen", raw, "--target", "web", "--no-typescript", "--remove-name-section", "--remove-producers-section", "--out-dir", out, "--out-name", "page");
  const features = ["--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext", "--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"];
  const optimized = join(out, "optimized.wasm");
  run("wasm-opt", join(out, "page_bg.wasm"), "-o", optimized, "-Oz", "--converge", "--strip-debug", "--strip-producers", "--strip-target-features", ...features);
  return { page: shorten(read(out, "page.js"), readFileSync(optimized), optimized, features), wasm: readFileSync(join(out, "short.wasm")) };
}

/** Gives the imports one or two letters instead of forty, in the Wasm and in the glue. */
function shorten(page, _wasm, optimized, features) {
  const map = run("wasm-opt", optimized, "-o", join(out, "short.wasm"), "--minify-imports", ...features).toString();
  let short = page;
  for (const line of map.trim().split("\n")) {
    const [long, name] = line.split(" => ").map((side) => side.split(".").pop().trim());
    if (!long || !name) continue;
    const quoted = long.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    short = short.replace(new RegExp(`(^|[\\s{])${quoted}:`, "m"), `$1${JSON.stringify(name)}:`);
  }
  return short;
}

/** The panel and the sheet as they are sent: without what only people read. */
function markup(text) {
  return text.replace(/<!--[^]*?-->/g, "").replace(/\s+/g, " ").replace(/> </g, "><").replace(/ \/>/g, "/>").trim();
}

async function bundle(page, tags) {
  const parts = {
    name: "parts",
    setup(build) {
      build.onResolve({ filter: /^porchlight:glue$/ }, () => ({ path: "glue", namespace: "glue" }));
      build.onLoad({ filter: /.*/, namespace: "glue" }, () => ({ contents: page, loader: "js" }));
      build.onLoad({ filter: /panel\.html$/ }, ({ path }) => ({ contents: markup(read(path)), loader: "text" }));
      build.onLoad({ filter: /panel\.css$/ }, async ({ path }) => ({ contents: await sheet(path), loader: "text" }));
    },
  };
  const result = await build({
    entryPoints: [join(widget, "page/start.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: browsers,
    define: { LANGUAGES: JSON.stringify(tags) },
    plugins: [parts],
    logLevel: "warning",
  });
  return Buffer.from(result.outputFiles[0].contents);
}

async function load(path) {
  const style = await sheet(join(widget, "loader/launcher.css"));
  const result = await build({
    entryPoints: [join(widget, "loader/loader.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: browsers,
    define: { PAGE: JSON.stringify(path), STYLE: JSON.stringify(style) },
    logLevel: "warning",
  });
  return Buffer.from(result.outputFiles[0].contents);
}

async function sheet(path) {
  const { code } = await transform(read(path), { loader: "css", minify: true, target: browsers });
  return code.trim();
}

/** English first: it is for everybody whose language is not here. */
function locales() {
  const tags = readdirSync(join(widget, "locales")).map((name) => name.replace(/\.json$/, ""));
  tags.sort((a, b) => (b === "en") - (a === "en") || a.localeCompare(b));
  return new Map(tags.map((tag) => [tag, Buffer.from(JSON.stringify(JSON.parse(read(widget, "locales", `${tag}.json`))))]));
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
