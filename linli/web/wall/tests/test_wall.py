"""The wall: who sees it, what stands on it, and what does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.base.calendars.api import clock_at, now
from linli.matters.handling.api import open_matter
from linli.matters.routing.api import load_catalogue
from linli.web.accounts.testing import OutsideClient

PARTS = ("trouble/", "today/", "plan/", "figures/")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def estate(cast):
    load_catalogue(cast.estate)
    return cast


def tell(cast, who="resident", **over):
    fields = {
        "kind": "request", "category": "lift", "channel": "resident", "text": "我是张秀兰,电梯坏了",
        "place_id": next(iter(cast.actor(who).home_ids)),
    }  # fmt: skip
    return open_matter(actor=cast.actor(who), **{**fields, **over})


@pytest.mark.parametrize("who", ["lead", "agent", "secretary", "guard"])
def test_the_command_centre_sees_it(estate, sign_in, who):
    tell(estate)
    assert sign_in(estate.accounts[who]).get("/wall/").status_code == 200


@pytest.mark.parametrize("who", ["resident", "outsider", "worker", "clerk", "captain", "volunteer"])
@pytest.mark.parametrize("part", ["", *PARTS])
def test_nobody_else_does(estate, sign_in, who, part):
    assert sign_in(estate.accounts[who]).get(f"/wall/{part}").status_code == 403


def test_a_visitor_signs_in_and_a_screen_whose_session_ended_loads_anew(estate):
    visitor = OutsideClient()
    assert "/accounts/sign-in/" in visitor.get("/wall/")["Location"]
    part = visitor.get("/wall/trouble/", headers=HTMX)
    assert part.status_code == 204 and part["HX-Refresh"] == "true"


def test_dangers_stand_on_top_and_names_of_residents_nowhere(estate, sign_in):
    with clock_at(now() - timedelta(days=40)):
        late = tell(estate, category="heating", text="不热")
    danger = tell(estate, "owner", urgency="emergency")
    page = sign_in(estate.guard).get("/wall/").content.decode()
    assert page.index(danger.number) < page.index(late.number)
    assert 'class="alarm alarm-danger"' in page and 'class="alarm alarm-watch"' in page
    assert "plan-alarm" in page and "plan-watch" in page
    for secret in ("张秀兰", "1-1-101", "2-1-101", "电梯坏了"):
        assert secret not in page


def test_what_concerns_somebodys_life_is_not_named(estate, sign_in):
    tell(estate, category="elder_care", urgency="emergency", text="老人摔了")
    page = sign_in(estate.guard).get("/wall/trouble/").content.decode()
    assert "有人需要帮助" in page and "养老" not in page


def test_other_estates_do_not_show(estate, sign_in):
    matter = tell(estate, urgency="emergency")
    client = sign_in(estate.foreign_lead)
    client.__class__ = OutsideClient
    assert matter.number not in client.get("/wall/").content.decode()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_looks_as_before_does_not_move(estate, sign_in, part):
    client = sign_in(estate.guard)
    first = client.get(f"/wall/{part}", headers=HTMX)
    seen = first.content.decode().split("?seen=")[1].split('"')[0]
    assert client.get(f"/wall/{part}", {"seen": seen}, headers=HTMX).status_code == 204
    tell(estate, urgency="emergency")
    assert client.get(f"/wall/{part}", {"seen": seen}, headers=HTMX).status_code == 200


def test_a_screens_own_account_stays_signed_in_and_nobody_elses_day_grows(estate, sign_in):
    for who, stays in (("guard", True), ("agent", False)):
        client = sign_in(estate.accounts[who])
        client.get("/wall/")
        assert ("linli_wall_hour" in client.session) is stays
