"""Scene 7: the contract stands there, what is due becomes work by itself, owners rate it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import PHONE, overflowing


@pytest.fixture
def contract(live):
    from linli.matters.testing import load_rules
    from linli.voice.contracts.testing import make_service_contract, make_version

    with live.scope():
        load_rules(live.cast.estate)
        made = make_service_contract(live.cast)
        make_version(live.cast, made.paper)
        return made


def run_clock(live):
    from linli.voice.contracts.api import run_schedules

    with live.scope():
        run_schedules()


def click(page, name, role="button"):
    page.get_by_role(role, name=name).first.click()


def rate_step_by_step(page, assert_accessible):
    """Five screens and a word; back and forth keeps what was chosen."""
    expect(page.locator("[data-step]:visible")).to_have_count(1)  # the script has come
    for mark in ("4 好", "5 很好", "1 很不好", "4 好"):
        page.locator("[data-step]:visible").get_by_label(mark).check()
        assert overflowing(page) == 0
        page.locator("[data-step-next]:visible").click()
    page.locator("[data-step-next]:visible").click()  # nothing chosen: it stays
    expect(page.get_by_role("heading", name="总的来说")).to_be_visible()
    assert fits_one_screen(page)
    page.locator("[data-step-back]:visible").click()
    expect(page.locator("[data-step]:visible").get_by_label("4 好")).to_be_checked()
    page.locator("[data-step-next]:visible").click()
    page.locator("[data-step]:visible").get_by_label("4 好").check()
    assert_accessible(page)
    page.locator("[data-step-next]:visible").click()
    page.get_by_label("还想说一句").fill("楼道扫得勤了。")
    page.locator("[data-step-next]:visible").click()
    expect(page.locator("[data-recap-of=repairs]")).to_have_text("1 很不好")
    expect(page.locator("[data-recap-of=comment]")).to_have_text("楼道扫得勤了。")
    assert_accessible(page)


def fits_one_screen(page):
    """Question, all five marks and the button fit the height of the phone."""
    step = page.locator("[data-step]:visible").bounding_box()
    return step["height"] <= page.viewport_size["height"]


@pytest.mark.slow
def test_rated_without_scripts(browser_page, live, contract):
    from linli.voice.contracts.models import ServiceRating

    page = browser_page(live.cast.tenant, viewport=PHONE, java_script_enabled=False)
    page.goto("/contracts/rate")
    for group in page.locator("fieldset").all():
        group.get_by_label("3 一般").check()
    page.get_by_role("button", name="交上去").click()
    with live.scope():
        assert ServiceRating.objects.get().overall == 3


@pytest.mark.rule("FEE-05")
@pytest.mark.slow
def test_from_the_promise_to_the_mark(browser_page, live, contract, assert_accessible):
    cast = live.cast
    lead = browser_page(cast.lead)
    lead.goto(f"/contracts/{contract.pk}")
    assert_accessible(lead)
    click(lead, "放进常用项目")
    expect(lead.get_by_text("放进了 15 项")).to_be_visible()
    assert_accessible(lead)
    run_clock(live)

    worker = browser_page(cast.worker, viewport=PHONE)
    worker.goto("/contracts/checks")
    assert_accessible(worker)
    assert overflowing(worker) == 0
    click(worker, "做好了")
    expect(worker.get_by_text("打卡了。")).to_be_visible()
    line = worker.locator(".check-line").first
    line.get_by_text("没做好、坏了").click()
    line.get_by_label("哪里不好").fill("楼道灯不亮")
    line.get_by_role("button", name="开成事项").click()
    expect(worker.get_by_text("已开成事项")).to_be_visible()

    owner = browser_page(cast.owner, viewport=PHONE, elder=True)
    owner.goto("/contracts/")
    assert_accessible(owner)
    click(owner, "五个问题", "link")
    rate_step_by_step(owner, assert_accessible)
    click(owner, "交上去")
    expect(owner.get_by_text("谢谢您")).to_be_visible()
    click(owner, "一项一项看", "link")
    assert_accessible(owner)
    owner.goto(f"/contracts/papers/{contract.paper_id}")
    expect(owner.get_by_text("楼道每天扫一遍")).to_be_visible()
    assert_accessible(owner)

    anyone = browser_page(viewport=PHONE)
    anyone.goto(f"/public/{cast.estate.code}/service")
    expect(anyone.get_by_role("heading", name="物业要做的")).to_be_visible()
    assert_accessible(anyone)
    english = browser_page(cast.owner, language="en")
    english.goto("/contracts/calendar")
    expect(english.get_by_text("Cleaning of entrances")).to_be_visible()
    assert_accessible(english)


@pytest.mark.rule("OWN-17")
@pytest.mark.slow
def test_all_neighbours_are_asked(browser_page, live, assert_accessible):
    from linli.estate.models import Home, Ownership

    cast = live.cast
    with live.scope():
        Ownership.objects.create(
            home=Home.objects.get(place__plate="2-1-201"), person=cast.people["tenant"]
        )
    lead = browser_page(cast.lead)
    lead.goto("/contracts/uses/new")
    lead.fill("#id_plate", "2-1-101")
    lead.fill("#id_business", "开一家理发店")
    click(lead, "列出名单")
    expect(lead.get_by_text("户登记里没有业主")).to_be_visible()
    assert_accessible(lead)
    tenant = browser_page(cast.tenant, viewport=PHONE, elder=True)
    tenant.goto("/contracts/uses")
    assert_accessible(tenant)
    click(tenant, "开一家理发店", "link")
    assert_accessible(tenant)
    tenant.get_by_role("button", name="同意", exact=True).click()
    expect(tenant.get_by_text("您的答复收到了")).to_be_visible()
    lead.reload()
    expect(lead.get_by_text("1 位同意")).to_be_visible()
