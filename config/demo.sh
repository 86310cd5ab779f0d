#!/usr/bin/env bash
# Runs the whole on the documents of seeds/ in a temporary folder, shows facts as they arrive and then the state of some keys,
# and stops everything that it started.
#   demo.sh BIN     BIN is the folder of courantd and courant
set -euo pipefail

bin=$1
seeds=$(cd "$(dirname "$0")/../seeds" && pwd)
work=$(mktemp -d /tmp/courant-demo.XXXXXX)
export COURANT_RUNTIME=$work/run
# Nobody is there to leave a pager.
export PAGER=cat
daemon=
watcher=

finish() {
  status=$?
  trap - EXIT INT TERM
  [ -z "$watcher" ] || kill "$watcher" 2>/dev/null || true
  if [ -n "$daemon" ]; then
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
  fi
  if [ "$status" -ne 0 ] && [ -f "$work/courantd.log" ]; then tail -n 20 "$work/courantd.log" >&2; fi
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' plain=$'\e[0m'; else bold= plain=; fi
say() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }

# Waits for a command to succeed, 30 seconds at most.
until_true() {
  for _ in $(seq 300); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    kill -0 "$daemon" 2>/dev/null || { echo "demo: courantd ended" >&2; return 1; }
    sleep 0.1
  done
  echo "demo: waited in vain for: $*" >&2
  return 1
}

mkdir "$work/inbox"
say "1. courantd run: intake, aggregator, and a worker for each core"
"$bin/courantd" run --state "$work/state" --watch "$work/inbox" --log-level warning 2>"$work/courantd.log" &
daemon=$!
until_true "$bin/courant" status
"$bin/courant" status | grep -E '^(intake|aggregator)'

say "2. courant watch, while the documents of seeds/ come into the watched folder"
"$bin/courant" watch --since 0 &
watcher=$!
documents=("$seeds"/*.txt)
cp "${documents[@]}" "$work/inbox/"
all_known() {
  [ "$("$bin/courant" status --json | sed -n 's/.*"role":"aggregator".*"documents":\([0-9]*\).*/\1/p')" = ${#documents[@]} ]
}
until_true all_known
# The watcher has seen the last event once it has written as much as there is.
sleep 1
kill "$watcher" 2>/dev/null || true
wait "$watcher" 2>/dev/null || true
watcher=

say "3. courant get reykjavik/population: two documents state the same"
"$bin/courant" get reykjavik/population
say "4. courant get mount-everest/height: two documents dispute each other"
"$bin/courant" get mount-everest/height
say "5. courant history mount-everest/height: who said what, in the order of the journal"
"$bin/courant" history mount-everest/height
say "6. courant get russia/export: a list, one fact a member"
"$bin/courant" get russia/export
say "7. one fact as it is published"
"$bin/courant" watch trade-volume/ --since 0 --once --json
say "That was all. Everything is stopped, and the temporary folder is gone."
