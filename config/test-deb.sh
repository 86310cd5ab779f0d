#!/usr/bin/env bash
# Tries the package in a clean Debian 12 in a folder: install, the demo, upgrade, remove, purge. Wants root.
#     config/test-deb.sh FOLDER-OF-THE-PACKAGE
set -euo pipefail
cd "$(dirname "$0")/.."
folder="$(realpath "${1:?usage: config/test-deb.sh FOLDER-OF-THE-PACKAGE}")"
[ "$(id -u)" -eq 0 ] || { echo "test-deb wants root: it installs into a system in a folder" >&2; exit 1; }
deb="$(echo "$folder"/courant_*_*.deb)"
root="$folder/root"
fail() { echo "test-deb: $1" >&2; exit 1; }
# What is mounted below is gone with this process, even where it is killed.
[ -n "${COURANT_OWN_MOUNTS:-}" ] || COURANT_OWN_MOUNTS=1 exec unshare --mount config/test-deb.sh "$folder"

# The system: what the package depends on, and no more.
base="$folder.base.tar"
packages="$(dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed -E 's/\|.*//; s/\(.*\)//; s/ //g; s/:any//' | sort | paste -sd,)"
if [ ! -f "$base" ] || [ "$(cat "$base.packages" 2>/dev/null)" != "$packages" ]; then
  echo "making a clean system with $packages"
  mmdebstrap --quiet --variant=minbase --include="$packages" bookworm "$base"
  printf '%s' "$packages" > "$base.packages"
fi
rm -rf "$root"
mkdir -p "$root"
tar -xf "$base" -C "$root" --exclude=./dev
mkdir -p "$root/dev"
finish() {
  status=$?
  trap - EXIT
  for place in dev/null dev/urandom proc; do umount "$root/$place" 2>/dev/null || true; done
  rm -rf "$root"
  exit "$status"
}
trap finish EXIT
mount -t proc proc "$root/proc"
for device in null urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
[ ! -e "$root/usr/bin/swift" ] || fail "the clean system has Swift"

# An older version: the same, with another number and another line in its configuration.
old="$folder/old"
rm -rf "$old"
dpkg-deb -R "$deb" "$old"
sed -i 's/^Version: .*/Version: 0.0.1/' "$old/DEBIAN/control"
echo "# A line of before." >> "$old/etc/courant/courantd.yaml"
dpkg-deb --root-owner-group -Znone -b "$old" "$root/old.deb" > /dev/null
cp "$deb" "$root/new.deb"

inside dpkg -i /old.deb > "$folder/dpkg.log" 2>&1 || { cat "$folder/dpkg.log" >&2; fail "cannot be installed"; }
inside getent passwd courant > /dev/null || fail "there is no user courant"
for model in en.model en-coreference.model; do
  [ -f "$root/usr/share/courant/$model" ] || fail "there is no $model"
done
[ -L "$root/etc/systemd/system/multi-user.target.wants/courantd.service" ] || fail "the service is not enabled"
mkdir -p "$root/demo/config"
cp -r seeds "$root/demo/"
cp config/demo.sh "$root/demo/config/"
inside bash /demo/config/demo.sh /usr/bin > "$folder/demo.log" 2>&1 || { cat "$folder/demo.log" >&2; fail "the demo failed"; }
grep -q mount-everest/height "$folder/demo.log" || fail "the demo shows no facts"
echo "installed, and the demo ran"

# State and configuration of a user's own outlive an upgrade.
inside courantd config check --config /etc/courant/courantd.yaml
echo "workers: 3" > "$root/etc/courant/courantd.yaml"
inside sh -c 'courantd run --config /etc/courant/courantd.yaml --runtime /tmp/run 2>/tmp/log & pid=$!
  for _ in $(seq 100); do courant status --runtime /tmp/run >/dev/null 2>&1 && break; sleep 0.1; done
  courant submit --runtime /tmp/run /demo/seeds/02_reykjavik_city_profile.txt
  for _ in $(seq 100); do courant get reykjavik/population --runtime /tmp/run >/dev/null 2>&1 && break; sleep 0.1; done
  kill $pid; wait $pid' || { cat "$root/tmp/log" >&2; fail "the daemon of the package failed"; }
# A systemctl that writes down what it is asked, in the place of a systemd that runs: the running roles want the new programs.
cat > "$root/usr/bin/systemctl" <<'STUB'
#!/bin/sh
case "$*" in
*is-enabled*) case "$*" in *courantd.service*) echo enabled ;; *) echo disabled; exit 1 ;; esac ;;
*is-active*) ;;
*) echo "$*" >> /tmp/systemctl ;;
esac
STUB
chmod +x "$root/usr/bin/systemctl"
mkdir -p "$root/run/systemd/system"
asked() {
  [ "$(cat "$root/tmp/systemctl")" = "$1" ] || fail "$2 asks systemd for something else: $(cat "$root/tmp/systemctl")"
  rm "$root/tmp/systemctl"
}
# Enabled by its name, as `systemctl enable courantd-worker@3` does it.
mkdir -p "$root/etc/systemd/system/courantd.target.wants"
ln -s /lib/systemd/system/courantd-worker@.service "$root/etc/systemd/system/courantd.target.wants/courantd-worker@3.service"
inside dpkg --force-confdef --force-confold -i /new.deb > "$folder/dpkg.log" 2>&1 || { cat "$folder/dpkg.log" >&2; fail "cannot be upgraded"; }
[ "$(cat "$root/etc/courant/courantd.yaml")" = "workers: 3" ] || fail "the upgrade changed a configuration of the user's own"
[ "$(inside dpkg-query -W -f '${Version}' courant)" = "$(dpkg-deb -f "$deb" Version)" ] || fail "it is still the old version"
inside courantd check > /dev/null || fail "the database is not whole after the upgrade"
[ -e "$root/etc/courant/courantd.yaml.dpkg-dist" ] || fail "the upgrade leaves no configuration of its own beside the user's"
asked "--system daemon-reload
--quiet --system restart courantd.service
try-restart courantd-*.service" "the upgrade"
echo "upgraded, with configuration and state as they were"

inside dpkg -r courant > "$folder/dpkg.log" 2>&1 || { cat "$folder/dpkg.log" >&2; fail "cannot be removed"; }
[ ! -e "$root/usr/bin/courantd" ] || fail "a program is left"
[ -f "$root/var/lib/courant/courant.db" ] || fail "the state is gone with the program"
[ -f "$root/etc/courant/courantd.yaml" ] || fail "the configuration is gone with the program"
asked "stop courantd.target courantd-*.service
stop courantd.service
--system daemon-reload
--system daemon-reload" "the removal"
inside dpkg -P courant > "$folder/dpkg.log" 2>&1 || { cat "$folder/dpkg.log" >&2; fail "cannot be purged"; }
left="$(cd "$root" && find . -xdev \( -path ./proc -o -path ./demo -o -path ./tmp -o -path ./var/cache -o -path ./var/log \) -prune -o -iname '*courant*' -print)"
[ -z "$left" ] || fail "left after the purge: $left"
echo "removed, and purged without a trace but the user"
