"""The desk's day in a browser: a call, a letter, the one queue, the worker's phone, the figures."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from linli.matters import testing
from linli.matters.handling.api import Matter
from tests.journeys.pages import PHONE


@pytest.fixture
def desk(live):
    """The cast's estate with its rules."""
    with live.scope():
        testing.load_rules(live.cast.estate)
    return live


def picture() -> dict[str, object]:
    data = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(data, "PNG")
    return {"name": "letter.png", "mimeType": "image/png", "buffer": data.getvalue()}


def test_a_call_by_keyboard_alone(desk, browser_page, assert_accessible):
    page = browser_page(desk.cast.agent)
    page.goto("/queue/")
    page.keyboard.press("n")
    page.wait_for_url("**/intake/call")
    page.keyboard.type("张秀")
    page.wait_for_selector("[data-caller]")
    page.keyboard.press("Enter")
    expect(page.locator(".caller-name")).to_have_text("张秀兰")
    expect(page.locator("#id_text")).to_be_focused()
    page.keyboard.type("厨房水管漏水了")
    expect(page.locator("#id_category")).to_have_value("water_pipe")
    expect(page.locator("#id_place")).to_have_value("1-1-101")
    assert_accessible(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".saved-number")
    with desk.scope():
        matter = Matter.objects.get()
        assert matter.reporter_id == desk.cast.people["resident"].pk
    expect(page.locator(".saved-number")).to_have_text(matter.number)
    assert_accessible(page)


def test_danger_comes_first(desk, browser_page, assert_accessible):
    page = browser_page(desk.cast.agent)
    page.goto("/intake/call")
    page.locator("#id_text").fill("我家煤气味很大，头晕")
    page.wait_for_selector(".emergency")
    assert_accessible(page)
    page.keyboard.press("Alt+t")
    page.wait_for_selector(".emergency-done")
    expect(page.locator("#id_urgency")).to_have_value("emergency")
    page.locator("#id_text").press("Control+Enter")
    page.wait_for_selector(".saved-number")


def test_a_letter_becomes_a_matter_with_a_slip(desk, browser_page, assert_accessible):
    page = browser_page(desk.cast.clerk)
    page.goto("/intake/letters")
    assert_accessible(page)
    page.set_input_files("#id_pages", [picture()])
    page.wait_for_selector("[data-photos-list] img")
    page.get_by_role("button", name="收好，开始打字").click()
    page.wait_for_url(re.compile(r"/intake/letters/\d+"))
    page.locator("#id_text").fill("楼道停电半个月，感应灯不亮。")
    page.locator("#id_place").fill("1-1-201")
    expect(page.locator("#id_category")).to_have_value("electricity")
    assert_accessible(page)
    page.locator("#id_text").press("Control+Enter")
    page.wait_for_selector(".saved-number")
    slip = page.get_by_role("link", name="打印回执").get_attribute("href")
    answer = page.request.get(slip)
    assert answer.headers["content-type"] == "application/pdf"


def test_the_queue_is_live_and_two_do_not_collide(desk, browser_page, assert_accessible):
    first, second = browser_page(desk.cast.worker), browser_page(desk.cast.worker2)
    first.goto("/queue/?view=to_accept")
    expect(first.locator(".empty-title").first).to_be_visible()
    with desk.scope():
        matter = testing.make_matter(desk.cast)
    expect(first.locator(".queue-sentence")).to_be_visible()  # came by itself
    first.keyboard.press("j")
    first.keyboard.press("Enter")
    first.wait_for_selector(".matter")
    assert_accessible(first)
    second.goto(f"/queue/{matter.number}")
    first.keyboard.press("a")
    expect(first.locator(".notice-success")).to_contain_text("您接下了这件事")
    second.watch.allow("409")
    second.keyboard.press("a")
    expect(second.locator("body")).to_contain_text("李师傅刚才改过这件事")
    first.keyboard.press("h")
    first.locator("#id_deed_reason").fill("要居委会先调解。")
    committee = desk.cast.organisations["committee"].pk
    first.locator("#id_deed_to").select_option(f"{committee}:")
    first.keyboard.press("Control+Enter")
    expect(first.locator(".notice-success")).to_contain_text("转出去了")


def test_what_came_before_the_stream_was_open_shows_too(desk, browser_page):
    page = browser_page(desk.cast.worker)
    held = []
    page.route("**/live?**", lambda route: held.append(route))
    page.goto("/queue/?view=to_accept")
    page.wait_for_timeout(200)
    with desk.scope():
        testing.make_matter(desk.cast)
    held[0].continue_()
    expect(page.locator(".queue-sentence")).to_be_visible()


def test_the_worker_on_the_phone_to_the_return_visit(desk, browser_page, assert_accessible):
    with desk.scope():
        matter = testing.make_accepted(desk.cast)
    phone = browser_page(desk.cast.worker, viewport=PHONE)
    phone.goto("/queue/today")
    assert_accessible(phone)
    phone.get_by_role("link", name="约时间").click()
    phone.locator("#id_deed_day").fill("2099-01-05")
    phone.locator("form.deed button[type=submit]").click()
    expect(phone.locator(".notice-success")).to_contain_text("约好了")
    phone.goto("/queue/today")
    phone.get_by_role("link", name="办完了").click()
    phone.set_input_files("#id_pictures", [picture()])
    phone.wait_for_selector("[data-photos-list] img")
    phone.locator("form.deed button[type=submit]").click()
    expect(phone.locator(".notice-success")).to_contain_text("办完了")
    assert_accessible(phone)
    caller = browser_page(desk.cast.agent2)
    caller.goto("/queue/visits")
    assert_accessible(caller)
    caller.keyboard.press("s")
    caller.wait_for_selector(".empty-title")
    with desk.scope():
        assert Matter.objects.get(pk=matter.pk).state == "closed"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_lead_opens_the_figures(desk, browser_page, assert_accessible, language):
    with desk.scope():
        matter = testing.make_closed(desk.cast)
    page = browser_page(desk.cast.lead, language=language)
    page.goto("/rates/?group_by=category")
    expect(page.locator("#rates canvas")).to_be_visible()
    assert_accessible(page)
    page.locator('a[href*="reckoning=solved"]').first.click()
    expect(page.locator(f'a[href*="{matter.number}"]').first).to_be_visible()
    assert_accessible(page)
    for address in ("/rates/honours", "/rates/work", "/routing/", f"/queue/{matter.number}/why"):
        page.goto(address)
        assert_accessible(page)
