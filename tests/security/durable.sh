#!/usr/bin/env bash
# A post is on the disk before its writer is told so, and people who write at the same moment share the wait.
#
# usage: tests/security/durable.sh PATH-OF-leeward
# Needs strace, curl and awk. SQLite, in a folder of its own. Prints what it saw; exit 1 when it is not as promised.
set -euo pipefail

program=${1:?usage: durable.sh PATH-OF-leeward}
folder=$(mktemp -d)
server=
# SIGTERM goes to the program itself: strace would keep its own signal and leave the program behind.
cleanup() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT

export LEEWARD_DATA_DIR=$folder/data LEEWARD_LISTEN=127.0.0.1:0 LEEWARD_LIMITS__OFF=true LEEWARD_LOG=error

# Starts the program under strace with the arguments given; sets `server` and `base`.
start() {
    : >"$folder/said"
    strace -f "$@" "$program" >"$folder/said" &
    until grep -q 'listens on' "$folder/said"; do sleep 0.1; done
    base=$(sed -n 's/^Leeward listens on \(.*\)\/$/\1/p' "$folder/said")
    server=$(pgrep -P $! | head -n 1)
}

stop() {
    kill "$server"
    wait || true
    server=
}

api() { curl -sS -H 'Content-Type: application/json' "$@"; }
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }
join() { api "$base/api/v1/members" -d '{"age_confirmed":true,"guidelines_accepted":true}' | field session_token; }

# 1. One post: the sync of the log ends before the answer's first byte leaves.
start -o "$folder/trace" -yy -s 24 -e trace=fdatasync,fsync,write,writev,sendto,sendmsg,read,recvfrom
token=$(join)
thread=$(api "$base/api/v1/boards/about-this-place/threads" -H "Authorization: Bearer $token" \
    -d '{"title":"A thread of a test","body":"It begins.","seeking":"listening"}' | field thread)
: >"$folder/mark"
before=$(wc -l <"$folder/trace")
api -o /dev/null "$base/api/v1/threads/$thread/posts" -H "Authorization: Bearer $token" -d '{"body":"Words."}'
tail -n "+$((before + 1))" "$folder/trace" >"$folder/one"
stop
awk '
    /leeward\.db-wal/ && /f(data)?sync\(/ && !/unfinished/ { synced = NR }
    /f(data)?sync\(.*leeward\.db-wal.*unfinished/          { waiting[$1] = 1 }
    /f(data)?sync resumed/ && waiting[$1]                  { synced = NR; waiting[$1] = 0 }
    /HTTP\/1\.1 201/ && !answered                          { answered = NR }
    END {
        if (!answered || !synced || synced > answered) { print "not durable: sync " synced ", answer " answered; exit 1 }
        print "one post: the log is synced (line " synced " of the trace) before the answer (line " answered ")"
    }' "$folder/one"

# 2. Sixteen who write at once: at most one sync for two posts.
start -o "$folder/counted" -c -e trace=fdatasync,fsync
tokens=()
for _ in $(seq 16); do tokens+=("$(join)"); done
stop
joined=$(awk '$NF ~ /^f(data)?sync$/ { sum += $4 } END { print sum + 0 }' "$folder/counted")
start -o "$folder/counted" -c -e trace=fdatasync,fsync
posts=40
for token in "${tokens[@]}"; do
    {
        for n in $(seq $posts); do printf 'next\nurl = "%s"\nheader = "Authorization: Bearer %s"\nheader = "Content-Type: application/json"\ndata = "{\\"body\\":\\"Words %s.\\"}"\noutput = /dev/null\nwrite-out = "%%{http_code}\\n"\n' \
            "$base/api/v1/threads/$thread/posts" "$token" "$n"; done | sed 1d
    } >"$folder/calls-$token"
    curl -sS -K "$folder/calls-$token" >"$folder/codes-$token" &
    calls+=($!)
done
wait "${calls[@]}"
stop
written=$(cat "$folder"/codes-* | grep -c '^201$' || true)
synced=$(awk '$NF ~ /^f(data)?sync$/ { sum += $4 } END { print sum + 0 }' "$folder/counted")
echo "16 writers: $written posts, $synced syncs (start and end included; the joins before took $joined)"
[ "$written" -eq $((16 * posts)) ] && [ $((2 * synced)) -le "$written" ]
