"""The accountant issues a quarter's fees, the resident sees how the own bill came about."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from linli.base.calendars.api import today
from linli.estate.models import Household
from linli.money.fees.testing import make_fees
from tests.journeys.pages import PHONE


@pytest.fixture
def estate(live):
    """The cast's estate with its books and prices; the tenant's household is low-income."""
    with live.scope():
        make_fees(live.cast)
        Household.objects.filter(home__place__plate="2-1-201").update(low_income=True)
    return live


def test_a_quarter_from_the_waiver_to_the_phone(estate, browser_page, assert_accessible):
    accountant = browser_page(estate.cast.accountant)
    accountant.goto("/fees/")
    assert_accessible(accountant)
    accountant.get_by_role("link", name="物业费").first.click()
    accountant.get_by_role("link", name="提一项减免").click()
    accountant.get_by_label("名称").fill("低保家庭减半")
    accountant.get_by_label("减百分之几").fill("50")
    accountant.get_by_label("法律依据").fill("区住建〔2020〕5号")
    accountant.get_by_label("从哪天起").fill("2026-01-01")
    assert_accessible(accountant)
    accountant.get_by_role("button", name="交给别人批准").click()
    expect(accountant.get_by_text("自己提的要由另一个人批准。")).to_be_visible()
    assert_accessible(accountant)

    lead = browser_page(estate.cast.lead)
    lead.goto("/fees/")
    lead.get_by_role("link", name="物业费：低保家庭减半").click()
    lead.get_by_role("button", name=re.compile("批准")).first.click()
    expect(lead.locator(".badge-word", has_text="在用")).to_be_visible()

    accountant.goto("/fees/runs/new")
    accountant.get_by_label("哪一期").fill("2026Q4")
    accountant.get_by_label("哪天前交").fill(str(today() + timedelta(days=30)))
    assert_accessible(accountant)
    accountant.get_by_role("button", name="算一遍，看预览").click()
    expect(accountant.get_by_text("80 m² × 0.80 元 × 3 个月 = 192.00").first).to_be_visible()
    assert_accessible(accountant)
    accountant.get_by_role("link", name=re.compile("要补的")).click()
    expect(accountant.get_by_text("没有登记谁来交").first).to_be_visible()
    accountant.get_by_role("button", name="全部发出").click()
    accountant.locator("dialog[open]").get_by_role("button", name="全部发出").click()
    expect(accountant.get_by_text("都发出了。")).to_be_visible()
    assert_accessible(accountant)

    tenant = browser_page(estate.cast.tenant, viewport=PHONE, elder=True)
    tenant.goto("/my/")
    tenant.get_by_role("link", name="缴费").first.click()
    expect(tenant.get_by_text("现在要交")).to_be_visible()
    assert_accessible(tenant)
    tenant.get_by_role("link", name=re.compile("物业费 2026 年第 4 季度")).click()
    expect(tenant.get_by_text("依据：区住建〔2020〕5号")).to_be_visible()
    expect(tenant.get_by_text("80 m² × 0.80 元 × 3 个月")).to_be_visible()
    assert_accessible(tenant)

    accountant.goto("/fees/rates?period=2026Q4")
    expect(accountant.get_by_role("heading", name="全小区")).to_be_visible()
    assert_accessible(accountant)
    accountant.get_by_role("link", name="2号楼").first.click()
    expect(accountant.get_by_text("2-1-201").first).to_be_visible()
    assert_accessible(accountant)
