#!/usr/bin/env bash
# A PostgreSQL server of our own for the tests: `postgres.sh start FOLDER PORT`, `... stop FOLDER`;
# `... crash FOLDER` ends it without tidying up and `... again FOLDER` starts it once more.
# It keeps fsync on, because the tests kill the server that writes to it.
set -euo pipefail

folder=$(readlink -m "$2")
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
# initdb refuses root, so root hands the work to the account that the package made.
as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

case "$1" in
start)
    rm -rf "$folder"
    mkdir -p "$folder"
    if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
    as_owner "$bin/initdb" --pgdata "$folder/data" --username bening --auth trust --encoding UTF8 >/dev/null
    as_owner "$bin/pg_ctl" --pgdata "$folder/data" --wait --log "$folder/log" \
        --options "-p $3 -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200" start >/dev/null
    ;;
stop)
    as_owner "$bin/pg_ctl" --pgdata "$folder/data" --mode fast stop >/dev/null
    ;;
crash)
    as_owner "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate stop >/dev/null
    ;;
again)
    as_owner "$bin/pg_ctl" --pgdata "$folder/data" --wait --log "$folder/log" restart >/dev/null
    ;;
*)
    echo "usage: postgres.sh start FOLDER PORT | stop FOLDER | crash FOLDER | again FOLDER" >&2
    exit 2
    ;;
esac
