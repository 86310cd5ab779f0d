#!/usr/bin/env bash
# Run every test; with `--filter` and `--skip` those that they choose, as for `swift test`.
#
# The end-to-end tests wait more than they work, and a process runs two of them at a time: two processes run them at once, when all
# others are done. At the end those that failed are named, which are hard to find among what thousands of lines say of the others.
set -uo pipefail
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
bundle=$(swift build --show-bin-path)/courantPackageTests.xctest
run() { "$bundle" --testing-library swift-testing "${@:2}" 2>&1 | tee "$logs/$1"; }

code=0
if [ $# -gt 0 ]; then
  run chosen "$@" || code=1
else
  run units --skip '^EndToEndTests\.' || code=1
  run first --filter '^EndToEndTests\.[A-G]' &
  first=$!
  # What runs in the background does not hear of Ctrl-C by itself.
  trap 'pkill -P "$first"; kill "$first"; exit 130' INT TERM
  run second --filter '^EndToEndTests\.' --skip '^EndToEndTests\.[A-G]' || code=1
  wait "$first" || code=1
  echo
  grep -ahE 'Test run with' "$logs"/*
fi
if [ "$code" != 0 ]; then
  echo
  echo "what failed:"
  grep -ahE '✘|: error: |Fatal error' "$logs"/* | cut -c1-1500 | head -50
fi
exit "$code"
