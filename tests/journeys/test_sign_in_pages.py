"""Signing in by hand: by password, by code, with a second factor; every page scanned."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page

from linli.contact.messages.api import Message
from tests.journeys.live_server import Live
from tests.journeys.pages import DESK, PHONE, find_violations, overflowing

pytestmark = pytest.mark.slow
PASSWORD = "门口那棵-石榴树88"


def scanned(page: Page) -> None:
    page.wait_for_load_state("load")
    assert find_violations(page) == []
    assert overflowing(page) <= 0


def with_password(live: Live, who: str) -> Any:
    account = getattr(live.cast, who)
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(("elder", "language"), [(False, "zh-hans"), (True, "en")])
def test_pages_before_the_sign_in(
    live: Live, browser_page: Callable[..., Page], viewport: Any, elder: bool, language: str
) -> None:
    page = browser_page(viewport=viewport, elder=elder, language=language)
    page.goto("/accounts/sign-in/")
    scanned(page)
    page.fill("[name=login]", "nobody")
    page.fill("[name=password]", "x")
    page.click("form[action$='/sign-in/'] button[type=submit]")
    page.wait_for_selector("[role=alert]")
    scanned(page)
    page.goto("/accounts/code/")
    scanned(page)
    page.fill("[name=phone]", "137 0000 0000")
    page.click("form[action$='/code/'] button[type=submit]")
    page.wait_for_selector("[name=code]")
    scanned(page)


def test_a_resident_signs_in_by_code(live: Live, browser_page: Callable[..., Page]) -> None:
    phone = live.cast.people["elder"].phone
    page = browser_page(viewport=PHONE)
    page.goto("/accounts/code/?next=/accounts/own/")
    page.fill("[name=phone]", phone)
    page.click("form[action$='/code/'] button[type=submit]")
    page.wait_for_selector("[name=code]")
    page.fill("[name=code]", Message.objects.latest("id").body[:6])
    page.click("main form button[type=submit]")
    page.wait_for_url("**/accounts/own/")
    assert "王德山" in page.inner_text("main")
    scanned(page)


def test_the_lead_enrols_and_reads_the_recovery_codes(
    live: Live, browser_page: Callable[..., Page]
) -> None:
    account = with_password(live, "lead")
    page = browser_page(viewport=PHONE)
    page.goto("/accounts/sign-in/")
    page.fill("[name=login]", account.username)
    page.fill("[name=password]", PASSWORD)
    page.click("form[action$='/sign-in/'] button[type=submit]")
    page.wait_for_url("**/second-factor/enrol/")
    scanned(page)
    secret = page.inner_text("code.num")
    assert re.fullmatch("[A-Z2-7]{32}", secret)
    page.fill("[name=code]", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url("**/second-factor/codes/")
    assert page.locator(".recovery-codes li").count() == 10
    scanned(page)
    for path in ("codes/new/", "end/"):
        page.goto(f"/accounts/second-factor/{path}")
        scanned(page)
    for path in ("own/", "password/", "sign-out/"):
        page.goto(f"/accounts/{path}")
        scanned(page)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_own_account_and_the_dialog(
    live: Live, browser_page: Callable[..., Page], viewport: Any
) -> None:
    page = browser_page(live.cast.agent, viewport=viewport)
    page.goto("/accounts/own/")
    scanned(page)
    page.click("[data-dialog=end-sessions]")
    page.wait_for_selector("dialog[open]")
    scanned(page)
    page.click("dialog[open] button[type=submit]")
    page.wait_for_url("**/accounts/sign-in/")
    page.goto("/accounts/own/")
    assert "/accounts/sign-in/" in page.url


def test_the_description_of_the_api(live: Live, browser_page: Callable[..., Page]) -> None:
    page = browser_page(live.cast.agent, viewport=DESK)
    page.goto("/api/docs/")
    scanned(page)
