#!/usr/bin/env bash
# Run every test; with `--filter` and `--skip` those that they choose, as for `swift test`.
#
# The end-to-end tests wait more than they work, and a process runs two of them at a time: two processes run them at once, when all
# others are done. At the end those that failed are named, which are hard to find among what thousands of lines say of the others.
set -uo pipefail
logs=$(mktemp -d)
sessions=()
# Whatever a test started and did not stop ends with it. A test that crashed leaves its daemons running.
stop() { for session in "${sessions[@]}"; do pkill -KILL --session "$session"; done; }
trap 'stop; rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM
bundle=$(swift build --show-bin-path)/courantPackageTests.xctest

# Start the tests that the arguments choose, in a session of their own, with a limit of time. What they print goes to a file and not to
# a pipe: a daemon that is left would hold the pipe open, and whoever reads it would wait for ever.
start() {
  local name=$1
  shift
  # Before it is written to by one and read by another, whoever is first.
  : > "$logs/$name"
  setsid timeout --kill-after=10 "${COURANT_TEST_LIMIT:-2400}" "$bundle" --testing-library swift-testing "$@" > "$logs/$name" 2>&1 < /dev/null &
  sessions+=($!)
  tail --follow --lines=+1 --sleep-interval=0.2 --pid=$! "$logs/$name" &
}

# Wait for what was started, and note how each ended.
finish() {
  local status
  for session in "${sessions[@]}"; do
    wait "$session"
    status=$?
    [ $status = 0 ] && continue
    code=1
    case $status in
      1) ;;
      124 | 137) endings+=("tests were stopped: they had run for ${COURANT_TEST_LIMIT:-2400} s, or something killed them") ;;
      *) endings+=("tests ended with status $status: the process that ran them crashed; look for \"Crash\" or \"Fatal error\" above") ;;
    esac
  done
  wait
  stop
  sessions=()
}

code=0
endings=()
if [ $# -gt 0 ]; then
  start chosen "$@"
  finish
else
  start units --skip '^EndToEndTests\.'
  finish
  start first --filter '^EndToEndTests\.[A-G]'
  start second --filter '^EndToEndTests\.' --skip '^EndToEndTests\.[A-G]'
  finish
  echo
  grep -ahE 'Test run with' "$logs"/*
fi
if [ "$code" != 0 ]; then
  echo
  echo "what failed:"
  for ending in "${endings[@]}"; do echo "$ending"; done
  grep -ahE '✘|: error: |Fatal error|Crash|^Assertion failed' "$logs"/* | cut -c1-1500 | head -50
  # Of a process that crashed or was stopped: the tests that have begun and not ended, and what was printed last.
  for log in "$logs"/*; do
    grep -aq 'Test run with' "$log" && continue
    echo "these had begun and not ended:"
    comm -23 <(sed -nE 's/^.*◇ (Test .*) started\.$/\1/p' "$log" | grep -avE '^Test (case|run$)' | sort -u) \
      <(sed -nE 's/^.*(✔|✘) (Test .*) (passed|failed) after.*$/\2/p' "$log" | sed -E 's/ with [0-9]+ test cases?$//' | sort -u)
    tail -n 60 "$log"
  done
fi
exit "$code"
