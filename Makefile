# Two commands do all the set-up on a fresh Debian machine with Rust:
#   make demo   installs what it needs, builds, makes a synthetic city, serves it
#   make test   installs what it needs, runs everything
SHELL := /bin/bash
DATA ?= bening-data
LISTEN ?= 127.0.0.1:8080
EVENTS ?= 1000000 10000000

.PHONY: demo test check bench mining-race evaluate reference routes clean

demo: .make/compiler
	cargo build --release --locked -p bening
	./target/release/bening demo --data $(DATA) --listen $(LISTEN)

test: .make/compiler .make/services .make/schemathesis .make/axe .make/verify-log .make/survey .make/mining \
		.make/open-data
	scripts/test.sh

# Quick check without browser, PostgreSQL and schemathesis.
check: .make/compiler
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo test --workspace --locked --lib

bench: .make/compiler .make/services
	scripts/bench.sh

# Hundreds of synthetic cities; its results are written down with their seeds.
evaluate: .make/compiler
	cargo run --release --locked -p simulation --example evaluate > docs/reference/evaluation.next
	printf "\n## Signals\n\n" >> docs/reference/evaluation.next
	cargo run --release --locked -p bening -- signals evaluate --seeds 1..200 >> docs/reference/evaluation.next
	printf "\n## Trials\n\n" >> docs/reference/evaluation.next
	cargo run --release --locked -p estimation --example trials >> docs/reference/evaluation.next
	printf "\n## Marks of decisions\n\n" >> docs/reference/evaluation.next
	cargo run --release --locked -p estimation --example impact >> docs/reference/evaluation.next
	printf "\n## Campaigns\n\n" >> docs/reference/evaluation.next
	cargo run --release --locked -p estimation --example outreach >> docs/reference/evaluation.next
	printf "\n## Frontiers\n\n" >> docs/reference/evaluation.next
	cargo run --release --locked -p allocation --example frontier >> docs/reference/evaluation.next
	printf "\n## What if\n\n" >> docs/reference/evaluation.next
	cargo run --release --locked -p bening -- process evaluate --seeds 101..200 >> docs/reference/evaluation.next
	printf "\n## Staffing\n\n" >> docs/reference/evaluation.next
	cargo run --release --locked -p mining --example staffing >> docs/reference/evaluation.next
	mv docs/reference/evaluation.next docs/reference/evaluation.md

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
	scripts/install.sh cc=build-essential make=build-essential
	@touch $@

.make/services:
	@mkdir -p .make
	scripts/install.sh chromium=chromium chromedriver=chromium-driver \
		'file:/usr/lib/postgresql/*/bin/initdb=postgresql' psql=postgresql-client \
		python3=python3 'file:/usr/lib/python3*/ensurepip=python3-venv' npm=npm \
		mkfs.xfs=xfsprogs xfs_io=xfsprogs
	@touch $@

# Go, and its own code for transparency logs, for the verifier that is not ours.
.make/go:
	@mkdir -p .make
	scripts/install.sh go=golang-go \
		file:/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog=golang-golang-x-mod-dev
	@touch $@

# R and its package for survey samples, which our estimates must agree with.
.make/survey:
	@mkdir -p .make
	scripts/install.sh Rscript=r-base-core file:/usr/lib/R/site-library/survey=r-cran-survey
	@touch $@

# What estimates are raced against.
.make/peers: .make/services scripts/survey-race/requirements.txt
	python3 -m venv .make/peers
	.make/peers/bin/pip install --quiet --requirement scripts/survey-race/requirements.txt

# PM4Py, which our event logs must agree with, and the loaders that they are raced against.
.make/mining: .make/services scripts/mining-race/requirements.txt
	python3 -m venv .make/mining
	.make/mining/bin/pip install --quiet --requirement scripts/mining-race/requirements.txt
	@touch $@

# What outsiders would check our open data with.
.make/open-data: .make/services scripts/open-data-check/requirements.txt
	python3 -m venv .make/open-data
	.make/open-data/bin/pip install --quiet --requirement scripts/open-data-check/requirements.txt
	@touch $@

# Event logs against PM4Py, rustxes and r4pm; EVENTS chooses the sizes.
mining-race: .make/compiler .make/mining
	cargo build --release --locked -p mining --example race
	.make/mining/bin/python scripts/mining-race/race.py target/release/examples/race $(EVENTS)

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
