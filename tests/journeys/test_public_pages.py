"""Pages for anyone in a real browser: usable, light, and answered from a slip."""

from __future__ import annotations

import pytest

from tests.journeys.pages import PHONE

LAPTOP = {"width": 1280, "height": 800}
MOST_BYTES = 90_000  # page and sheets, uncompressed: about a second on an old phone's line


@pytest.fixture
def matter(live):
    from linli.matters.handling.api import open_matter
    from linli.matters.routing.api import load_catalogue

    cast = live.cast
    with live.scope():
        load_catalogue(cast.estate)
        actor = cast.actor("resident")
        return open_matter(
            actor=actor, kind="request", category="lift", channel="resident",
            text="电梯门关不上", place_id=next(iter(actor.home_ids)),
        )  # fmt: skip


def slip_of(live, matter):
    from linli.matters.handling.api import follow_token

    with live.scope():
        return f"/public/f/{follow_token(matter)}"


@pytest.mark.rule("A11-03")
@pytest.mark.parametrize(
    ("viewport", "elder", "language"),
    [(PHONE, False, "zh-hans"), (LAPTOP, False, "en"), (PHONE, True, "en")],
    ids=["phone", "laptop-english", "elder-english"],
)
def test_everybody_can_read_them(
    browser_page, live, matter, assert_accessible, viewport, elder, language
):
    page = browser_page(viewport=viewport, elder=elder, language=language)
    for address in ("/public/", f"/public/{live.cast.estate.code}/", slip_of(live, matter)):
        page.goto(address)
        assert_accessible(page)


def test_few_bytes_and_no_script_are_fetched(browser_page, live, matter):
    page = browser_page(viewport=PHONE)
    fetched = {}
    page.on("response", lambda answer: fetched.update({answer.url: len(answer.body())}))
    page.goto(f"/public/{live.cast.estate.code}/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in fetched if url.endswith((".js", ".mjs"))]
    assert sum(fetched.values()) < MOST_BYTES, fetched


def test_a_letter_writer_answers_from_the_slip(browser_page, live, matter):
    page = browser_page(viewport=PHONE)
    page.goto(slip_of(live, matter))
    assert matter.number in page.locator("h1").inner_text()
    page.fill("#id_text", "是东边那部")
    page.get_by_role("button", name="送出").click()
    assert "收到了" in page.locator(".notice-success").inner_text()
