# Porchlight: `make dev` runs it on this machine, `make test` proves it. Both set up what they need.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
SHELL := /bin/sh

RUST := 1.95.0
export PORCHLIGHT_NIGHTLY := nightly-2026-05-20
WORKER_BUILD := 0.8.7
WASM_BINDGEN := 0.2.130
GECKODRIVER := 0.37.1

# Our tools before the machine's: wrangler needs a newer Node than many machines have.
export PATH := $(CURDIR)/node_modules/.bin:$(CURDIR)/.tools/bin:$(PATH)
export PORT ?= 8787
export STATE ?= $(CURDIR)/.state
# Nothing of ours asks a host outside while it is built or tested.
export WRANGLER_SEND_METRICS := false
# A failed test says in its first line what is wrong.
export RUST_BACKTRACE := 0

say = @printf '\033[1m%s\033[0m\n' "$(1)"

# --- What everything is made of -------------------------------------------------------------------------
rust_of = $(shell find $(1) -name '*.rs' -o -name Cargo.toml -o -name '*.sql' -o -path '*/src/*.js' 2>/dev/null)
cargo := Cargo.toml Cargo.lock rust-toolchain.toml
wire := $(call rust_of,edge/wire)
paint := $(call rust_of,edge/paint)
worker_sources := $(cargo) $(wire) $(paint) $(call rust_of,edge/desk edge/worker) $(wildcard edge/worker/nightly/*) edge/worker/build.sh package-lock.json
widget_sources := $(cargo) $(wire) $(shell find widget -type f 2>/dev/null)
# Its previews are made of the widget's own modules, sheets and texts.
console_sources := $(cargo) $(wire) $(paint) $(shell find www -type f -not -path 'www/pictures/*' 2>/dev/null) $(shell find widget -type f -not -name '*.rs' 2>/dev/null)

rust := .tools/rust-$(RUST)-$(PORCHLIGHT_NIGHTLY)
npm := node_modules/.package-lock.json
bindgen := .tools/wasm-bindgen-$(WASM_BINDGEN)
worker_build := .tools/worker-build-$(WORKER_BUILD)
geckodriver := .tools/geckodriver-$(GECKODRIVER)
worker := edge/worker/build/index.js
widget := dist/porchlight.js
console := dist/console/index.html
hours := $(or $(CARGO_TARGET_DIR),target)/debug/examples/hours

.PHONY: help setup build dev test check unit sim sizes e2e api browser smoke fuzz faults storm mutants prove bench shots deploy pushkey wrangler clean

help: ## Shows this list.
	@grep -E '^[a-z0-9]+:.*##' Makefile | sed -E 's/^([a-z0-9]+):.*## /  make \1\t/' | expand -t 16

# --- Setting up: each step once -------------------------------------------------------------------------
setup: $(rust) $(npm) $(bindgen) $(worker_build) ## Fetches and builds the tools (about 6 minutes, once).

$(rust):
	$(call say,[1/7] Rust $(RUST) and $(PORCHLIGHT_NIGHTLY) by rustup (once: about 1 minute))
	@command -v rustup >/dev/null || { echo "Porchlight is built with Rust by rustup: https://rustup.rs"; exit 1; }
	rustup toolchain install $(RUST) --profile minimal -c clippy -c rustfmt -t wasm32-unknown-unknown --no-self-update
	rustup toolchain install $(PORCHLIGHT_NIGHTLY) --profile minimal -c rust-src -t wasm32-unknown-unknown --no-self-update
	@mkdir -p .tools && touch $@

$(npm): package.json package-lock.json
	$(call say,[2/7] wrangler and esbuild and binaryen and Node from npm (once: about 1 minute))
	@command -v npm >/dev/null || { echo "Porchlight needs Node 20 or newer with npm."; exit 1; }
	@# Not `npm ci`: it refuses a lock file without an entry for every platform, and workerd is not on npm for all.
	npm install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

# Debug builds: they run for seconds, and building them takes a third of the time.
$(bindgen): $(rust)
	$(call say,[3/7] wasm-bindgen $(WASM_BINDGEN) from crates.io (once: about 2 minutes))
	cargo install wasm-bindgen-cli --version $(WASM_BINDGEN) --debug --force --root .tools --target-dir target/tools
	@touch $@

$(worker_build): $(bindgen)
	$(call say,[4/7] worker-build $(WORKER_BUILD) from crates.io (once: about 2 minutes))
	cargo install worker-build --version $(WORKER_BUILD) --locked --debug --force --root .tools --target-dir target/tools
	@touch $@

# Not among the steps of `setup`: only `make firefox` needs it.
$(geckodriver): $(rust)
	$(call say,geckodriver $(GECKODRIVER) from crates.io (once: about 1 minute))
	cargo install geckodriver --version $(GECKODRIVER) --locked --debug --force --root .tools --target-dir target/tools
	@touch $@

# --- Building -------------------------------------------------------------------------------------------
build: $(worker) $(widget) $(console) ## Builds the Worker, the widget and the console.

$(worker): $(worker_sources) | setup
	$(call say,[5/7] The Worker: about 2 minutes the first time)
	edge/worker/build.sh
	@touch $@

$(widget): $(widget_sources) | setup
	$(call say,[6/7] The widget: about 1 minute the first time)
	node widget/build.mjs
	@touch $@

$(console): $(console_sources) | setup
	$(call say,[7/7] The console: about 3 minutes the first time)
	node www/build.mjs
	@touch $@

# --- Running --------------------------------------------------------------------------------------------
dev: build ## Runs Porchlight on this machine (PORT=8787, STATE=.state).
	@node edge/worker/dev.mjs

deploy: build ## Deploys with wrangler; the README says what it needs.
	wrangler deploy --config edge/worker/wrangler.toml

# 32 bytes of a P-256 key; its public half follows from it.
pushkey: ## Prints a new key for web push: make wrangler ARGS="secret put VAPID_PRIVATE_KEY".
	@node -e 'console.log(require("crypto").generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }).d)'

wrangler: setup ## Runs the pinned wrangler: make wrangler ARGS="secret put OPERATOR_KEY".
	wrangler $(ARGS) --config edge/worker/wrangler.toml

# --- Proving --------------------------------------------------------------------------------------------
test: build check unit sizes e2e ## Passes every test (`make check unit sizes e2e` one by one).

check: $(rust) $(npm) ## Formatting, lints, types, tidiness.
	cargo fmt --all --check
	cargo clippy --all-targets -- -D warnings
	cargo clippy -p edge -p page -p console --target wasm32-unknown-unknown -- -D warnings
	tsc -p widget
	cargo test -q -p tests --test tidy

unit: setup .tools/python ## Unit and property tests of the pure crates; hours against an oracle.
	cargo test -q -p wire --all-features
	cargo test -q -p desk -p visit -p console -p sim
	cargo build -q -p desk --example hours
	python3 edge/desk/tests/hours.py $(hours)
	node widget/page/golden.mjs
	node widget/page/more/more.test.mjs
	node edge/worker/src/lobby/guest.test.mjs

prove: setup .tools/python ## The long runs: 100,000 random histories, a million instants, 100 kills, each planted bug, more browsers (65 minutes).
	PROPTEST_CASES=100000 cargo test -p desk --test worlds
	cargo build -q -p desk --example hours
	python3 edge/desk/tests/hours.py $(hours) --all
	$(MAKE) fuzz faults mutants browsers

fuzz: build ## Broken mails, FUZZ=100000 of them: none is a 500, none spoils anything (5 minutes).
	FUZZ=$${FUZZ:-100000} cargo test -p tests --test api -- --nocapture m8_bad_bytes

sim: $(rust) ## The simulation with its faults: make sim SEEDS=1000000.
	@cargo run -q -p sim -- $(or $(SEEDS),10000)

sizes: build ## The budgets: bytes of everything that is sent, as a table.
	node tests/sizes.mjs

e2e: api smoke browser ## Every test through a door: HTTP, sockets, a browser.

api: build .tools/python ## HTTP and sockets against the real Worker in workerd, kill -9 among them.
	cargo test -p tests --test api --test faults -- --test-threads=4

faults: build ## The delivery contract in full: KILLS=100 MESSAGES=20000, then 2,000 pages over a restart.
	KILLS=$${KILLS:-100} MESSAGES=$${MESSAGES:-20000} cargo test -p tests --test faults -- --nocapture kill_9_under_load
	$(MAKE) storm

storm: build ## A restart under PAGES=2000 open pages, with the curve of their return.
	PAGES=$${PAGES:-2000} cargo test -p tests --test faults -- --nocapture all_pages_are_back

mutants: build ## Plants bugs into the edge and the clients, and shows which test turns red.
	cargo run -q -p tests --bin mutants

smoke: build ## The same under wrangler dev: assets, cache, mail.
	cargo test -p tests --test smoke

browser: build .tools/chromium ## The real widget and console in Chromium.
	cargo test -p tests --test browser -- --test-threads=2

browsers: firefox webkit ## The same in Firefox and in WebKitGTK (15 minutes); tests/browser/skipped says what is left out.

firefox: build .tools/firefox $(geckodriver) ## In Firefox alone.
	tests/browsers.sh firefox

webkit: build .tools/webkit ## In WebKitGTK alone.
	tests/browsers.sh webkit

.tools/chromium .tools/firefox .tools/webkit .tools/python:
	@tests/$(@F).sh
	@mkdir -p .tools && touch $@

bench: build .tools/chromium ## Rates and latencies beside bare workerd, as ratios; what the tag does to a page.
	cargo run -q -p tests --release --bin bench

shots: build .tools/chromium ## Takes the README's pictures, and one of every view to be looked at (target/views).
	cargo run -q -p tests --bin shots

clean: ## Removes what was built; keeps the tools.
	rm -rf dist edge/worker/build target
