#!/usr/bin/env bash
# The model of live threads (tests/it/live/model.rs) has to fail on each of three planted bugs, and to pass without them:
#
#   tests/soak/planted.sh          1,000 worlds on PostgreSQL and SQLite, then each bug until it is caught
#
# Each bug is planted in a copy of the committed tree. LEEWARD_MODEL_SEEDS: how many worlds (1000).
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
export LEEWARD_MODEL_SEEDS="${LEEWARD_MODEL_SEEDS:-1000}"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$ROOT/target}"
# A bug that one run in two finds is found.
export LEEWARD_RETRIES=0
export LEEWARD_PG_FILTER='test(page_and_events_are_always_the_page)'
work="$(mktemp -d "${TMPDIR:-/tmp}/leeward-planted.XXXXXX")"
trap 'rm -rf "$work"' EXIT

# The model on PostgreSQL, in the tree of $1.
model() { (cd "$1" && tests/run --only postgres) >"$work/out" 2>&1; }

# plant NAME FILE FROM TO: a copy of the tree in which the one line FROM of FILE reads TO.
plant() {
  local name="$1" file="$2" from="$3" to="$4"
  rm -rf "$work/tree"
  git clone -q "$ROOT" "$work/tree"
  FROM="$from" TO="$to" perl -0pi -e 's/\Q$ENV{FROM}\E/$ENV{TO}/' "$work/tree/$file"
  if git -C "$work/tree" diff --quiet; then
    echo "$name: the line to plant it in is gone from $file" >&2
    exit 1
  fi
  if model "$work/tree"; then
    echo "$name: NOT caught by $LEEWARD_MODEL_SEEDS worlds"
    exit 1
  fi
  if ! grep -qE 'seed [0-9]+|a frame in time' "$work/out"; then
    tail -30 "$work/out" >&2
    echo "$name: the run failed for another reason" >&2
    exit 1
  fi
  echo "$name: caught ($(grep -oE 'seed [0-9]+, step [0-9]+[^"]{0,30}|a frame in time' "$work/out" | head -1))"
}

git -C "$ROOT" diff --quiet HEAD || echo "not committed yet: only the committed tree is copied" >&2

plant "the relay notes before it tells" src/live/relay.rs \
  'if self.bus.publish(&together).await.is_ok() {' \
  'let first = together.iter().filter_map(|change| match change {
                        Change::Thread { thread, seq } => Some((*thread, *seq)),
                        _ => None,
                    });
                    drop(self.note(first.collect()).await);
                    if self.bus.publish(&together).await.is_ok() {'
plant "gaps are not repaired" src/live/hub.rs \
  'for one in news {' 'for one in news.into_iter().rev().take(1) {'
plant "a removed text is told again" src/forum/news.rs \
  'let posts = store::posts::find_many(source, &ids).await?;' \
  'let mut posts = store::posts::find_many(source, &ids).await?;
    posts.iter_mut().for_each(|post| post.state = crate::domain::post::PostState::Published);'

echo "== without them: $LEEWARD_MODEL_SEEDS worlds on each engine"
model "$ROOT" || { tail -40 "$work/out" >&2; exit 1; }
grep -E 'Summary' "$work/out"
cd "$ROOT"
cargo nextest run --test it -E "$LEEWARD_PG_FILTER" 2>&1 | grep -E 'Summary'
