#!/usr/bin/env bash
# Print the path of a Chromium for the browser tests; install one where that is possible.
set -euo pipefail
cd "$(dirname "$0")/.."

find_browser() {
  local candidate
  for candidate in "${LINLI_CHROMIUM:-}" /usr/bin/chromium chromium chromium-browser google-chrome; do
    [ -n "$candidate" ] && command -v "$candidate" && return
  done
  .venv/bin/python -c '
import pathlib
from playwright.sync_api import sync_playwright
with sync_playwright() as play:
    path = play.chromium.executable_path
    print(path) if pathlib.Path(path).exists() else exit(1)' 2>/dev/null
}

find_browser && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "→ installing chromium and Chinese fonts" >&2
  { DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk; } >&2 || true
  find_browser && exit
fi
echo "→ fetching playwright's own chromium" >&2
.venv/bin/python -m playwright install chromium >&2 || true
find_browser && exit
cat >&2 <<'TEXT'

✗ The browser tests need Chromium, and none was found or could be installed.
  Debian/Ubuntu: apt-get install chromium fonts-noto-cjk
  Elsewhere: name one with LINLI_CHROMIUM=/path/to/chromium make test
TEXT
exit 1
