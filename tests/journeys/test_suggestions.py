"""While the agent types, suggestions appear; what is taken and what is not is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.matters.handling.api import Matter
from linli.matters.testing import load_rules
from linli.matters.topics import holding
from linli.matters.topics.models import Suggestion
from linli.matters.topics.readers.api import shipped
from tests.journeys.pages import find_violations

READERS = Path(__file__).resolve().parents[2] / "var" / "readers"


@pytest.fixture
def desk(live: Any, browser_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> Page:
    with live.scope():
        load_rules(live.cast.estate)
    monkeypatch.setattr(holding, "_shipped", shipped(READERS))
    page = browser_page(live.cast.agent)
    page.goto("/intake/call")
    return page


def test_people_take_or_leave_what_is_suggested(
    live: Any, desk: Page, browser_page: Callable[..., Page]
) -> None:
    desk.locator("[data-words]").press_sequentially("1号楼1单元水管漏水 水滴到楼下了")
    chips = desk.locator("[data-chip]")
    expect(chips.filter(has_text="供水").first).to_be_visible()
    place = chips.filter(has_text="1-1").first
    expect(place).to_be_visible()
    assert find_violations(desk) == []
    place.click()
    expect(desk.locator("#id_place")).to_have_value("1-1")
    desk.locator("#id_category").select_option("drainage")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".saved-number")).to_be_visible()
    with live.scope():
        matter = Matter.objects.select_related("category", "place").get()
        assert (matter.category.code, matter.place.plate) == ("drainage", "1-1")
        kept = {row.field: row for row in Suggestion.objects.filter(matter=matter)}
        assert kept["place"].decision == "accepted"
        assert (kept["category"].value, kept["category"].chosen) == ("water_pipe", "drainage")
    page = browser_page(live.cast.lead)
    page.goto("/topics/")
    expect(page.get_by_role("heading", name="系统建议被采用的比例")).to_be_visible()
