"""Two signs in the bar, and the matter, the person and the notice stand below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from linli.matters.testing import load_rules, make_matter
from tests.journeys.pages import find_violations


def test_two_signs_find_at_once(live: Any, browser_page: Callable[..., Page]) -> None:
    with live.scope():
        load_rules(live.cast.estate)
        matter = make_matter(live.cast, text="楼前台阶长了青苔，老人滑倒过")
    page = browser_page(live.cast.agent)
    page.goto("/queue/")
    page.keyboard.press("/")
    page.keyboard.type("青苔")
    quick = page.locator("#quick")
    expect(quick.locator("mark").first).to_have_text("青苔")
    assert find_violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(".found mark")).to_have_text("青苔")
    page.get_by_role("link", name=matter.number).click()
    expect(page.locator("#matter-title")).to_be_visible()
