#!/usr/bin/env bash
# Checks that man shows the manual pages in 80 columns without a complaint, as lintian does.
#     config/check-man.sh FOLDER
set -euo pipefail
folder="${1:?usage: config/check-man.sh FOLDER}"
failed=0
for page in "$folder"/*.[0-9]; do
  complaints="$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)" || failed=1
  [ -z "$complaints" ] || { printf '%s: %s\n' "$page" "$complaints" >&2; failed=1; }
done
exit "$failed"
