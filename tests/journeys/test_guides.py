"""A question becomes an entry of the guide; a resident and an agent find it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import PHONE, overflowing


@pytest.fixture
def asked(live):
    from linli.matters.handling.api import tell_reporter
    from linli.matters.testing import load_rules, make_matter

    with live.scope():
        load_rules(live.cast.estate)
        matter = make_matter(live.cast, category="enquiry", kind="enquiry",
                             text="助浴怎么预约?")  # fmt: skip
        told = "打热线预约,周二、周四上门。"
        tell_reporter(matter.pk, actor=live.cast.actor("agent"), text=told)
        return matter


def click(page, name, role="button"):
    page.get_by_role(role, name=name, exact=True).first.click()


@pytest.mark.slow
def test_question_entry_found_by_resident_and_agent(browser_page, live, asked, assert_accessible):
    cast = live.cast
    writer = browser_page(cast.clerk)
    writer.goto(f"/guides/keep/new?matter={asked.pk}")
    expect(writer.locator("#id_what_zh")).to_have_value("打热线预约,周二、周四上门。")
    assert_accessible(writer)
    writer.fill("#id_title_zh", "助浴预约")
    writer.fill("#id_where_zh", "打电话就行")
    writer.fill("#id_keywords", "洗澡 擦身 上门洗澡")
    writer.select_option("#id_organisation", label="党群服务中心")
    click(writer, "存草稿，看样子")
    click(writer, "请同事核对")

    checker = browser_page(cast.lead)
    checker.goto("/guides/keep")
    assert_accessible(checker)
    click(checker, "助浴预约", "link")
    assert_accessible(checker)
    click(checker, "核对无误，发布")

    resident = browser_page(cast.elder, viewport=PHONE, elder=True)
    resident.goto("/guides/")
    resident.fill("#guide-q", "我想洗澡")
    click(resident, "找一找")
    assert_accessible(resident)
    resident.get_by_role("link", name="助浴预约").click()
    assert_accessible(resident)
    assert overflowing(resident) == 0
    resident.fill("#guide-lacking", "没写要不要钱。")
    click(resident, "告诉负责的人")
    expect(resident.get_by_text("负责的人会改")).to_be_visible()

    agent = browser_page(cast.agent)
    agent.goto("/intake/call")
    agent.locator("#id_text").press_sequentially("我妈走不动,能不能上门洗澡")
    expect(agent.locator(".guide-panel")).to_contain_text("打电话就行")
    assert_accessible(agent)
    click(agent, "照这条答了")
    expect(agent.get_by_text("记下了：照“助浴预约”答的")).to_be_visible()
