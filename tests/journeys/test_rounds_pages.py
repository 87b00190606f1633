"""The pages around rounds, on a phone and at the desk: whole, readable, without sideways scrolling."""

from __future__ import annotations

import os

import pytest

from tests.journeys.pages import DESK, PHONE


@pytest.fixture
def estate(live):
    from linli.base.calendars.api import now
    from linli.estate.models import Home
    from linli.estate.people.api import add_category
    from linli.estate.people.data import CategoryKind
    from linli.matters.rounds.api import Watch
    from linli.matters.rounds.testing import make_day, send, tap
    from linli.matters.routing.api import load_catalogue
    from linli.matters.testing import make_matter

    cast = live.cast
    with live.scope():
        load_catalogue(cast.estate)
        lead, elder = cast.actor("lead"), cast.people["elder"]
        add_category(elder.pk, actor=lead, kind=CategoryKind.ELDER_ALONE, source="本人")
        Watch.objects.create(person=elder, agreed=True, set_by=cast.grid_worker, set_at=now())
        make_matter(cast, place_id=cast.places["building1"].pk)
        cast.round = make_day(cast, doors=8)
        change = {"person": elder.pk, "field": "phone", "base": "0" * 32, "value": "13900000001"}
        send(cast, [tap(cast.round, "1-1-201", "propose", **change)])
        cast.door = Home.objects.get(place__plate="1-1-201").pk
    return cast


def shoot(page, name):
    """A picture to look at, where somebody asked for it."""
    if folder := os.environ.get("LINLI_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize(("name", "viewport"), [("phone", PHONE), ("desk", DESK)])
def test_pages_of_rounds_and_clears(browser_page, estate, assert_accessible, name, viewport):
    page = browser_page(estate.grid_worker, viewport=viewport)
    ways = {
        "rounds": "/rounds/", "round": f"/rounds/{estate.round.pk}/",
        "door": f"/rounds/{estate.round.pk}/doors/{estate.door}", "questions": "/rounds/questions",
        "clears": "/clears/", "lacks": "/clears/lacks?clear=household",
    }  # fmt: skip
    for key, address in ways.items():
        page.goto(address)
        assert_accessible(page)
        shoot(page, f"{key}-{name}")
    page.goto("/rounds/walk")
    page.wait_for_selector("[data-walk][data-ready]")
    shoot(page, f"walk-{name}")
    page.locator(".round-door", has_text="1-1-201").click()
    page.wait_for_selector("#door-name")
    assert_accessible(page)
    shoot(page, f"walk-door-{name}")


@pytest.mark.parametrize("elder", [False, True])
def test_the_captains_day_is_large(browser_page, estate, assert_accessible, elder):
    page = browser_page(estate.captain, viewport=PHONE, elder=elder)
    page.goto("/rounds/captain")
    assert_accessible(page)
    shoot(page, f"captain-{elder}")
    button = page.get_by_role("button", name="见到了")
    assert button.bounding_box()["height"] >= 60
    size = page.locator(".day-card p").first.evaluate("node => getComputedStyle(node).fontSize")
    assert float(size.removesuffix("px")) >= 20
    button.click()
    page.get_by_text("记下了").wait_for()
    assert page.get_by_text("都有消息").is_visible()


def test_the_lead_sets_how_long_things_stay_fresh(browser_page, estate, assert_accessible):
    page = browser_page(estate.lead)
    page.goto("/clears/limits")
    assert_accessible(page)
    page.get_by_label("联系电话", exact=True).fill("45")
    page.get_by_role("button", name="存好").click()
    page.get_by_text("新的天数从现在起算").wait_for()
