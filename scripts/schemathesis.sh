#!/usr/bin/env bash
# Serves a small city and asks its API everything that its document allows: no 5xx, no answer
# outside the document. Then reads its Open311 door with a program that is not ours.
set -euo pipefail
cd "$(dirname "$0")/.."

binary=target/debug/bening
[ -x "$binary" ] || cargo build --locked -p bening
data=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$binary" demo --only-make --applications 600 --until 2026-11-20 --data "$data/city"
export BENING_FORMS_PER_MINUTE=1000000 BENING_LOG=error
: >"$data/said" # there before anyone looks
"$binary" demo --data "$data/city" --listen "127.0.0.1:$port" >"$data/said" &
server=$!
trap 'kill $server 2>/dev/null || true; rm -rf "$data"' EXIT
# The line is there once the server listens; tail then ends by a broken pipe, which is no fault.
(set +o pipefail; tail --pid=$server -n +1 -f "$data/said" | grep --quiet --max-count=1 '^Bening: ')
token=$(python3 scripts/demo-token.py "http://127.0.0.1:$port" petugas)
ask() {
    .make/venv/bin/schemathesis run "http://127.0.0.1:$port/api/openapi.json" \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
        --max-examples "${EXAMPLES:-25}" --seed 1 --workers 1 --no-color \
        --header "Authorization: Bearer $token" "$@"
}
# Ending the session is asked last, or the officers' operations would be asked without one.
ask --exclude-method DELETE
ask --include-method DELETE
.make/venv/bin/python scripts/read-open311.py "http://127.0.0.1:$port" 2026-11-20
