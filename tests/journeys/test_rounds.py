"""A grid worker's day without network, and two workers in one household."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import PHONE

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DOORS = ("1-1-101", "1-1-201", "2-1-101")


@pytest.fixture
def estate(live):
    from linli.matters.rounds.testing import make_day
    from linli.matters.routing.api import load_catalogue

    with live.scope():
        load_catalogue(live.cast.estate)
        live.cast.round = make_day(live.cast, *DOORS)
    return live.cast


def open_walk(browser_page, account):
    page = browser_page(account, viewport=PHONE)
    page.watch.allow("ERR_INTERNET_DISCONNECTED")
    page.goto("/rounds/walk")
    page.wait_for_selector("[data-walk][data-ready]")
    page.evaluate("navigator.serviceWorker.ready")
    return page


def go_to(page, plate):
    page.locator(".round-door", has_text=plate).click()
    expect(page.locator("#door-name")).to_have_text(plate)


def tap(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def operations(live):
    from linli.matters.rounds.api import RoundOperation

    with live.scope():
        return list(RoundOperation.objects.order_by("seq"))


@pytest.mark.rule("GRID-03")
def test_a_day_without_network(browser_page, estate, live, assert_accessible):
    page = open_walk(browser_page, estate.grid_worker)
    assert_accessible(page)
    page.context.set_offline(True)
    page.goto("/rounds/walk")  # the page itself comes from the device
    go_to(page, "1-1-101")
    assert_accessible(page)
    tap(page, "见到人了")
    tap(page, "口头同意登记")
    tap(page, "还是这一家")
    page.get_by_text("有需要，记下来").click()
    page.get_by_label("是什么事").last.fill("厨房水管漏水")
    page.get_by_label("哪一类").last.select_option("water_pipe")
    need = page.locator("details", has_text="有需要，记下来")
    picture = {"name": "a.png", "mimeType": "image/png", "buffer": PNG}
    need.locator("input[type=file]").set_input_files(picture)
    expect(need.get_by_role("status")).to_have_text("照片已收在本机，连上网一起送。")
    page.locator("details", has_text="有需要，记下来").get_by_role(
        "button", name="记成事项"
    ).click()
    page.get_by_text("回到走访单").click()
    go_to(page, "1-1-201")
    tap(page, "没人在家")
    tap(page, "下一家")
    expect(page.locator("#door-name")).to_have_text("2-1-101")
    page.get_by_label("赵业 · 电话").fill("13900000005")
    page.evaluate("dispatchEvent(new Event('online'))")  # a try to send goes over it
    page.wait_for_timeout(300)
    expect(page.get_by_label("赵业 · 电话")).to_have_value("13900000005")
    page.locator(".round-value", has_text="电话").get_by_role("button", name="记下").click()
    expect(page.locator(".round-value", has_text="13900000005")).to_be_visible()  # it is kept
    expect(page.locator("#round-status")).to_contain_text("还没送出")
    assert not operations(live)
    page.goto("/rounds/walk")  # switched off and on, still without network
    expect(page.locator("#round-status")).to_contain_text("还没送出")
    page.context.set_offline(False)
    page.goto("/rounds/walk")
    expect(page.locator("#round-status")).to_contain_text("都送出了")
    kinds = [(one.place.plate, one.kind, one.result) for one in operations(live)]
    assert ("1-1-201", "visit", "done") in kinds
    assert {result for _, _, result in kinds} == {"done"}
    with live.scope():
        from linli.estate.models import Person
        from linli.matters.handling.api import Matter

        assert Matter.objects.get().place.plate == "1-1-101"
        assert Matter.objects.get().files.count() == 1
        assert Person.objects.get(name="赵业").phone == "13900000005"
    go_to(page, "1-1-101")
    expect(page.get_by_text("已记成事项").first).to_be_visible()


def test_two_workers_in_one_household(browser_page, estate, live):
    from linli.matters.rounds.testing import make_day

    with live.scope():
        make_day(live.cast, "1-1-101", by="clerk")
    pages = [open_walk(browser_page, who) for who in (estate.grid_worker, estate.clerk)]
    for n, page in enumerate(pages):
        page.context.set_offline(True)
        go_to(page, "1-1-101")
        page.get_by_label("张秀兰 · 电话").fill(f"1390000001{n}")
        page.locator(".round-value", has_text="电话").get_by_role("button", name="记下").click()
        expect(page.locator("#round-status")).to_contain_text("还没送出")
    for page in pages:
        page.context.set_offline(False)
        expect(page.locator("#round-status")).to_contain_text("都送出了", timeout=15_000)
    assert [one.result for one in operations(live)].count("conflict") == 1
    pages[0].goto("/rounds/questions")
    pages[0].get_by_role("button", name="按走访问到的改").click()
    expect(pages[0].get_by_text("没有待定的")).to_be_visible()
    with live.scope():
        from linli.estate.models import Person

        assert Person.objects.get(name="张秀兰").phone == "13900000011"


def test_signed_out_it_keeps_the_notes_and_goes_on(browser_page, estate, live):
    from tests.journeys.pages import sign_in_context

    page = open_walk(browser_page, estate.grid_worker)
    page.watch.allow("401")
    page.context.set_offline(True)
    go_to(page, "1-1-101")
    tap(page, "见到人了")
    page.context.clear_cookies(name="linli_session")
    page.context.set_offline(False)
    expect(page.locator("#round-status")).to_contain_text("登录已过期", timeout=15_000)
    expect(page.get_by_text("张秀兰")).to_have_count(0)
    assert not operations(live)
    sign_in_context(page.context, estate.grid_worker, live.url)
    page.goto("/rounds/walk")
    expect(page.locator("#round-status")).to_contain_text("都送出了")
    assert [one.kind for one in operations(live)] == ["visit"]


def test_signing_out_takes_the_lists_along(browser_page, estate, live):
    page = open_walk(browser_page, estate.grid_worker)
    go_to(page, "1-1-101")
    tap(page, "见到人了")
    page.locator("summary[aria-label*='菜单']").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/sign-in/**")
    assert [one.kind for one in operations(live)] == ["visit"], "sent before it goes"
    left = page.evaluate(
        """() => new Promise((done) => { const r = indexedDB.open("linli-rounds");
        r.onsuccess = () => { const all = r.result.transaction("lists").objectStore("lists").getAll();
        all.onsuccess = () => done(all.result.length); }; })"""
    )
    assert left == 0
