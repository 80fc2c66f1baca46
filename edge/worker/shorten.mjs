// Short names between the Wasm and its glue: each byte of the Worker counts. `build.sh` calls it before wasm-opt,
// which writes imports in a form of its own.
import { readFileSync, writeFileSync } from "node:fs";
import { shortenImports } from "../../widget/shorten.mjs";

const at = (name) => new URL(`build/${name}`, import.meta.url);
const { glue, wasm } = shortenImports(readFileSync(at("index.js"), "utf8"), readFileSync(at("index_bg.wasm")));
writeFileSync(at("index.js"), glue);
writeFileSync(at("index_bg.wasm"), wasm);
