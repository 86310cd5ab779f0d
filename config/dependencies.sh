#!/usr/bin/env bash
# Installs the Debian packages that are named and missing, with sudo when not root; says in one line what is missing where it cannot.
set -euo pipefail

missing=()
for package in "$@"; do
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

cannot() {
  echo "missing: ${missing[*]}; $1" >&2
  exit 1
}

command -v apt-get >/dev/null || cannot "install them with your system's package manager"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || cannot "run as root: apt-get install ${missing[*]}"
  as_root=(sudo)
fi
echo "installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1; }
# The lists may be missing or old on a fresh machine.
install || { "${as_root[@]}" apt-get update >"$log" 2>&1 && install; } || { tail -n 5 "$log" >&2; cannot "apt-get install failed, see above"; }
