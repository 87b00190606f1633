"""Every page that somebody may see, in the browser: nothing wrong by axe, nothing sideways, a
silent console. Pages come from the declared addresses, so that a new one is walked by itself.

LINLI_WALK="polls: spending:request" walks only addresses whose names start so, and
LINLI_LOOKS=<folder> keeps a picture of each page: for whoever mends one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from linli.base.scopes.api import estate_scope
from tests.docs.addresses import Address, ask, client_of, declared_addresses
from tests.journeys.pages import DESK, PHONE, find_violations, overflowing, sticking_out

UNDER_A_BAR = "partially obscured"  # by what stays at the window's edge: scrolling frees it
ZOOMED = {"width": 640, "height": 400}  # 1280 × 800 at 200 %


@dataclass(frozen=True)
class Look:
    """One way to look at all pages."""

    viewport: dict[str, int]
    language: str = "zh-hans"
    elder: bool = False
    scale: float = 1

    def file_of(self, address: Address) -> str:
        size = f"{self.viewport['width']}{'-elder' if self.elder else ''}-{self.language[:2]}"
        return f"{address.name.replace(':', '.')}-{size}.png"


ALWAYS = {"desk": Look(DESK), "phone, elder": Look(PHONE, elder=True)}
PARTS = 3  # each look in so many tests, so that no worker is left with one long walk at the end
SOMETIMES = {
    "phone": Look(PHONE),
    "desk, English": Look(DESK, "en"),
    "phone, elder, English": Look(PHONE, "en", elder=True),
    "desk, elder": Look(DESK, elder=True),
    "200 %": Look(ZOOMED, scale=2),
    "200 %, elder, English": Look(ZOOMED, "en", elder=True, scale=2),
}


def is_page(client: Any, address: Address) -> bool:
    """Whether the address answers with a whole page, neither a file nor a part."""
    answer = ask(client, "get", address.path)
    kind = answer.headers.get("Content-Type", "")
    return answer.status_code == 200 and "html" in kind and b"<html" in b"".join(answer)


def is_wanted(address: Address) -> bool:
    return address.name.startswith(tuple(os.environ.get("LINLI_WALK", "").split()) or "")


def pages_by_role(cast: Any, part: int, parts: int) -> dict[str, list[Address]]:
    found: dict[str, list[Address]] = {}
    clients: dict[str, Any] = {}
    with estate_scope(cast.estate.pk):
        for address in declared_addresses(cast)[part::parts]:
            role = address.access.by
            client = clients.setdefault(role, client_of(cast.accounts[role]))
            if is_wanted(address) and is_page(client, address):
                found.setdefault(role, []).append(address)
    return found


def complaints(page: Page, address: Address, look: Look) -> Iterator[str]:
    """What is wrong with one page, looked at in one way."""
    page.goto(address.path)
    for violation in find_violations(page):
        if UNDER_A_BAR in violation:
            continue
        yield f"{address.name}: {violation}"
    if (wide := overflowing(page)) > 0:
        why = ", ".join(sticking_out(page))
        yield f"{address.name}: {wide} px wider than {look.viewport['width']}: {why}"
    if kept := os.environ.get("LINLI_LOOKS"):
        page.screenshot(path=Path(kept) / look.file_of(address), full_page=True)
    if "&lt;Macro " in (text := page.content()) or "<Macro " in text:
        yield f"{address.name}: a macro's name stands where a value should"
    heard = page.watch.complaints()  # type: ignore[attr-defined]
    for line in heard:
        page.watch.allow(line)  # type: ignore[attr-defined]  # told here, with the page's name
        yield f"{address.name}: {line}"


def walk(live: Any, browser_page: Any, look: Look, part: int = 0, parts: int = 1) -> None:
    """Every page of a part once, one browser session for each who may."""
    wrong: list[str] = []
    pages = pages_by_role(live.cast, part, parts)
    if "LINLI_WALK" not in os.environ:
        assert sum(map(len, pages.values())) > 240 // parts, "most addresses are pages"
    for role, addresses in pages.items():
        page = browser_page(
            live.cast.accounts[role], viewport=look.viewport, elder=look.elder,
            language=look.language, device_scale_factor=look.scale,
        )  # fmt: skip
        page.set_default_timeout(30_000)
        for address in addresses:
            wrong += complaints(page, address, look)
        page.close()
    assert not wrong, f"{len(wrong)} complaints\n" + "\n".join(wrong)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", ALWAYS)
def test_every_page_is_in_order(live: Any, browser_page: Any, name: str, part: int) -> None:
    walk(live, browser_page, ALWAYS[name], part, PARTS)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", SOMETIMES)
def test_every_page_is_in_order_otherwise_too(live: Any, browser_page: Any, name: str) -> None:
    walk(live, browser_page, SOMETIMES[name])
