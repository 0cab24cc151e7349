#!/usr/bin/env bash
# A full disk is an inconvenience: posts are refused in words, reading goes on, and once there is space again posts are
# taken without a restart.
#
# usage: tests/security/full-disk.sh PATH-OF-leeward      (as root: it mounts a small tmpfs)
# Needs curl and sqlite3. Prints what it saw; exit 1 when it is not as promised.
set -euo pipefail

program=${1:?usage: full-disk.sh PATH-OF-leeward}
folder=$(mktemp -d)
server=
cleanup() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    wait 2>/dev/null || true
    umount "$folder" 2>/dev/null || true
    rmdir "$folder"
}
trap cleanup EXIT
mount -t tmpfs -o size=8m tmpfs "$folder"
mkdir -m 700 "$folder/data"

said=$(mktemp)
LEEWARD_DATA_DIR=$folder/data LEEWARD_LISTEN=127.0.0.1:0 LEEWARD_LIMITS__OFF=true LEEWARD_LOG=error \
    "$program" >"$said" 2>/dev/null &
server=$!
until grep -q 'listens on' "$said"; do sleep 0.1; done
base=$(sed -n 's/^Leeward listens on \(.*\)\/$/\1/p' "$said")
rm "$said"

api() { curl -sS -H 'Content-Type: application/json' "$@"; }
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }
token=$(api "$base/api/v1/members" -d '{"age_confirmed":true,"guidelines_accepted":true}' | field session_token)
thread=$(api "$base/api/v1/boards/about-this-place/threads" -H "Authorization: Bearer $token" \
    -d '{"title":"A thread of a test","body":"It begins.","seeking":"listening"}' | field thread)
words=$(printf 'Words %.0s' $(seq 900))
post() {
    api -o /dev/null -w '%{http_code}' "$base/api/v1/threads/$thread/posts" -H "Authorization: Bearer $token" \
        -H "Idempotency-Key: $1" -d "{\"body\":\"$words\"}"
}
page() { curl -sS -o /dev/null -w '%{http_code}' "$base$1"; }

# Leaves a little, so that some posts still fit and one of them is cut off in the middle.
left=$(df --output=avail -k "$folder" | tail -n 1)
head -c "$(((left - 200) * 1024))" /dev/zero >"$folder/filler"
taken=0 refused=0 code=
for n in $(seq 400); do
    code=$(post "key-$n")
    if [ "$code" = 201 ]; then taken=$((taken + 1)); else refused=$((refused + 1)); last=$n; fi
    [ $refused -lt 5 ] || break
done
echo "full: $taken posts taken, then $refused refused with $code"
reading="$(page "/threads/$thread") $(page /support) $(page /livez)"
echo "reading while full: $reading"
rm "$folder/filler"
started=$(date +%s%N)
tries=0
until [ "$(post "key-$last")" = 201 ]; do
    tries=$((tries + 1))
    [ $tries -lt 50 ] || { echo "no recovery"; exit 1; }
    sleep 0.2
done
echo "with space again: taken after $((($(date +%s%N) - started) / 1000000)) ms, $tries tries before"
kill "$server"
wait "$server" || true
server=
sound=$(sqlite3 "$folder/data/leeward.db" 'PRAGMA integrity_check')
kept=$(sqlite3 "$folder/data/leeward.db" "SELECT COUNT(*), MAX(position) FROM posts WHERE thread = (SELECT thread FROM posts WHERE NOT starts_thread LIMIT 1)")
echo "afterwards: $sound, posts and last position $kept (taken: $taken, one later, one first)"
[ "$code" = 503 ] && [ "$reading" = "200 200 200" ] && [ "$sound" = ok ] && [ "$kept" = "$((taken + 2))|$((taken + 2))" ]
