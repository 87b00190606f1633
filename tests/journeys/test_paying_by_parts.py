"""Somebody cannot pay: parts on the phone, a talk at the desk, a demand with its proof."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from linli.base.calendars.api import today
from linli.matters.testing import load_rules
from linli.money.arrears.testing import issue_overdue, make_demand
from linli.money.fees.testing import bill_of, make_fees
from tests.journeys.pages import PHONE


@pytest.fixture
def estate(live):
    """The cast's estate, the second quarter unpaid; a demand waits for the captain."""
    with live.scope():
        load_rules(live.cast.estate)
        make_fees(live.cast)
        issue_overdue(live.cast, period="2026Q2", due_on=date(2026, 8, 1))
        make_demand(live.cast, bill_of("1-1-101"))
    return live


def test_parts_a_talk_and_a_demand(estate, browser_page, assert_accessible):
    tenant = browser_page(estate.cast.tenant, viewport=PHONE, elder=True)
    tenant.goto("/fees/own")
    tenant.get_by_role("link", name=re.compile("可以分几次交")).click()
    expect(tenant.get_by_role("heading", name="一时交不上")).to_be_visible()
    assert_accessible(tenant)
    tenant.get_by_role("link", name=re.compile("分几次交")).click()
    tenant.get_by_label("分几期").fill("3")
    tenant.get_by_label("第一期哪天交").fill(str(today() + timedelta(days=5)))
    assert_accessible(tenant)
    tenant.get_by_role("button", name="我同意这样交").click()
    expect(tenant.get_by_text("按约在交")).to_be_visible()
    assert_accessible(tenant)

    secretary = browser_page(estate.cast.secretary)
    secretary.goto("/arrears/")
    expect(secretary.get_by_text("分期在交")).to_be_visible()
    assert_accessible(secretary)
    secretary.get_by_role("link", name=re.compile("王德山")).click()
    secretary.get_by_label("上门").check()
    secretary.get_by_role("button", name="提醒过了，记下").click()
    expect(secretary.get_by_text("记下了：已经提醒过。")).to_be_visible()
    assert_accessible(secretary)

    captain = browser_page(estate.cast.captain, viewport=PHONE)
    captain.goto("/arrears/carry")
    assert_accessible(captain)
    captain.locator("main").get_by_role("link", name=re.compile(r"^C\d+")).click()
    captain.get_by_role("link", name="送到了，记凭据").click()
    captain.get_by_label("交给谁，或谁见证").fill("张秀兰本人")
    assert_accessible(captain)
    captain.get_by_role("button", name="记下").click()
    expect(captain.get_by_text("送达记下了，期限从这天算起。")).to_be_visible()
    assert_accessible(captain)

    agent = browser_page(estate.cast.agent)
    with estate.scope():
        home_id = bill_of("1-1-201").home_id
    agent.goto(f"/arrears/homes/{home_id}/help")
    agent.get_by_label("有什么难处").fill("住院了,这个月交不上。")
    assert_accessible(agent)
    agent.get_by_role("button", name="送出").click()
    expect(agent.get_by_text("收到了，会有人联系，一起想办法。")).to_be_visible()
