# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Sourced by bench/run and bench/all: starts the server on a free port and stops it. They set `work`, a folder of their
# own, and `server`, the binary; `port` and `server_pid` are set here.

# shellcheck disable=SC2034 # used by those who source this
server_pid=''
server_settings=()
server_cores=''
start_seconds_max=60
stop_seconds_max=60

# Below the ports that the system hands to clients: one of those may be taken in the moment before the server listens.
free_port() {
  local candidate
  while candidate=$((10000 + RANDOM % 20000)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null || { echo "$candidate" && return; }
  done
}

answers() { # port
  (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET /api/v2/instance HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3 &&
    head -c 12 <&3 | grep -q '200$') 2>/dev/null
}

# Starts it on $work/data. `server_settings` are further NAME=VALUE, `server_cores` the cores it is kept on. Somebody else may
# take the free port in the moment before the server does, hence the rounds.
start_server() { # database url, empty for SQLite
  local round
  for round in 1 2 3 4 5; do
    start_on_a_port "$1" && return
    grep -q 'Address already in use' "$work/server.log" || break
  done
  tail -n 20 "$work/server.log" >&2
  die "the server ended at its start"
}

# Returns 1 when the server ends before it answers.
start_on_a_port() { # database url
  port=$(free_port)
  # The server refuses settings that it does not know.
  env -u AUKLET_TEST_POSTGRES -u AUKLET_BUILD AUKLET_LISTEN="127.0.0.1:$port" AUKLET_DATA_DIR="$work/data" ${1:+AUKLET_DATABASE="$1"} \
    AUKLET_LIMITS_ENABLED=false "${server_settings[@]}" \
    ${server_cores:+taskset -c "$server_cores"} "$server" serve >"$work/server.log" 2>&1 &
  server_pid=$!
  local deadline=$((SECONDS + start_seconds_max))
  until answers "$port"; do
    kill -0 "$server_pid" 2>/dev/null || { server_pid='' && return 1; }
    ((SECONDS < deadline)) || { tail -n 20 "$work/server.log" >&2; die "the server does not answer"; }
    sleep 0.05
  done
}

# Waits until the server has done what it does at its start, a minute at most: the totals of a large one are counted anew,
# beside the rebuilds that are to be measured.
let_server_settle() {
  local deadline=$((SECONDS + 60)) before now
  now=$(processor_ms)
  while ((SECONDS < deadline)); do
    before=$now
    sleep 0.5
    now=$(processor_ms)
    ((now - before > 5)) || return 0
  done
}

# What its threads have had of the processors so far.
processor_ms() {
  cat "/proc/$server_pid/task/"*/schedstat | awk '{ sum += $1 } END { printf "%d", sum / 1e6 }'
}

stop_server() {
  local memory
  # Without the pages of the database, which are the system's cache (docs/decisions/0041-readers-map-the-database.md).
  memory=$(awk '/^RssAnon:/ {printf "%.1f", $2 * 1024 / 1e6}' "/proc/$server_pid/status")
  echo "server: $memory MB of its own at the end"
  kill -TERM "$server_pid"
  local deadline=$((SECONDS + stop_seconds_max))
  while kill -0 "$server_pid" 2>/dev/null; do
    ((SECONDS < deadline)) || die "the server does not stop on SIGTERM"
    sleep 0.05
  done
  local status=0
  wait "$server_pid" || status=$?
  server_pid=''
  ((status == 0)) || { tail -n 20 "$work/server.log" >&2; die "the server ended with status $status"; }
}
