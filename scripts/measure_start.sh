#!/usr/bin/env bash
# Measures, on Linux, how long the server takes from its start until it is ready, with its embedded PostgreSQL and without the demo,
# and how much memory it and its PostgreSQL have then. Nothing is judged. The first start makes the database, the others find it.
#
#   scripts/measure_start.sh [JAR] [STARTS]      the jar that `mvn package` makes, three times
#
# Options of the JVM are taken from JAVA_OPTS.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

jar=${1:-$(ls billing-server/target/billing-server-*-all.jar 2>/dev/null | head -n 1 || true)}
starts=${2:-3}
if [ ! -f "$jar" ]; then
  echo "there is no jar yet: mvn -ntp -pl billing-server -am -Dmaven.test.skip=true package" >&2
  exit 2
fi

# Settings of whoever calls would be another server's.
unset ${!BILLING_@}
directory=$(mktemp -d)
chmod 711 "$directory" # somebody else than root has to reach it, see docs/server.md
server=
finish() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$directory"
}
trap finish EXIT

millis() {
  date +%s%3N
}

# A line of a process's status or memory map, in MB.
megabytes() {
  awk -v key="$3:" '$1 == key { printf "%d", ($2 + 512) / 1024 }' "/proc/$1/$2"
}

# A process and all below it.
tree() {
  local child
  echo "$1"
  for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do
    tree "$child"
  done
}

sum() {
  local file=$1 key=$2 total=0 pid
  shift 2
  for pid in "$@"; do
    total=$((total + $(megabytes "$pid" "$file" "$key" 2>/dev/null || echo 0)))
  done
  echo "$total"
}

echo "$(nproc) cores; $(java -version 2>&1 | head -n 1); $(du -m "$jar" | cut -f 1) MB of jar"
printf '%-8s %12s %10s %16s %16s\n' start 'ready in ms' 'JVM RSS MB' 'PostgreSQL RSS' 'PostgreSQL PSS'
for start in $(seq "$starts"); do
  : >"$directory/out"
  begun=$(millis)
  # shellcheck disable=SC2086
  BILLING_SERVER_PORT=0 BILLING_DEMO=off BILLING_DATA_DIRECTORY="$directory/data" \
    java ${JAVA_OPTS:-} -jar "$jar" serve >"$directory/out" 2>"$directory/err" &
  server=$!
  address=
  until [ -n "$address" ] && curl -sf -o /dev/null "$address/ready"; do
    if ! kill -0 "$server" 2>/dev/null; then
      cat "$directory/out" "$directory/err" >&2
      exit 1
    fi
    address=$(sed -n 's/^Listening on \(http[^ ]*\) .*/\1/p' "$directory/out")
    sleep 0.02
  done
  ready=$(($(millis) - begun))
  postmaster=$(head -n 1 "$directory/data/postgres/data/postmaster.pid")
  postgres=$(tree "$postmaster")
  # shellcheck disable=SC2086
  printf '%-8s %12s %10s %16s %16s\n' "$start" "$ready" "$(megabytes "$server" status VmRSS)" \
    "$(sum status VmRSS $postgres)" "$(sum smaps_rollup Pss $postgres)"
  kill "$server"
  wait "$server" || true
  server=
done
echo "RSS counts memory that processes share once for each of them, PSS once in all."
