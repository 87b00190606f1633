"""A served estate and a watched browser for the walks in this folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.live_server import Live, LiveServer
from tests.journeys.pages import DESK, Watch, find_violations, overflowing, sign_in_context

# Playwright keeps an event loop in the thread of the tests, which Django would take for async code
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all walks of this process."""
    path = os.environ.get("LINLI_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def live(committed_db: Any, settings: Any) -> Iterator[Live]:
    """The cast's estate in a fresh database, served on a free port; writes commit."""
    from linli.base.scopes.api import all_estates
    from linli.estate.testing import make_cast
    from linli.web.wsgi import application

    with all_estates():
        cast = make_cast()
    server = LiveServer(application)
    settings.LINLI = settings.LINLI.model_copy(update={"stream_url": server.url})
    server.start()
    yield Live(server.url, cast)
    server.stop()


@pytest.fixture
def browser_page(browser: Browser, live: Live) -> Iterator[Callable[..., Page]]:
    """Opens pages as somebody: `browser_page(cast.agent, viewport=PHONE, language="en")`.

    Relative addresses go to the live server. After the walk every page's console must be clean;
    `page.watch.allow("409")` excuses a refusal that the walk provokes.
    """
    contexts: list[Any] = []
    watches: list[Watch] = []

    def open_as(
        account: Any = None,
        viewport: dict[str, int] | None = None,
        elder: bool = False,
        language: str = "zh-hans",
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=live.url,
            viewport=viewport or DESK,
            locale="en-GB" if language == "en" else "zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(8000)
        context.add_cookies(
            [
                {"name": "linli_language", "value": language, "url": live.url},
                {"name": "linli_elder", "value": "1" if elder else "0", "url": live.url},
            ]
        )
        sign_in_context(context, account, live.url)
        page = context.new_page()
        watch = Watch(page)
        page.watch = watch  # type: ignore[attr-defined]
        contexts.append(context)
        watches.append(watch)
        return page

    yield open_as
    complaints = [line for watch in watches for line in watch.complaints()]
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """No axe violation, and no sideways scrolling, on the page as it stands."""

    def check(page: Page) -> None:
        page.wait_for_load_state("load")
        violations = find_violations(page)
        assert not violations, f"{page.url}\n" + "\n".join(violations)
        assert overflowing(page) <= 0, f"{page.url} scrolls sideways"

    return check
