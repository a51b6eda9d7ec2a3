# The project's commands. Owns which steps there are and in which order; what a
# step does lies in tools/ and tests/. Set-up happens by itself, and only once.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

include tools/versions.mk

PORT ?= 8080
TOOLS := $(or $(OPENCLUTCH_TOOLS),$(HOME)/.cache/openclutch)
BINDGEN_VERSION := $(shell tools/wasm-bindgen-version.sh)
export PATH := $(TOOLS)/trunk-$(TRUNK_VERSION)/bin:$(TOOLS)/wasm-bindgen-$(BINDGEN_VERSION)/bin:$(TOOLS)/wasm-split-$(WASM_SPLIT_VERSION)/bin:$(CURDIR)/node_modules/.bin:$(PATH)

# Looked up when a recipe runs, since set-up may have installed them just before.
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
CHROMEDRIVER ?= $(shell command -v chromedriver)
BROWSER = CHROMIUM="$(CHROMIUM)" CHROMEDRIVER="$(CHROMEDRIVER)"

# Trunk finds its tools on PATH in the right versions and needs no network.
# It refuses NO_COLOR=1, hence env. Its wasm-bindgen is ours, which cuts the
# program into parts and then calls the real one.
TRUNK = env -u NO_COLOR WASM_BINDGEN="$$(command -v wasm-bindgen)" PATH="$(CURDIR)/tools/path:$$PATH" trunk --skip-version-check
WASM := --target wasm32-unknown-unknown
say = @printf '\n== %s\n'

.PHONY: help
help: ## this list
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

.PHONY: serve
serve: setup ## build, serve at http://127.0.0.1:8080, build again on change
	@node tools/port-free.mjs $(PORT)
	$(say) 'building; the first time takes some minutes'
	@OPENCLUTCH_ADDRESS=http://127.0.0.1:$(PORT) \
	$(TRUNK) --log warn serve --offline --port $(PORT) --dist target/serve

.PHONY: test
test: lint test-native test-views test-e2e ## everything: format, lints, tests in and out of the browser, budget
	$(say) 'all of make test passed'

.PHONY: lint
lint: setup ## formatting, licences, clippy with warnings as errors, native and wasm32, and the guide
	$(say) 'formatting'
	@cargo fmt --check
	$(say) 'licences'
	@node tools/licences.mjs --check
	$(say) 'clippy, native'
	@cargo clippy --locked --all-targets -- -D warnings
	$(say) 'clippy, wasm32'
	@cargo clippy --locked --all-targets --features parts $(WASM) -- -D warnings
	$(say) 'guide for contributors'
	@node tools/guide.mjs

.PHONY: test-native
test-native: setup ## tests that need no browser
	$(say) 'native tests'
	@cargo test --locked

.PHONY: test-views
test-views: setup browser ## views mounted and clicked in Chromium
	$(say) 'view tests in Chromium'
	@# The runner would give all stories together 20 s, which a busy machine does not keep.
	@$(BROWSER) WASM_BINDGEN_TEST_TIMEOUT=240 WASM_BINDGEN_TEST_WEBDRIVER_JSON=$(CURDIR)/tools/webdriver.json \
	CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
	cargo test --locked $(WASM) --test views

.PHONY: test-e2e
test-e2e: dist budget browser ## the built bundle against a real gateway
	$(say) 'a gateway for the tests'
	@tests/lab/install.sh
	$(say) 'end-to-end tests'
	@$(BROWSER) playwright test -c tests/e2e/playwright.config.mjs

.PHONY: pictures
pictures: dist browser ## pictures of every view in every state, to look at, in target/pictures/
	@tests/lab/install.sh
	@$(BROWSER) node tools/pictures.mjs $(OF)

.PHONY: pictures-renew
pictures-renew: dist browser ## the pictures that the tests compare with, made anew
	@$(BROWSER) playwright test -c tests/e2e/playwright.config.mjs pictures.spec -u all

.PHONY: dist
dist: setup ## the release bundle, in dist/, with compressed copies, and its sizes
	$(say) 'release bundle'
	@$(TRUNK) --log warn build --release --offline --dist dist
	@node tools/licences.mjs --into dist
	@node tools/compress.mjs dist
	@node tools/sizes.mjs

.PHONY: budget
budget: dist
	$(say) 'budget of the first load'
	@node tools/sizes.mjs --check

.PHONY: bench
bench: dist browser ## sizes, what is promised about speed beside pages written by hand, and what long lists and large things cost
	$(say) 'a real gateway with 1,000 sessions, and fake ones'
	@tests/lab/install.sh
	$(say) 'measured in Chromium'
	@$(BROWSER) node tools/bench.mjs

.PHONY: fmt
fmt: setup ## format the sources
	@cargo fmt

.PHONY: licences
licences: setup ## write LICENCES.md, whose work is in the bundle and on what terms
	@node tools/licences.mjs

.PHONY: clean
clean: ## remove what was built here; the tools stay
	@rm -rf target dist test-results playwright-report

.PHONY: setup
setup:
	@tools/setup.sh build

.PHONY: browser
browser:
	@$(BROWSER) tools/setup.sh browser
