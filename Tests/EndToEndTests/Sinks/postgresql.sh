#!/usr/bin/env bash
# A PostgreSQL server for a test, in a folder, with a socket there and nowhere else: postgresql.sh start|stop|kill FOLDER
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
folder=$2
# The server does not run as root.
as=()
if [ "$(id -u)" -eq 0 ]; then as=(runuser -u postgres --); fi

start() {
  # It outlives this script, and must not keep open what whoever runs the script watches for its end.
  for number in $(ls "/proc/$BASHPID/fd"); do
    [ "$number" -le 2 ] || [ "$number" -eq 255 ] || eval "exec $number>&-"
  done
  "${as[@]}" "$bin/pg_ctl" --pgdata "$folder/data" --log "$folder/server.log" --wait \
    --options "-c listen_addresses= -c unix_socket_directories=$folder -c fsync=off" start >/dev/null 2>&1 </dev/null
}

case $1 in
start)
  if [ ! -d "$folder/data" ]; then
    mkdir -p "$folder"
    [ "$(id -u)" -ne 0 ] || chown postgres "$folder"
    "${as[@]}" "$bin/initdb" --pgdata "$folder/data" --username courant --auth trust --encoding UTF8 --no-sync >"$folder.log" 2>&1
  fi
  (start)
  ;;
stop) "${as[@]}" "$bin/pg_ctl" --pgdata "$folder/data" --mode fast --wait stop >/dev/null ;;
kill) "${as[@]}" "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate --wait stop >/dev/null ;;
esac
