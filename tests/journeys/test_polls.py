"""Scene 8: residents, most of whom rent, are asked, answer, and hear what became of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import PHONE, overflowing


@pytest.fixture
def poll(live):
    from linli.voice.polls.testing import submit_poll, write_draft

    with live.scope():
        made = write_draft(live.cast, is_anonymous=True)
        return submit_poll(made.pk, actor=live.cast.actor("secretary"))


def close(live, poll):
    from linli.base.calendars.api import clock_at
    from linli.voice.polls.api import count_closed_poll

    with live.scope(), clock_at(poll.closes_at):
        count_closed_poll(poll.pk, actor=live.cast.actor("lead"))


def click(page, name, role="button"):
    page.get_by_role(role, name=name).first.click()


def answer(page, choice):
    """Three questions and the look over all."""
    page.get_by_label(choice, exact=True).check()
    click(page, "下一步")
    page.get_by_label("长椅").check()
    click(page, "下一步")
    page.get_by_role("textbox").fill("多种两棵树。")
    click(page, "下一步")
    expect(page.get_by_role("heading", name="看一眼再交")).to_be_visible()


@pytest.mark.rule("OWN-07")
@pytest.mark.slow
def test_asked_answered_and_told(browser_page, live, poll, assert_accessible):
    cast = live.cast
    lead = browser_page(cast.lead)
    lead.goto(f"/polls/{poll.pk}")
    assert_accessible(lead)
    click(lead, "批准")
    expect(lead.get_by_text("到时间自己开始")).to_be_visible()

    tenant = browser_page(cast.tenant, viewport=PHONE, elder=True)
    tenant.goto("/polls/")
    assert_accessible(tenant)
    click(tenant, "现在投", "link")
    click(tenant, "下一步")  # nothing chosen yet
    expect(tenant.get_by_role("alert")).to_be_visible()
    tenant.watch.allow("422")
    assert_accessible(tenant)
    answer(tenant, "不改")
    assert_accessible(tenant)
    assert overflowing(tenant) == 0
    click(tenant, "交上去")
    expect(tenant.get_by_text("您这一票收到了")).to_be_visible()

    captain = browser_page(cast.captain, viewport=PHONE)
    captain.goto(f"/polls/{poll.pk}/help")
    captain.fill("#plate", "1-1-201")
    click(captain, "找这一户")
    assert_accessible(captain)
    click(captain, "开始", "link")
    answer(captain, "改")
    captain.fill("#confirmation", "念给本人听，本人点头")
    assert_accessible(captain)
    click(captain, "交上去")
    expect(captain.get_by_text("收到了，谢谢")).to_be_visible()

    close(live, poll)
    lead.reload()
    lead.fill("#outcome", "花坛留着,东边划六个车位,下月开工。")
    assert_accessible(lead)
    click(lead, "告诉大家，归档")
    tenant.reload()
    expect(tenant.get_by_text("东边划六个车位")).to_be_visible()
    expect(tenant.get_by_text("2 票 / 共 4 票")).to_be_visible()
    assert_accessible(tenant)


@pytest.mark.slow
def test_a_poll_is_written_at_the_desk(browser_page, live, assert_accessible):
    secretary = browser_page(live.cast.secretary, language="en")
    secretary.goto("/polls/new")
    assert_accessible(secretary)
    secretary.fill("#id_title", "晚上几点关大门")
    secretary.fill("#id_intro", "Safety and late shifts.")
    secretary.fill("#id_text1", "几点关?")
    secretary.fill("#id_options1", "十点\n十一点")
    click(secretary, "Save the draft")
    expect(secretary.get_by_role("heading", name="晚上几点关大门")).to_be_visible()
    assert_accessible(secretary)
