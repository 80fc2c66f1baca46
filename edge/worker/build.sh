#!/bin/sh
# Builds the Worker into edge/worker/build: worker-build on a pinned nightly, so that a panic unwinds and
# costs one request instead of the isolate; then the names are stripped, which worker-build cannot.
set -eu
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
PATH="$root/edge/worker/nightly:$root/node_modules/.bin:$PATH"
export PATH
export WASM_BINDGEN_BIN="$root/.tools/bin/wasm-bindgen"
export WASM_OPT_BIN="$root/node_modules/.bin/wasm-opt"
export ESBUILD_BIN="$root/node_modules/.bin/esbuild"
# The standard library is built with it, for size.
export CARGO_UNSTABLE_BUILD_STD_FEATURES=panic-unwind,optimize_for_size
"$root/.tools/bin/worker-build" --release --panic-unwind
# What is written in JavaScript stands beside it.
esbuild src/main.js --bundle --minify --format=esm --external:./index_bg.wasm --external:'cloudflare:*' \
  --outfile=build/index.js --allow-overwrite --log-level=warning
# With names, for stack traces; outside of what is deployed.
mkdir -p "$root/target/worker"
cp build/index_bg.wasm "$root/target/worker/index_bg.debug.wasm"
node shorten.mjs
# Nothing lies below address 1024: the stack comes first, and grows towards it.
wasm-opt --all-features --gufa-optimizing -Os --low-memory-unused --strip-debug --strip-producers build/index_bg.wasm -o build/index_bg.wasm
