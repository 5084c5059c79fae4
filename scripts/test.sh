#!/usr/bin/env bash
# Everything: format, lints, tests on SQLite and PostgreSQL, browser flows, the API against its own
# document. Called by `make test`, which installs what it needs.
set -euo pipefail
cd "$(dirname "$0")/.."

# The server's account cannot enter a home folder, so the database lies in the temporary folder.
postgres=$(mktemp -d /tmp/bening-postgres.XXXXXX)
chmod 755 "$postgres"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
driver_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
tidy() {
    [ -z "${driver:-}" ] || kill "$driver" 2>/dev/null || true
    scripts/postgres.sh stop "$postgres/server" || true
    rm -rf "$postgres"
}

echo "== format and lints"
cargo fmt --all --check
cargo clippy --workspace --all-targets --locked -- -D warnings

echo "== tests on SQLite and PostgreSQL, and in the browser"
scripts/postgres.sh start "$postgres/server" "$port"
trap tidy EXIT
chromedriver --port="$driver_port" --silent &
driver=$!
export BENING_TEST_POSTGRES_URL="postgres://bening@127.0.0.1:$port/postgres"
export BENING_TEST_WEBDRIVER="http://127.0.0.1:$driver_port"
export BENING_TEST_AXE="$PWD/.make/node/node_modules/axe-core/axe.min.js"
export BENING_TEST_R=1
export BENING_TEST_PM4PY="$PWD/.make/mining/bin/python"
export BENING_TEST_OPEN_DATA="$PWD/.make/open-data/bin/python"
export BENING_TEST_VERIFY_LOG="$PWD/.make/verify-log"
cargo test --workspace --locked

echo "== the API against its own document"
scripts/schemathesis.sh
