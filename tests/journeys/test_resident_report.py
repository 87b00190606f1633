"""A resident's phone: telling something through dead networks and ended sessions."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import PHONE


@pytest.fixture
def estate(live):
    from linli.matters.routing.api import load_catalogue

    live.cast.estate.hotline = "0319-0000-110"
    with live.scope():
        live.cast.estate.save()
        load_catalogue(live.cast.estate)
    return live.cast


def matters(live):
    from linli.matters.handling.api import Matter

    with live.scope():
        return list(Matter.objects.order_by("id"))


def write(page, text):
    page.goto("/my/report/")
    page.fill("#id_text", text)


def go_on(page):
    page.locator("[data-step-next]:visible").click()


def test_three_steps_from_the_first_page_to_the_number(browser_page, estate, live):
    page = browser_page(estate.resident, viewport=PHONE)
    page.goto("/my/")
    page.get_by_role("link", name="我要说事").click()
    page.fill("#id_text", "电梯门关不上,夹人")
    go_on(page)
    assert page.locator("#id_text").is_hidden()
    page.get_by_label("别的地方").check()
    page.locator("summary", has_text="在平面图上点").click()
    page.locator(".plan a", has_text="2号楼").click()
    page.locator("#id_part").select_option(label="2-1")
    go_on(page)
    assert page.locator("[data-recap-of=where]").inner_text() == "2-1"
    expect(page.locator("#id_category")).to_have_value("")
    page.locator("[data-chip=category][data-value=lift]").click()
    expect(page.locator("#id_category")).to_have_value("lift")
    page.get_by_role("button", name="送出").click()
    page.wait_for_url("**/sent/**")
    (matter,) = matters(live)
    assert page.locator(".sent-number").inner_text().strip().endswith(matter.number)
    assert (matter.place.plate, matter.category.code) == ("2-1", "lift")
    page.goto("/my/report/")
    assert page.input_value("#id_text") == "", "the draft goes once it has arrived"


@pytest.mark.rule("REQ-02")
def test_danger_raises_the_numbers_while_one_still_writes(browser_page, estate):
    page = browser_page(estate.resident, viewport=PHONE)
    write(page, "厨房着火了")
    call = page.locator("#emergency a[href='tel:119']")
    call.wait_for()
    box = call.bounding_box()
    assert box and box["height"] >= 44 and box["y"] + box["height"] < PHONE["height"]
    page.fill("#id_text", "厨房的灯不亮")
    call.wait_for(state="detached")


def test_a_double_click_sends_one(browser_page, estate, live):
    page = browser_page(estate.resident, viewport=PHONE)
    write(page, "单元门坏了")
    go_on(page)
    go_on(page)
    page.get_by_role("button", name="送出").dblclick()
    page.wait_for_url("**/sent/**")
    assert len(matters(live)) == 1


def test_without_a_network_it_waits_and_goes_out_once(browser_page, estate, live):
    page = browser_page(estate.resident, viewport=PHONE)
    page.watch.allow("ERR_INTERNET_DISCONNECTED")
    page.watch.allow("htmx:")  # neighbours' matters may be asked for at that very moment
    write(page, "单元门坏了")
    go_on(page)
    go_on(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="送出").click()
    page.get_by_text("还没送出").wait_for()
    assert not matters(live)
    page.context.set_offline(False)
    page.wait_for_url("**/sent/**")
    assert [m.title for m in matters(live)] == ["单元门坏了"]


def test_an_answer_that_was_lost_does_not_double_it(browser_page, estate, live):
    page = browser_page(estate.resident, viewport=PHONE)
    page.watch.allow("ERR_")
    write(page, "单元门坏了")
    go_on(page)
    go_on(page)

    def lose_the_answer(route):
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route("**/my/report/", lose_the_answer, times=1)
    page.get_by_role("button", name="送出").click()
    page.get_by_text("还没送出").wait_for()
    assert len(matters(live)) == 1
    # the phone is switched off and on: the draft comes back, and with it the form's key
    page.goto("/my/report/")
    expect(page.locator("#id_text")).not_to_have_value("")
    go_on(page)
    go_on(page)
    page.get_by_role("button", name="送出").click()
    page.wait_for_url("**/sent/**")
    assert len(matters(live)) == 1


def test_an_ended_session_keeps_the_draft(browser_page, estate, live):
    from tests.journeys.pages import sign_in_context

    page = browser_page(estate.resident, viewport=PHONE)
    write(page, "单元门坏了")
    go_on(page)
    go_on(page)
    kept = [c for c in page.context.cookies() if c["name"] != "linli_session"]
    page.context.clear_cookies()
    page.context.add_cookies(kept)
    page.get_by_role("button", name="送出").click()
    page.wait_for_url("**/accounts/sign-in/**")
    assert not matters(live)
    sign_in_context(page.context, estate.resident, live.url)
    page.goto("/my/report/")
    expect(page.locator("#id_text")).to_have_value("单元门坏了")
    go_on(page)
    go_on(page)
    page.get_by_role("button", name="送出").click()
    page.wait_for_url("**/sent/**")
    assert len(matters(live)) == 1


def test_it_works_without_scripts(browser_page, estate, live):
    page = browser_page(estate.resident, viewport=PHONE, java_script_enabled=False)
    write(page, "单元门坏了")
    page.get_by_role("button", name="送出").click()
    assert "/sent/" in page.url
    assert len(matters(live)) == 1


def test_a_file_that_is_no_picture_is_said_on_the_phone(browser_page, estate, live, tmp_path):
    page = browser_page(estate.resident, viewport=PHONE)
    fake = tmp_path / "photo.jpg"
    fake.write_bytes(b"not a picture")
    page.goto("/my/report/")
    page.set_input_files("#id_pictures", fake)
    page.locator(".photos-list .field-error").wait_for()


PAGES = ("/my/", "/my/report/", "/my/matters/", "/my/help/", "/my/services/door/")


@pytest.mark.rule("A11-01", "A11-03")
@pytest.mark.parametrize(
    ("viewport", "elder", "language"),
    [(PHONE, False, "zh-hans"), (PHONE, True, "zh-hans"), (PHONE, True, "en"),
     ({"width": 1280, "height": 800}, False, "en")],
    ids=["phone", "elder", "elder-english", "desk-english"],
)  # fmt: skip
def test_every_page_can_be_used_by_everybody(
    browser_page, estate, live, assert_accessible, viewport, elder, language
):
    from linli.matters.handling.api import accept_matter, ask_reporter, finish_matter, open_matter

    home = None
    with live.scope():
        actor = estate.actor("resident")
        home = next(iter(actor.home_ids))
        numbers = []
        for text in ("电梯门关不上", "楼道灯不亮"):
            matter = open_matter(actor=actor, kind="request", category="lift", channel="resident",
                                 text=text, place_id=home)  # fmt: skip
            accept_matter(matter.pk, actor=estate.actor("worker"))
            numbers.append(matter.number)
        finish_matter(matter.pk, actor=estate.actor("worker"), text="好了")
        first = open_matter(actor=actor, kind="request", category="lift", channel="resident",
                            text="门禁", place_id=home)  # fmt: skip
        ask_reporter(first.pk, actor=estate.actor("agent"), text="几号门?")
        numbers.append(first.number)
    page = browser_page(estate.resident, viewport=viewport, elder=elder, language=language)
    for address in (
        *PAGES,
        *(f"/my/matters/{n}/" for n in numbers),
        f"/my/report/sent/{first.number}/",
    ):
        page.goto(address)
        assert_accessible(page)
        if language == "en":
            assert page.locator("html").get_attribute("lang") == "en"
    write(page, "厨房着火了")
    page.locator("#emergency .danger").wait_for()
    assert_accessible(page)
    for _ in range(2):
        go_on(page)
        assert_accessible(page)


@pytest.mark.rule("A11-01")
def test_large_type_is_large_and_its_targets_are_wide(browser_page, estate):
    page = browser_page(estate.resident, viewport=PHONE, elder=True)
    page.goto("/my/")
    assert page.locator(".tile").count() == 4
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.tile')).fontSize)")
    assert size >= 24
    for target in page.locator(".tile, .say a, .help-bar a, .help-bar button").all():
        box = target.bounding_box()
        assert box and box["width"] >= 60 and box["height"] >= 60
    assert page.get_by_role("link", name="请人帮我").first.is_visible()
