"""Take the pictures of the README from a running demo estate.

`make screenshots` starts the demo in a folder of its own, signs in as the demo's people and
photographs four pages. With LINLI_AT=http://127.0.0.1:8000 an estate that runs already is used.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "screenshots"
PASSWORD = "xianghe-demo-2026"  # noqa: S105 (published with the demo)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

# file, account, address, width, height, elder mode, language
PICTURES = (
    ("queue", "lead", "/queue/", 1360, 860, False, "zh-hans"),
    ("call", "agent", "/intake/call", 1360, 860, False, "zh-hans"),
    ("resident", "zhangayi", "/my/", 390, 844, False, "zh-hans"),
    ("resident-elder", "zhangayi", "/my/", 390, 844, True, "zh-hans"),
    ("wall", "guard", "/wall/", 1920, 1080, False, "zh-hans"),
    ("queue-en", "lead", "/queue/", 1360, 860, False, "en"),
)


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo estate."""
    running = os.environ.get("LINLI_AT")
    if running:
        yield running.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        command = [sys.executable, "-m", "linli.cli", "serve", "--demo", "--port", "8420"]
        server = subprocess.Popen(command, env={**os.environ, "LINLI_VAR": f"{folder}/var"})
        try:
            _await("http://127.0.0.1:8420/health/ready")
            yield "http://127.0.0.1:8420"
        finally:
            server.terminate()
            server.wait(30)


def _await(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 (our own server)
                return
        except OSError:
            time.sleep(1)
    raise SystemExit(f"{address} does not answer")


def sign_in(browser: Browser, base: str, account: str, size: tuple[int, int]) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", locale="zh-CN"
    )
    page = context.new_page()
    page.goto(f"{base}/my/")
    page.fill("input[name=login]", account)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    return page


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    browser_path = os.environ.get("LINLI_CHROMIUM") or "/usr/bin/chromium"
    with demo() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        for name, account, address, width, height, elder, language in PICTURES:
            page = sign_in(browser, base, account, (width, height))
            page.context.add_cookies(
                [
                    {"name": "linli_elder", "value": "1" if elder else "0", "url": base},
                    {"name": "linli_language", "value": language, "url": base},
                ]
            )
            page.goto(base + address)
            page.wait_for_timeout(800)
            page.screenshot(path=TARGET / f"{name}.png")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
