#!/usr/bin/env bash
# The figures of docs/reference/performance.md on this machine, one after the other, on SQLite and
# on a PostgreSQL server of our own. Called by `make bench`; nothing else runs it. Leave the machine
# alone meanwhile. `BENCH_ROWS=10000,1000000` chooses the sizes.
set -euo pipefail
cd "$(dirname "$0")/.."

place=$(mktemp -d /tmp/bening-bench.XXXXXX)
chmod 755 "$place"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
tidy() {
    scripts/postgres.sh stop "$place/postgres" || true
    rm -rf "$place"
}
scripts/postgres.sh start "$place/postgres" "$port"
trap tidy EXIT

figures() { cargo bench --locked -p bening --bench figures -- "$@"; }

cargo bench --locked -p bening --bench figures --no-run
echo "== bytes of citizen pages"
figures weight
echo "== start on the demo year"
target=$(cargo metadata --locked --no-deps --format-version 1 |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
"$target/release/bening" demo --only-make --data "$place/demo"
figures start --data "$place/demo"
export BENING_TEST_POSTGRES_URL="postgres://bening@127.0.0.1:$port/postgres"
echo "== applications accepted"
figures accept
echo "== checking the public log"
make .make/go
figures verify --entries 1000000
echo "== estimates from a file"
make .make/peers .make/survey
figures survey --grow 2000000,20000000
echo "== pages as applications grow"
figures scale --rows "${BENCH_ROWS:-10000,1000000}"
