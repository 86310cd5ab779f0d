#!/usr/bin/env bash
# Tries `make install` and `make uninstall` in an empty folder.
#     config/test-install.sh BIN       BIN is the folder of the programs
set -euo pipefail
cd "$(dirname "$0")/.."
bin="$(realpath "${1:?usage: config/test-install.sh BIN}")"
root="$(mktemp -d)"
trap 'rm -rf "$root"' EXIT
fail() { echo "test-install: $1" >&2; exit 1; }
installed() { make --no-print-directory "$1" BIN="$bin" DESTDIR="$root" PREFIX=/opt/courant; }

mkdir -p "$root/etc/courant"
echo "workers: 3" > "$root/etc/courant/courantd.yaml"
installed install-files
[ "$(cat "$root/etc/courant/courantd.yaml")" = "workers: 3" ] || fail "a configuration of the user's own was overwritten"
at="$root/opt/courant"
grep -q '^ExecStart=/opt/courant/bin/courantd run ' "$at/lib/systemd/system/courantd.service" || fail "the unit starts another program"
# The model is found from where the program is, through a link to it as well, and what is missing is told in one line.
seed="$PWD/seeds/02_reykjavik_city_profile.txt"
ln -s "$at/bin/courant" "$root/link"
for program in "$at/bin/courant" "$root/link"; do
  facts="$(cd / && env -u COURANT_MODELS "$program" extract "$seed")" || fail "$program finds no model"
  grep -q reykjavik/population <<< "$facts" || fail "$program finds no facts"
done
rm "$root/link"
if [ ! -e /usr/share/courant/en.model ] && [ ! -e /usr/local/share/courant/en.model ]; then
  for model in "language model: en.model" "coreference model: en-coreference.model"; do
    file="${model##* }"
    mv "$at/share/courant/$file" "$root/$file"
    if (cd / && env -u COURANT_MODELS "$at/bin/courant" extract "$seed") > /dev/null 2> "$root/error"; then fail "there is a model elsewhere"; fi
    want="courant: $model is not in $at/bin/../share/courant nor in /usr/share/courant; set COURANT_MODELS to the folder that has it"
    [ "$(cat "$root/error")" = "$want" ] || fail "without a model it says: $(cat "$root/error")"
    mv "$root/$file" "$at/share/courant/$file"
    rm "$root/error"
  done
fi
for page in man1/courant.1 man5/courantd.yaml.5 man7/courant-protocol.7 man8/courantd.8; do
  man -l "$at/share/man/$page" > "$root/page" 2>/dev/null || fail "no page $page"
  [ "$(wc -l < "$root/page")" -gt 50 ] || fail "$page is nearly empty"
done
bash -n "$at/share/bash-completion/completions/courantd" || fail "the completions for bash are no shell"
rm "$root/page"
installed uninstall > /dev/null
left="$(find "$root" -type f)"
[ "$left" = "$root/etc/courant/courantd.yaml" ] || fail "left after uninstalling: $left"
echo "installed and uninstalled"
