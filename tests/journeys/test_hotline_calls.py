"""The telephone rings, and the agent's screen opens on the caller."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from linli.matters.handling.api import Matter
from linli.matters.intake.api import add_line, seat_agent
from linli.matters.testing import load_rules
from tests.journeys.pages import find_violations


@pytest.fixture
def pbx(live: Any) -> Callable[..., httpx.Response]:
    """A PBX that opens the line's address."""
    with live.scope():
        load_rules(live.cast.estate)
        key = add_line(actor=live.cast.actor("lead"), name="民生热线").key
        seat_agent(live.cast.agent.pk, "801", actor=live.cast.actor("lead"))
    return lambda **values: httpx.get(f"{live.url}/hooks/pbx/{key}", params=values)


def test_the_screen_opens_before_the_first_word(
    live: Any, pbx: Any, browser_page: Callable[..., Page]
) -> None:
    resident = live.cast.people["resident"]
    page = browser_page(live.cast.agent)
    page.goto("/queue/")
    page.wait_for_load_state("networkidle")
    pbx(event="ringing", call_id="7", caller=resident.phone, ext="801")
    expect(page.locator(".caller-name")).to_have_text(resident.name)
    expect(page.locator("#id_phone")).to_have_value(resident.phone)
    pbx(event="answered", call_id="7", ext="801")
    page.locator("[data-words]").fill("一单元的楼道灯不亮了")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".saved-number")).to_be_visible()
    pbx(event="hangup", call_id="7", recording="https://pbx.example/7.wav")
    page.get_by_role("link", name="打开这件事").click()
    expect(page.get_by_role("link", name="听录音")).to_be_visible()


def test_words_on_the_screen_are_not_lost_to_a_ring(
    live: Any, pbx: Any, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(live.cast.agent)
    page.goto("/intake/call")
    page.wait_for_load_state("networkidle")
    page.locator("[data-words]").fill("还没说完")
    pbx(event="ringing", call_id="8", caller=live.cast.people["elder"].phone, ext="801")
    expect(page.locator(".ringing-call")).to_contain_text(live.cast.people["elder"].name)
    expect(page.locator("[data-words]")).to_have_value("还没说完")
    assert find_violations(page) == []


def test_a_missed_call_waits_in_the_queue(
    live: Any, pbx: Any, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(live.cast.agent)
    page.goto("/queue/")
    page.wait_for_load_state("networkidle")
    pbx(event="missed", call_id="9", caller=live.cast.people["elder"].phone)
    expect(page.get_by_text("未接来电")).to_be_visible()
    with live.scope():
        assert Matter.objects.filter(kind__code="callback").count() == 1
