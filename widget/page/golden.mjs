// Compares the widget's own codec with the serde types of `wire`, by the golden files of `edge/wire`: what the
// edge says is read by the codec and written by serde, what the page says is read by serde and written by the
// codec; both must come back as they were. `node widget/page/golden.mjs`
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const golden = join(root, "edge/wire/tests/golden");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const env = { ...process.env, PATH: `${root}.tools/bin:${process.env.PATH}` };

// Which function reads and writes which file, by its folder, or by its name among the bodies.
const frames = { "visitor-hears": ["hears", "frame"], "visitor-says": ["says", "frame"] };
const bodies = { presence: ["hears", "presence"], "presence-more": ["hears", "presence"], visit: ["hears", "visit"], stored: ["hears", "stored"], problem: ["hears", "problem"], say: ["says", "say"], "email-post": ["says", "email"], read: ["says", "read"] };

const out = mkdtempSync(join(tmpdir(), "porchlight-golden-"));
try {
  execFileSync("cargo", ["build", "-q", "-p", "page", "--features", "golden", "--target", "wasm32-unknown-unknown"], { cwd: root, env, stdio: "inherit" });
  const wasm = join(target, "wasm32-unknown-unknown/debug/page.wasm");
  execFileSync("wasm-bindgen", [wasm, "--target", "nodejs", "--no-typescript", "--out-dir", out], { env, stdio: "inherit" });
  const page = createRequire(import.meta.url)(join(out, "page.js"));

  let checked = 0;
  const check = (path, [verb, kind]) => {
    const text = readFileSync(join(golden, path), "utf8");
    const again = page[verb](kind, text);
    assert.ok(again, `${path}: cannot be read`);
    const wanted = JSON.parse(text);
    // Which page a message was written on, and what was answered before, `outbox.ts` knows.
    if (verb === "says") delete wanted.page, delete wanted.answers;
    // And of ratings, `rate.ts`; of files, `files.ts`.
    if (verb === "hears") delete wanted.rating, delete wanted.file, delete wanted.files;
    assert.deepEqual(JSON.parse(again), wanted, `${path}: comes back as another`);
    checked++;
  };
  for (const [folder, how] of Object.entries(frames)) {
    for (const name of readdirSync(join(golden, folder))) check(join(folder, name), how);
  }
  for (const [name, how] of Object.entries(bodies)) check(join("http", `${name}.json`), how);
  // V8: what a later edge may say.
  const visit = JSON.parse(readFileSync(join(golden, "http/visit.json"), "utf8"));
  const later = { ...visit, mode: "later", state: "later", later: { is: 1 } };
  later.messages = visit.messages.map((message) => ({ ...message, author: { kind: "later" } }));
  const read = JSON.parse(page.hears("visit", JSON.stringify(later)));
  assert.deepEqual([read.mode, read.state, read.messages.length], ["messaging", "open", visit.messages.length]);
  assert.ok(read.messages.every((message) => message.author.kind === "site"));
  assert.equal(page.hears("frame", '{"type":"later"}') ?? null, null);
  assert.ok(checked >= 20, `only ${checked} files were found`);
  console.log(`The widget's codec agrees with wire on ${checked} golden files.`);
} finally {
  rmSync(out, { recursive: true, force: true });
}
