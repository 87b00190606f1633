"""Every page that somebody may see, in the browser: nothing wrong by axe, nothing sideways, a
silent console. Pages come from the declared addresses, so that a new one is walked by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from linli.base.scopes.api import estate_scope
from tests.docs.addresses import Address, ask, client_of, declared_addresses
from tests.journeys.pages import DESK, PHONE, find_violations, overflowing

UNDER_A_BAR = "partially obscured"  # by what stays at the window's edge: scrolling frees it
ZOOMED = {"width": 640, "height": 400}  # 1280 × 800 at 200 %


@dataclass(frozen=True)
class Look:
    """One way to look at all pages."""

    viewport: dict[str, int]
    language: str = "zh-hans"
    elder: bool = False
    scale: float = 1


ALWAYS = {
    "desk": Look(DESK),
    "phone, elder": Look(PHONE, elder=True),
}
SOMETIMES = {
    "phone": Look(PHONE),
    "desk, English": Look(DESK, "en"),
    "phone, elder, English": Look(PHONE, "en", elder=True),
    "desk, elder": Look(DESK, elder=True),
    "200 %": Look(ZOOMED, scale=2),
    "200 %, elder, English": Look(ZOOMED, "en", elder=True, scale=2),
}


def is_page(account: Any, address: Address) -> bool:
    """Whether the address answers with a whole page, neither a file nor a part."""
    answer = ask(client_of(account), "get", address.path)
    kind = answer.headers.get("Content-Type", "")
    return answer.status_code == 200 and "html" in kind and b"<html" in b"".join(answer)


def pages_by_role(cast: Any) -> dict[str, list[Address]]:
    with estate_scope(cast.estate.pk):
        found: dict[str, list[Address]] = {}
        for address in declared_addresses(cast):
            if is_page(cast.accounts[address.access.by], address):
                found.setdefault(address.access.by, []).append(address)
    return found


def complaints(page: Page, address: Address, look: Look) -> Iterator[str]:
    """What is wrong with one page, looked at in one way."""
    page.goto(address.path)
    for violation in find_violations(page):
        if UNDER_A_BAR in violation:
            continue
        yield f"{address.name}: {violation}"
    if (wide := overflowing(page)) > 0:
        yield f"{address.name}: {wide} px wider than {look.viewport['width']}"
    heard = page.watch.complaints()  # type: ignore[attr-defined]
    for line in heard:
        page.watch.allow(line)  # type: ignore[attr-defined]  # told here, with the page's name
        yield f"{address.name}: {line}"


def walk(live: Any, browser_page: Any, look: Look) -> None:
    wrong: list[str] = []
    walked = 0
    for role, addresses in pages_by_role(live.cast).items():
        page = browser_page(
            live.cast.accounts[role], viewport=look.viewport, elder=look.elder,
            language=look.language, device_scale_factor=look.scale,
        )  # fmt: skip
        for address in addresses:
            wrong += complaints(page, address, look)
            walked += 1
    assert walked > 80, "most addresses are pages"
    assert not wrong, f"{len(wrong)} on {walked} pages\n" + "\n".join(wrong)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ALWAYS)
def test_every_page_is_in_order(live: Any, browser_page: Any, name: str) -> None:
    walk(live, browser_page, ALWAYS[name])


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", SOMETIMES)
def test_every_page_is_in_order_otherwise_too(live: Any, browser_page: Any, name: str) -> None:
    walk(live, browser_page, SOMETIMES[name])
