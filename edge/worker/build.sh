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
# With names, for stack traces; outside of what is deployed.
mkdir -p "$root/target/worker"
cp build/index_bg.wasm "$root/target/worker/index_bg.debug.wasm"
wasm-opt --all-features -Os --strip-debug --strip-producers build/index_bg.wasm -o build/index_bg.wasm
