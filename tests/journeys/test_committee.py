"""Scene 7: a committee is seated, owes its duties, meets on a posted agenda, keeps its minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from linli.base.calendars.api import today
from linli.matters.testing import load_rules
from linli.voice.committee.api import BodyKind, LawfulDuty, open_appraisal, ring_duties
from linli.voice.committee.testing import make_body, make_called, make_members, make_term
from tests.journeys.pages import PHONE, overflowing


@pytest.fixture
def estate(live):
    """The owners' committee in its second month, with a meeting called for today."""
    with live.scope():
        load_rules(live.cast.estate)
        term = make_term(live.cast, starts_on=today() - timedelta(days=40), elected_on=today())
        make_members(live.cast, term)
        live.meeting = make_called(live.cast, term)
        ring_duties()
    return live


def test_a_committee_meets_and_its_minutes_hang(estate, browser_page, assert_accessible):
    chair = browser_page(estate.cast.owners_chair)
    chair.goto(f"/committee/meetings/{estate.meeting.pk}")
    for name in ("戴业委", "邱业委", "张秀兰"):
        chair.get_by_label(name, exact=True).check()
    assert_accessible(chair)
    chair.get_by_role("button", name="签到").click()
    expect(chair.get_by_text("签到记下了。")).to_be_visible()
    for name in ("戴业委", "邱业委", "张秀兰"):
        chair.get_by_label(name, exact=True).last.select_option("yes")
    assert_accessible(chair)
    chair.get_by_role("button", name="记下表决").click()
    chair.get_by_role("button", name="会开完了").click()
    chair.locator("dialog[open]").get_by_role("button", name="会开完了").click()
    expect(chair.locator(".badge-word", has_text="通过")).to_be_visible()
    chair.get_by_role("link", name="写会议记录").click()
    chair.get_by_label("会议记录", exact=True).fill("同意修东门的灯,用最低的一家。")
    assert_accessible(chair)
    chair.get_by_role("button", name="存好").click()
    chair.get_by_role("button", name="我签字").click()

    member = browser_page(estate.cast.owners_member, viewport=PHONE)
    member.goto(f"/committee/meetings/{estate.meeting.pk}")
    assert_accessible(member)
    member.get_by_role("button", name="我签字").click()
    chair.reload()
    chair.get_by_role("button", name="公布会议记录").click()
    expect(chair.get_by_text("和公布时一样。")).to_be_visible()
    assert_accessible(chair)

    anybody = browser_page(viewport=PHONE)
    anybody.goto(f"/public/{estate.cast.estate.code}/committees/")
    expect(anybody.get_by_text("戴业委")).to_be_visible()
    assert_accessible(anybody)
    anybody.get_by_role("link", name="业主委员会").click()
    anybody.get_by_role("link", name="第一次会议").click()
    expect(anybody.get_by_text("同意修东门的灯,用最低的一家。")).to_be_visible()
    assert_accessible(anybody)


def test_a_body_is_set_up_and_its_duties_ring(estate, browser_page, assert_accessible):
    secretary = browser_page(estate.cast.secretary)
    secretary.goto("/committee/duties")
    expect(secretary.get_by_text("业主委员会：向区县住建部门和街道备案").first).to_be_visible()
    assert_accessible(secretary)
    secretary.get_by_role("link", name="业主委员会：向区县住建部门和街道备案").click()
    assert_accessible(secretary)
    proof = {"name": "r.png", "mimeType": "image/png", "buffer": _picture()}
    secretary.get_by_label("凭证").set_input_files([proof])
    secretary.get_by_role("button", name="办完了").click()
    expect(secretary.get_by_text("办完了，凭证存好了。")).to_be_visible()
    with estate.scope():
        assert LawfulDuty.objects.get(code="filing").done_at is not None

    secretary.goto("/committee/new")
    secretary.get_by_label("哪个组织").select_option("supervision_committee")
    secretary.get_by_label("对应的单位").select_option(label="社区居委会")
    assert_accessible(secretary)
    secretary.get_by_role("button", name="登记", exact=True).click()
    with estate.scope():
        body = make_body(estate.cast)
    secretary.goto(f"/committee/{body.pk}/term")
    secretary.watch.allow("422")
    secretary.get_by_label("委员人数").fill("6")
    secretary.get_by_role("button", name="登记", exact=True).click()
    expect(secretary.locator(".field-error", has_text="单数")).to_be_visible()
    assert_accessible(secretary)

    elder = browser_page(estate.cast.elder, viewport=PHONE, elder=True)
    elder.goto("/committee/")
    expect(elder.locator(".person-name", has_text="王德山")).to_be_visible()
    assert_accessible(elder)


def test_a_household_appraises_one_question_a_screen(live, browser_page, assert_accessible):
    with live.scope():
        term = make_term(live.cast, BodyKind.RESIDENTS)
        open_appraisal(term.pk, actor=live.cast.actor("secretary"), opens_on=today(),
                       closes_on=today() + timedelta(days=14))  # fmt: skip
    elder = browser_page(live.cast.elder, viewport=PHONE, elder=True)
    elder.goto("/committee/")
    elder.get_by_role("link", name="去评").click()
    for mark in ("5 很好", "2 不太好", "4 好", "4 好"):
        elder.locator("[data-step]:visible").get_by_label(mark).check()
        assert_accessible(elder)
        assert overflowing(elder) == 0
        elder.locator("[data-step-next]:visible").click()
    elder.locator("[data-step-back]:visible").click()
    elder.locator("[data-step]:visible").get_by_label("3 一般").check()
    elder.locator("[data-step-next]:visible").click()
    expect(elder.locator("[data-recap-of=diligent]")).to_have_text("2 不太好")
    expect(elder.locator("[data-recap-of=results]")).to_have_text("3 一般")
    assert_accessible(elder)
    elder.get_by_role("button", name="就这样评").click()
    expect(elder.get_by_text("您家评过了，谢谢。")).to_be_visible()
    captain = browser_page(live.cast.captain, viewport=PHONE)
    captain.goto(elder.url)
    captain.locator("#plate").fill("1-1-201")
    captain.get_by_role("button", name="找这一户").click()
    expect(captain.get_by_text("这一户评过了。")).to_be_visible()
    assert_accessible(captain)


def _picture() -> bytes:
    import io

    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(data, "PNG")
    return data.getvalue()
