# Two commands do all the set-up on a fresh Debian machine with Rust:
#   make demo   installs what it needs, builds, makes a synthetic city, serves it
#   make test   installs what it needs, runs everything
SHELL := /bin/bash
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
DATA ?= bening-data
LISTEN ?= 127.0.0.1:8080

.PHONY: demo test check bench reference routes clean

demo: .make/compiler
	cargo build --release --locked -p bening
	./target/release/bening demo --data $(DATA) --listen $(LISTEN)

test: .make/compiler .make/services .make/schemathesis .make/axe .make/verify-log .make/survey
	scripts/test.sh

# Quick check without browser, PostgreSQL and schemathesis.
check: .make/compiler
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo test --workspace --locked --lib

bench: .make/compiler .make/services
	scripts/bench.sh

# The generated reference pages and the snapshot of the API.
reference:
	cargo run --locked -p bening -- reference docs/reference

# The table of routes and roles; read the difference before you keep it.
routes:
	BENING_BLESS=1 cargo test --locked -p bening --test it roles

clean:
	rm -rf target .make $(DATA)

.make/compiler:
	@mkdir -p .make
	command -v cc >/dev/null && command -v make >/dev/null || \
		{ $(SUDO) apt-get update && $(SUDO) apt-get install -y --no-install-recommends build-essential; }
	@touch $@

.make/services:
	@mkdir -p .make
	{ command -v chromium && command -v chromedriver && ls /usr/lib/postgresql/*/bin/initdb && \
		command -v python3 && python3 -c 'import venv, ensurepip' && command -v npm && \
		command -v mkfs.xfs && command -v xfs_io; } >/dev/null 2>&1 || \
		{ $(SUDO) apt-get update && $(SUDO) apt-get install -y --no-install-recommends \
			chromium chromium-driver postgresql postgresql-client python3 python3-venv npm xfsprogs; }
	@touch $@

# Go, and its own code for transparency logs, for the verifier that is not ours.
.make/go:
	@mkdir -p .make
	{ command -v go && ls /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog; } >/dev/null 2>&1 || \
		{ $(SUDO) apt-get update && $(SUDO) apt-get install -y --no-install-recommends \
			golang-go golang-golang-x-mod-dev; }
	@touch $@

# R and its package for survey samples, which our estimates must agree with.
.make/survey:
	@mkdir -p .make
	Rscript -e 'library(survey)' >/dev/null 2>&1 || \
		{ $(SUDO) apt-get update && $(SUDO) apt-get install -y --no-install-recommends r-cran-survey; }
	@touch $@

.make/verify-log: .make/go $(wildcard scripts/verify-log/*)
	scripts/verify-log/build.sh $@

.make/schemathesis: .make/services scripts/requirements.txt
	python3 -m venv .make/venv
	.make/venv/bin/pip install --quiet --requirement scripts/requirements.txt
	@touch $@

.make/axe: .make/services scripts/package.json
	mkdir -p .make/node && cp scripts/package.json .make/node/
	cd .make/node && npm install --no-audit --no-fund --ignore-scripts --silent
	@touch $@
