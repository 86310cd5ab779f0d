#!/usr/bin/env bash
# Checks what Prometheus is told and goes by: a real scrape, the alerts and the cases for them.
#     config/check-metrics.sh FOLDER-OF-THE-PROGRAMS
set -euo pipefail
cd "$(dirname "$0")/.."
bin="${1:?usage: config/check-metrics.sh FOLDER-OF-THE-PROGRAMS}"
folder="$(mktemp -d /tmp/courant-metrics.XXXXXX)"
daemon=
finish() {
  status=$?
  [ -z "$daemon" ] || { kill "$daemon" 2>/dev/null || true; wait "$daemon" 2>/dev/null || true; }
  if [ "$status" -ne 0 ] && [ -f "$folder/log" ]; then tail -n 20 "$folder/log" >&2; fi
  rm -rf "$folder"
  exit "$status"
}
trap finish EXIT
export COURANT_RUNTIME="$folder/run"
printf 'sinks:\n  archive:\n    kind: file\n    folder: %s/facts\n' "$folder" > "$folder/courantd.yaml"
COURANT_METRICS_LISTEN=127.0.0.1:0 \
  "$bin/courantd" run --config "$folder/courantd.yaml" --state "$folder/state" --workers 1 2> "$folder/log" &
daemon=$!

# What a page of the daemon's has; 30 seconds are given for it to be there.
page() {
  local url
  for _ in $(seq 300); do
    kill -0 "$daemon" 2>/dev/null || { echo "check-metrics: courantd ended" >&2; return 1; }
    url="$(sed -n 's|.* url=\(http://.*\)/metrics$|\1|p' "$folder/log")"
    if [ -n "$url" ] && python3 -c 'import sys, urllib.request; sys.stdout.buffer.write(urllib.request.urlopen(sys.argv[1], timeout=5).read())' \
      "$url$1" > "$folder/page" 2>/dev/null; then
      cat "$folder/page"
      return
    fi
    sleep 0.1
  done
  echo "check-metrics: no answer for $1" >&2
  return 1
}

page /readyz > /dev/null
"$bin/courant" submit seeds/04_everest_survey_2020.txt seeds/05_everest_rock_height_2005.txt > /dev/null
for _ in $(seq 300); do
  page /metrics > "$folder/metrics"
  ! grep -qx 'courant_documents_done_total 2' "$folder/metrics" || break
  sleep 0.1
done
grep -qx 'courant_documents_done_total 2' "$folder/metrics" || { echo "check-metrics: two documents are not done" >&2; exit 1; }
messages="$(promtool check metrics < "$folder/metrics" 2>&1)" || { printf '%s\n' "$messages" >&2; exit 1; }
[ -z "$messages" ] || { printf '%s\n' "$messages" >&2; exit 1; }
echo "$(grep -c '^# TYPE' "$folder/metrics") metrics: sound"
promtool check rules config/prometheus/alerts.yaml
promtool test rules config/prometheus/alerts.test.yaml
# What the dashboard asks, with its variables filled in, as rules that promtool reads.
python3 - > "$folder/dashboard.yaml" <<'END'
import json
with open("config/grafana/courant.json") as file:
    panels = json.load(file)["panels"]
expressions = [target["expr"] for panel in panels for target in panel.get("targets", [])]
rules = [
    {"record": f"dashboard:{number}", "expr": text.replace("$__rate_interval", "5m").replace("$instance", ".*")}
    for number, text in enumerate(expressions)
]
print(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
END
promtool check rules "$folder/dashboard.yaml" | sed "s|$folder/dashboard.yaml|the questions of config/grafana/courant.json|"
