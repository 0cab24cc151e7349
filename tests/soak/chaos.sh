#!/usr/bin/env bash
# Two nodes, 200 readers, 10 writers, while nodes, bus, connections and answers fail (tests/it/live/chaos.rs):
#
#   tests/soak/chaos.sh [SECONDS]        600 without; nothing else may use the machine, or lateness says nothing
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
export LEEWARD_CHAOS_SECONDS="${1:-600}" NEXTEST_SUCCESS_OUTPUT=final
export LEEWARD_PG_FILTER='test(/chaos::/)'
cd "$ROOT"
tests/run --only postgres
