#!/usr/bin/env bash
# Writes the tables of options, metrics, messages and exit codes into the pages of docs/, as courantd itself has them.
#     config/docs.sh FOLDER-OF-THE-PROGRAMS
set -euo pipefail
cd "$(dirname "$0")/.."
program="${1:?usage: config/docs.sh FOLDER-OF-THE-PROGRAMS}/courantd"
table="$(mktemp)"
page="$(mktemp)"
trap 'rm -f "$table" "$page"' EXIT

# The page, the table's subject, and how the table begins there.
write() {
  "$program" config table "$2" > "$table"
  awk -v table="$table" -v begin="| $3 |" '
    index($0, begin) == 1 { while ((getline line < table) > 0) print line; inside = 1 }
    inside && !/^\|/ { inside = 0 }
    !inside' "$1" > "$page"
  cat "$page" > "$1"
}

write docs/configuration.md options "name in the file"
write docs/operations.md metrics metric
write docs/operations.md messages MESSAGE_ID
write docs/operations.md exits "exit code"
