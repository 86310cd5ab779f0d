#!/usr/bin/env bash
# Builds the package of what `make programs man` has made, and has lintian look at it.
#     config/deb.sh OUT BIN       BIN is the folder of the programs
set -euo pipefail
cd "$(dirname "$0")/.."
out="$(realpath -m "${1:?usage: config/deb.sh OUT BIN}")"
version="$(sed -n 's/.*current = "\(.*\)"/\1/p' Sources/Service/Version.swift)"
packaged="$(sed -n '1s/.*(\(.*\)).*/\1/p' config/debian/changelog)"
[ "$version" = "$packaged" ] || { echo "the version is $version, and config/debian/changelog begins with $packaged" >&2; exit 1; }
tree="$out/courant-$version"
rm -rf "$out"
mkdir -p "$tree"
cp -r config/debian "$tree/debian"
cp systemd/courant.sysusers systemd/courant.tmpfiles "$tree/debian/"
# The files are of the day of the version, not of the build.
SOURCE_DATE_EPOCH="$(date -d "$(sed -n 's/^ -- .*>  //p' config/debian/changelog | head -n 1)" +%s)"
export SOURCE_DATE_EPOCH COURANT_SOURCE="$PWD" COURANT_BIN="${2:?usage: config/deb.sh OUT BIN}"
(cd "$tree" && dpkg-buildpackage --build=binary --no-sign --no-check-builddeps) > "$out/log" 2>&1 || { tail -n 30 "$out/log" >&2; exit 1; }
deb="$(echo "$out"/courant_*.deb)"
lintian --fail-on error,warning --tag-display-limit 0 --allow-root "$deb"
for program in courant courantd courant-pdf; do
  libraries="$(ldd "$out/courant-$version/debian/courant/usr/bin/$program")"
  if grep -iE 'swift|foundation|dispatch|blocksruntime' <<< "$libraries"; then
    echo "$program wants Swift's libraries" >&2
    exit 1
  fi
done
echo "$deb  $(du -h "$deb" | cut -f1)"
