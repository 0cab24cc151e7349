#!/usr/bin/env bash
# Known holes in what Cargo.lock brings (SECURITY check 108), from a copy of the RustSec database; no network.
#
# LEEWARD_ADVISORY_DB names the database: a folder, or a tar.xz of one. Default: ../shared/advisory-db.tar.xz beside
# the checkout. Without a database nothing was checked, and the last line says so.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=.ci/install.sh
. "$ROOT/.ci/install.sh"

# Advisories that do not concern us: the id, and beside it why, who judged and when. It may only shrink.
IGNORED=()

database="${LEEWARD_ADVISORY_DB:-$ROOT/../shared/advisory-db.tar.xz}"
if [ ! -e "$database" ]; then
  say "advisories: SKIPPED, nothing was checked: no database at $database. Name one in LEEWARD_ADVISORY_DB."
  exit 0
fi

need_tools
have cargo-audit || missing cargo-audit "cargo install --locked cargo-audit"

# cargo-audit accepts nothing but a git checkout, so the copy is made one.
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
folder="$work/advisory-db"
mkdir "$folder"
if [ -d "$database" ]; then cp -R "$database/." "$folder"; else tar -C "$folder" -xJf "$database"; fi
if [ ! -e "$folder/crates" ]; then
  # The archive may hold one folder around it.
  inner="$(find "$folder" -mindepth 2 -maxdepth 2 -type d -name crates -print -quit)"
  [ -n "$inner" ] || { say "advisories: $database holds no folder 'crates'"; exit 1; }
  folder="$(dirname "$inner")"
fi
if [ ! -e "$folder/.git" ]; then
  git -C "$folder" init --quiet
  git -C "$folder" -c core.autocrlf=false add --all
  git -C "$folder" -c user.name=advisories -c user.email=advisories@localhost commit --quiet --message snapshot
fi

arguments=(--no-fetch --stale --no-yanked --db "$folder" --file "$ROOT/Cargo.lock" --deny unsound)
for id in ${IGNORED[@]+"${IGNORED[@]}"}; do arguments+=(--ignore "$id"); done

say "advisories: $(find "$folder/crates" -name 'RUSTSEC-*' | wc -l) advisories, the newest $(
  find "$folder/crates" -name 'RUSTSEC-*' -exec basename {} .md \; | sort | tail -n 1)"
cargo-audit audit --color never "${arguments[@]}"
say "advisories: no known hole"
