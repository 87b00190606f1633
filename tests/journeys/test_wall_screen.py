"""The wall on its screen: everything at one glance, and new trouble moves by itself."""

from __future__ import annotations

import pytest

SCREEN = {"width": 1920, "height": 1080}


@pytest.fixture
def estate(live):
    from linli.matters.routing.api import load_catalogue

    with live.scope():
        load_catalogue(live.cast.estate)
    return live.cast


def tell(live, **over):
    from linli.matters.handling.api import open_matter

    with live.scope():
        actor = live.cast.actor("resident")
        fields = {"kind": "request", "category": "lift", "channel": "resident", "text": "困在电梯里",
                  "place_id": next(iter(actor.home_ids)), "urgency": "emergency"}  # fmt: skip
        return open_matter(actor=actor, **{**fields, **over})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_stands_on_one_screen(browser_page, estate, live, assert_accessible, language):
    for _ in range(9):
        tell(live)
    page = browser_page(estate.guard, viewport=SCREEN, language=language)
    page.goto("/wall/")
    assert_accessible(page)
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= SCREEN["height"]
    for part in page.locator(".wall-side").all():
        cut = part.evaluate("e => e.scrollHeight - e.clientHeight")
        assert cut <= 1, "nothing is cut off"


def test_new_trouble_comes_by_itself_and_the_rest_stands_still(browser_page, estate, live):
    page = browser_page(estate.guard, viewport=SCREEN)
    with page.expect_response("**/live?**"):
        page.goto("/wall/")
    page.evaluate("document.querySelectorAll('.wall-head').forEach(e => e.dataset.before = '1')")
    matter = tell(live)
    line = page.locator(".alarm-danger", has_text=matter.number)
    line.wait_for()
    page.locator(".alarm-since", has_text=":").first.wait_for()
    page.locator(".plan-alarm").wait_for()
    assert page.locator(".wall-head").get_attribute("data-before") == "1"


def test_a_line_that_is_down_is_said_calmly(browser_page, estate):
    page = browser_page(estate.guard, viewport=SCREEN)
    page.watch.allow("ERR_")
    with page.expect_response("**/live?**"):
        page.goto("/wall/")
    page.context.set_offline(True)
    page.get_by_text("线断了").wait_for()
    page.context.set_offline(False)
    page.get_by_text("线断了").wait_for(state="hidden")
