#!/usr/bin/env bash
# Checks the systemd units: systemd-analyze verify, and how exposed each service is, at most as much as said here.
#     config/check-units.sh FOLDER-OF-THE-PROGRAMS
set -euo pipefail
cd "$(dirname "$0")/.."
program="$(realpath "${1:?usage: config/check-units.sh FOLDER-OF-THE-PROGRAMS}")/courantd"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
# verify wants the programs to be there, and instances to have names.
for unit in systemd/*.service systemd/*.target; do
  sed "s|/usr/local/bin/courantd|$program|" "$unit" > "$folder/$(basename "$unit" | sed 's/@\./@1./')"
done
cp "$folder/courantd-worker@1.service" "$folder/courantd-worker@2.service"
verify() {
  local messages
  messages="$(systemd-analyze verify --man=no "$@" 2>&1 | grep -F "$folder" || true)"
  if [ -n "$messages" ]; then
    printf '%s\n' "$messages" >&2
    exit 1
  fi
}
verify "$folder"/*.service "$folder"/*.target
# The same with the port for Prometheus open, which the units have only where it is installed.
mkdir "$folder/metrics"
for unit in courantd-aggregator courantd-intake courantd; do
  cp "$folder/$unit.service" "$folder/metrics/"
  mkdir "$folder/metrics/$unit.service.d"
  cp systemd/metrics.conf "$folder/metrics/$unit.service.d/"
done
verify "$folder"/metrics/*.service
# The most exposure that each may have, in tenths.
for pair in courantd-aggregator:12 courantd-intake:12 courantd-worker@1:5 courantd-sink@1:15 courantd-feeds:15 courantd:12 \
  metrics/courantd-aggregator:12 metrics/courantd-intake:12 metrics/courantd:18; do
  unit="${pair%:*}" limit="${pair#*:}"
  systemd-analyze security --offline=true --threshold="$limit" "$folder/$unit.service" > "$folder/score" 2>&1 || {
    cat "$folder/score" >&2
    echo "$unit.service: more exposed than ${limit:0:-1}.${limit: -1}" >&2
    exit 1
  }
  # systemd-analyze says the same name for both.
  tail -n 1 "$folder/score" | sed "s|$(basename "$unit").service|$unit.service|"
done
