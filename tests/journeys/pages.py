"""A browser page that is watched: what its console complains of fails the walk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 820}
_AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const out = [...document.body.querySelectorAll("*")].filter(
    (one) => one.getBoundingClientRect().right > width + 0.5);
  const inner = out.filter((one) => !out.some((other) => other !== one && one.contains(other)));
  return inner.slice(0, 3).map((one) => [one.tagName.toLowerCase(), ...one.classList].join("."));
}"""
_RUN = """tags => axe.run(document, {
  runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
}).then((found) => found.violations)"""


class Watch:
    """Collects complaints of one page's console: script errors, policy violations, broken answers.

    `allow` names refusals that a walk provokes on purpose, by a part of their text.
    """

    def __init__(self, page: Page):
        self._complaints: list[str] = []
        self._allowed: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._complaints.append(f"script: {error}"))
        page.on("response", self._see)

    def allow(self, part: str) -> None:
        self._allowed.append(part)

    def complaints(self) -> list[str]:
        return [c for c in self._complaints if not any(part in c for part in self._allowed)]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = message.location.get("url", "")
            self._complaints.append(f"console: {message.text} ({where})")

    def _see(self, response: Response) -> None:
        if response.status >= 500:
            self._complaints.append(f"answer {response.status}: {response.url}")


def sign_in_context(context: BrowserContext, account: Any, url: str) -> None:
    """Give the browser the session of `account`, both factors passed; nobody for None."""
    from linli.web.accounts.testing import OutsideClient, pass_second_factor

    if account is None:
        return
    client = OutsideClient()
    client.force_login(account)
    pass_second_factor(client, account)
    morsel = client.cookies["linli_session"]
    context.add_cookies([{"name": morsel.key, "value": morsel.value, "url": url}])


def find_violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA on the page as it stands, one line each."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = page.evaluate(_RUN, _TAGS)
    return [_line(one, node) for one in found for node in one["nodes"]]


def _line(violation: dict[str, Any], node: dict[str, Any]) -> str:
    checks = [*node["any"], *node["all"], *node["none"]]
    why = "; ".join(check["message"] for check in checks)
    return f"{violation['id']} at {json.dumps(node['target'], ensure_ascii=False)}: {why}"


def overflowing(page: Page) -> int:
    """By how many pixels the page is wider than its window: 0 unless it scrolls sideways."""
    return int(
        page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    )


def sticking_out(page: Page) -> list[str]:
    """What makes the page too wide, at most three: the innermost elements past the right edge."""
    return list(page.evaluate(_STICKING_OUT))
