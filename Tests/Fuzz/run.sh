#!/usr/bin/env bash
# Runs libFuzzer on some targets, one after the other: run.sh PROGRAM CORPUS SECONDS [TARGET…]
#
# COURANT_FUZZ_SAMPLES names a folder of files to begin with, those of TARGET in its folder TARGET. What was found new stays in CORPUS/TARGET for the next run; an input that ends the program is kept in CORPUS/found, and named.
set -uo pipefail

program=$1 corpus=$2 seconds=$3
shift 3
[[ $seconds =~ ^[0-9]+$ ]] || { echo "run.sh: SECONDS is \"$seconds\", want a whole number" >&2; exit 2; }
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || mapfile -t targets < <("$program" targets)

# A trap ends the program at once; nobody is there to be asked about it.
export SWIFT_BACKTRACE=enable=no
# What was freed is kept apart for a while; little of it, so that memory that grows shows.
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1:handle_sigill=1:quarantine_size_mb=16
mkdir -p "$corpus/found" "$corpus/log"
"$program" seeds "$corpus/seeds" || exit 1

found=0
for target in "${targets[@]}"; do
  mkdir -p "$corpus/$target"
  log="$corpus/log/$target"
  length=4096
  [[ $target == model ]] && length=1000000
  # Files of the format that other people made, where there are some.
  samples=()
  if [[ -d ${COURANT_FUZZ_SAMPLES:-}/$target ]]; then
    samples=("$COURANT_FUZZ_SAMPLES/$target")
    length=200000
  fi
  # An input that takes 10 s, or 2 GiB, is a fault as well.
  "$program" "$target" -max_total_time="$seconds" -max_len=$length -timeout=10 -rss_limit_mb=2048 -len_control=20 \
    -artifact_prefix="$corpus/found/$target-" -print_final_stats=1 "$corpus/$target" "$corpus/seeds/$target" "${samples[@]}" >"$log" 2>&1 </dev/null
  code=$?
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  memory=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log")
  cover=$(grep -o 'cov: [0-9]*' "$log" | tail -1)
  echo "$target: ${executions:-no} executions, ${cover:-cov: ?}, peak ${memory:-?} MB, exit $code"
  if [[ $code -ne 0 ]]; then
    found=1
    echo "  FOUND something: $log; again: $program $target $(ls -t "$corpus/found/$target-"* 2>/dev/null | head -1)"
  fi
done
exit $found
