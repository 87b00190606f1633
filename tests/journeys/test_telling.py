"""Telling people, in a browser: a message to many, and a notice for its lawful days."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from linli.base.calendars.api import today
from linli.contact.mailings.api import Mailing
from linli.contact.notices.api import Notice
from tests.journeys.pages import PHONE


@pytest.fixture
def estate(live):
    """The cast's estate; the elder has no phone. It is never night: the hours of quiet lie ahead."""
    from linli.contact.messages.api import set_quiet_hours

    with live.scope():
        elder = live.cast.people["elder"]
        elder.phone = ""
        elder.save(update_fields=["phone"])
        ahead = (datetime.now(UTC) + timedelta(hours=8 + 6)).time()
        later = (datetime.now(UTC) + timedelta(hours=8 + 7)).time()
        set_quiet_hours(actor=live.cast.actor("administrator"), quiet_from=ahead, quiet_until=later)
    return live


def test_a_message_to_all_from_the_draft_to_the_captains_tick(
    estate, browser_page, assert_accessible
):
    clerk = browser_page(estate.cast.clerk)
    clerk.goto("/mailings/")
    assert_accessible(clerk)
    clerk.get_by_role("link", name="写一条").first.click()
    clerk.get_by_label("标题", exact=True).fill("明天停水")
    clerk.get_by_label("中文", exact=True).fill("{姓名}您好：{楼栋}明天停水。")
    clerk.get_by_label("全小区").check()
    assert_accessible(clerk)
    clerk.get_by_role("button", name="存草稿，看预览").click()
    expect(clerk.get_by_text("会发给 4 人")).to_be_visible()
    expect(clerk.get_by_text("张秀兰您好：1号楼明天停水。")).to_be_visible()
    assert_accessible(clerk)
    clerk.get_by_role("button", name="交给别人批准").click()
    expect(clerk.get_by_text("自己写的群发要由另一个人批准。")).to_be_visible()

    lead = browser_page(estate.cast.lead)
    lead.goto("/mailings/")
    lead.get_by_role("link", name="明天停水").first.click()
    lead.get_by_role("button", name="批准并发出").click()
    with lead.expect_response(re.compile(r"/live\?keys=.*mailing")):  # of the page that follows
        lead.locator("dialog[open]").get_by_role("button", name="批准并发出").click()
    expect(lead.locator(".badge-word", has_text="正在发")).to_be_visible()
    estate.run_jobs()
    expect(lead.locator(".badge-word", has_text="发完了")).to_be_visible()  # by itself, live
    expect(lead.locator("[data-figure=sent]")).to_have_text("3")
    assert_accessible(lead)

    captain = browser_page(estate.cast.captain, viewport=PHONE)
    captain.goto("/mailings/carry")
    assert_accessible(captain)
    captain.get_by_role("link", name="明天停水").click()
    expect(captain.locator("b", has_text="王德山")).to_be_visible()
    assert_accessible(captain)
    captain.get_by_role("button", name=re.compile("说到了")).click()
    expect(captain.locator(".badge-word", has_text="说到了")).to_be_visible()
    expect(lead.locator("[data-figure=told]")).to_have_text("1")
    with estate.scope():
        assert Mailing.objects.get().state == "done"

    resident = browser_page(estate.cast.resident, viewport=PHONE, elder=True)
    resident.goto("/my/")
    resident.get_by_role("link", name="1 条新消息").click()
    expect(resident.get_by_text("张秀兰您好：1号楼明天停水。")).to_be_visible()
    assert_accessible(resident)
    resident.goto("/mailings/preference")
    resident.get_by_label("请楼长来说").check()
    assert_accessible(resident)
    resident.get_by_role("button", name="存好").click()
    expect(resident.get_by_text("记下了，以后这样通知。")).to_be_visible()


def test_a_notice_is_posted_seen_and_archived(estate, browser_page, assert_accessible):
    clerk = browser_page(estate.cast.clerk)
    clerk.goto("/notices/new")
    clerk.get_by_label("哪一类").select_option("disclosure")
    clerk.get_by_label("标题", exact=True).fill("十月物业收支")
    clerk.get_by_label("正文", exact=True).fill("收 10 元。\n支 8 元。")
    clerk.get_by_label("到哪天止").fill(str(today() + timedelta(days=3)))
    clerk.get_by_role("button", name="存草稿").click()
    expect(clerk.locator(".field-error", has_text="居务公开至少公示 15 天")).to_be_visible()
    clerk.watch.allow("422")
    clerk.get_by_label("到哪天止").fill(str(today() + timedelta(days=14)))
    assert_accessible(clerk)
    clerk.get_by_role("button", name="存草稿").click()
    assert_accessible(clerk)
    clerk.get_by_role("button", name="交给别人批准").click()

    lead = browser_page(estate.cast.lead)
    lead.goto("/notices/desk")
    assert_accessible(lead)
    lead.get_by_role("link", name="十月物业收支").click()
    lead.get_by_role("button", name="批准并贴出").click()
    lead.locator("dialog[open]").get_by_role("button", name="批准并贴出").click()
    expect(lead.get_by_text("和贴出来时一样。")).to_be_visible()

    resident = browser_page(estate.cast.resident, viewport=PHONE, elder=True)
    resident.goto("/my/")
    assert_accessible(resident)
    resident.get_by_role("link", name="十月物业收支").click()
    expect(resident.get_by_text("支 8 元。")).to_be_visible()
    assert_accessible(resident)
    lead.reload()
    expect(lead.get_by_text("1 人在网页上看过")).to_be_visible()
    lead.get_by_role("link", name="谁看过").click()
    expect(lead.get_by_text("张秀兰")).to_be_visible()
    assert_accessible(lead)

    with estate.scope():
        notice = Notice.objects.get()
    captain = browser_page(estate.cast.captain, viewport=PHONE)
    captain.goto(f"/notices/{notice.pk}/carry/{estate.cast.places['building1'].pk}")
    captain.get_by_role("button", name=re.compile("说到了")).click()
    expect(captain.locator(".badge-word", has_text="知道了")).to_be_visible()
    assert_accessible(captain)

    visitor = browser_page(None, viewport=PHONE, language="en")
    visitor.goto(f"/notices/of/{estate.cast.estate.code}/")
    assert_accessible(visitor)
    visitor.get_by_role("link", name="十月物业收支").click()
    expect(visitor.get_by_text("支 8 元。")).to_be_visible()
    assert_accessible(visitor)
