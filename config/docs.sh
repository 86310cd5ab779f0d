#!/usr/bin/env bash
# Writes the table of options into docs/configuration.md, as courantd itself has them.
#     config/docs.sh FOLDER-OF-THE-PROGRAMS
set -euo pipefail
cd "$(dirname "$0")/.."
program="${1:?usage: config/docs.sh FOLDER-OF-THE-PROGRAMS}/courantd"
table="$(mktemp)"
page="$(mktemp)"
trap 'rm -f "$table" "$page"' EXIT
"$program" config table > "$table"
awk -v table="$table" '
  /^\| name in the file \|/ { while ((getline line < table) > 0) print line; inside = 1 }
  inside && !/^\|/ { inside = 0 }
  !inside' docs/configuration.md > "$page"
cat "$page" > docs/configuration.md
