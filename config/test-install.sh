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
# Where only the installed model can be found.
seed="$PWD/seeds/02_reykjavik_city_profile.txt"
(cd / && COURANT_MODELS="$at/share/courant" "$at/bin/courant" extract "$seed") | grep -q reykjavik/population \
  || fail "the installed program finds no facts"
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
