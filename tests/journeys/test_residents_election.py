"""The residents elect their committee: on the phone, at the door, on paper, counted, in office."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from linli.base.calendars.api import now
from linli.matters.testing import load_rules
from linli.voice.committee.api import BodyKind, find_body
from linli.voice.committee.testing import make_body
from linli.voice.elections.api import Election
from linli.voice.elections.testing import make_neighbours, make_open, voter_of
from tests.journeys.pages import PHONE


@pytest.fixture
def estate(live):
    """Six stand for five seats and the vote is open; twelve are on the roll."""
    with live.scope():
        load_rules(live.cast.estate)
        make_body(live.cast, BodyKind.RESIDENTS)
        live.people = make_neighbours()
        live.election = make_open(live.cast, live.people[:6])
    return live


def test_phone_door_and_paper_meet_in_one_box(estate, browser_page, assert_accessible):
    path = f"/elections/{estate.election.pk}"
    resident = browser_page(estate.cast.resident, viewport=PHONE, elder=True)
    resident.goto(path)
    assert_accessible(resident)
    resident.get_by_role("link", name="去投票").click()
    for n in (1, 2, 3, 4, 5):
        resident.get_by_label(f"{n}. 邻居{n}").check()
    assert_accessible(resident)
    resident.get_by_role("button", name="投进票箱").click()
    code = resident.locator("[data-receipt]").inner_text()
    assert re.fullmatch(r"[A-Z0-9]{4}(-[A-Z0-9]{4}){2}", code)
    assert_accessible(resident)
    resident.goto(f"{path}/receipt")
    resident.get_by_label("回执号").fill(code)
    resident.get_by_role("button", name="查", exact=True).click()
    expect(resident.get_by_text("在票箱里。")).to_be_visible()
    assert_accessible(resident)

    captain = browser_page(estate.cast.captain, viewport=PHONE)
    captain.goto(f"{path}/help")
    assert_accessible(captain)
    captain.get_by_role("link", name=re.compile("在这里投.*王德山")).click()
    captain.get_by_label("1. 邻居1").check()
    captain.get_by_label("本人在场，看过并确认").check()
    assert_accessible(captain)
    captain.get_by_role("button", name="投进票箱").click()
    expect(captain.get_by_text("您的回执号：")).to_be_visible()

    with estate.scope():
        number = voter_of(estate.election, estate.cast.people["owner"]).number
    desk, other = browser_page(estate.cast.agent), browser_page(estate.cast.clerk)
    desk.goto(f"{path}/help")
    desk.get_by_label("名单上的编号").fill(str(number))
    desk.get_by_role("button", name="发一张纸票").click()
    expect(desk.get_by_text("纸票发出去了")).to_be_visible()
    for page, words in ((desk, "第一遍录好了"), (other, "两遍一样，进票箱了。")):
        page.goto(f"{path}/paper")
        page.get_by_label("纸票上的编号").fill("1")
        page.get_by_label("2. 邻居2").check()
        page.get_by_role("button", name="录好了").click()
        expect(page.get_by_text(words)).to_be_visible()
    assert_accessible(other)


def test_the_count_brings_five_into_office(estate, browser_page, assert_accessible):
    from linli.voice.elections.api import cast_vote

    with estate.scope():
        chosen = list(estate.election.candidates.order_by("number").values_list("pk", flat=True))
        for person in estate.people:
            cast_vote(
                estate.election.pk, actor=estate.cast.actor("agent"),
                voter_id=voter_of(estate.election, person).pk, choices=chosen[:5],
                is_confirmed=True,
            )  # fmt: skip
        Election.objects.filter(pk=estate.election.pk).update(
            opens_at=now() - timedelta(days=2), closes_at=now() - timedelta(minutes=1)
        )
    secretary = browser_page(estate.cast.secretary)
    secretary.goto(f"/elections/{estate.election.pk}")
    assert_accessible(secretary)
    secretary.get_by_role("button", name="计票").click()
    secretary.locator("dialog[open]").get_by_role("button", name="计票").click()
    expect(secretary.locator(".badge-word", has_text="当选")).to_have_count(5)
    assert_accessible(secretary)
    secretary.get_by_role("button", name="当选的人上任").click()
    secretary.locator("dialog[open]").get_by_role("button", name="当选的人上任").click()
    expect(secretary.get_by_text("当选的人上任了。")).to_be_visible()
    with estate.scope():
        body = find_body("residents_committee")

    anybody = browser_page(viewport=PHONE)
    anybody.goto(f"/public/{estate.cast.estate.code}/elections/{estate.election.pk}")
    expect(anybody.locator(".badge-word", has_text="当选")).to_have_count(5)
    assert_accessible(anybody)
    anybody.goto(f"/public/{estate.cast.estate.code}/committees/{body.pk}")
    assert_accessible(anybody)
