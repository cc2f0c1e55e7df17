#!/usr/bin/env bash
# A PostgreSQL of our own: own data folder, unix socket only, gone afterwards.
#   postgres.sh start FOLDER   makes FOLDER and a server in it, prints its DATABASE_URL
#   postgres.sh stop FOLDER    ends the server and removes FOLDER
#   postgres.sh with COMMAND   runs COMMAND with DATABASE_URL set, then stops (DURABLE=1 keeps fsync, for benchmarks)
set -euo pipefail

bin="$(command -v pg_ctl >/dev/null && command -v initdb >/dev/null && dirname "$(readlink -f "$(command -v pg_ctl)")" || true)"
[ -n "$bin" ] || bin="$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1 || true)"
[ -n "$bin" ] || { echo "PostgreSQL is not installed" >&2; exit 1; }

# The server refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start() {
    local folder="$1" options="-c listen_addresses= -c unix_socket_directories=$1 -c max_connections=60"
    [ -n "${DURABLE:-}" ] || options+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off -c join_collapse_limit=1 -c from_collapse_limit=1 -c autovacuum=off -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=4GB -c checkpoint_timeout=1d -c max_parallel_workers_per_gather=0"
    mkdir -p "$folder"
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    as_owner "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder.log"
    as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -o "$options" -w -t 60 start >>"$folder.log"
    echo "postgres://postgres@/postgres?host=$folder"
}

stop() {
    as_owner "$bin/pg_ctl" -D "$1/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$1" "$1.log"
}

case "${1:-}" in
    start) start "$2" ;;
    stop) stop "$2" ;;
    with)
        shift
        folder="$(mktemp -d -u "${TMPDIR:-/tmp}/pg.XXXXXX")"
        trap 'stop "$folder"' EXIT
        DATABASE_URL="$(start "$folder")"
        export DATABASE_URL
        "$@"
        ;;
    *) sed -n '2,6s/^# //p' "$0" >&2; exit 2 ;;
esac
