#!/usr/bin/env bash
# Run every test; at the end name those that failed, which are hard to find among what thousands of lines say of the others.
set -uo pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift test --skip-build "$@" 2>&1 | tee "$log"
code=${PIPESTATUS[0]}
if [ "$code" != 0 ]; then
  echo
  echo "what failed:"
  grep -aE '^✘|: error: ' "$log" | cut -c1-1500 | head -50
fi
exit "$code"
