"""The frame of the walks itself: served, signed in, watched."""

from __future__ import annotations

import pytest

from tests.journeys.pages import PHONE


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_of_all_parts_says_nothing_wrong(browser_page, live, language):
    page = browser_page(live.cast.agent, viewport=PHONE, language=language)
    page.goto("/look/")
    assert page.locator("html").get_attribute("lang") == ("en" if language == "en" else "zh-Hans")
    assert page.evaluate("document.documentElement.classList.contains('js')")


def test_a_complaint_is_heard(browser_page, live):
    page = browser_page(live.cast.agent)
    page.goto("/look/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    assert any("Content Security Policy" in line for line in page.watch.complaints())
    page.watch.allow("Content Security Policy")
