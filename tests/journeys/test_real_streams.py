"""The queue on a screen before the real server: what comes in shows by itself, and does so again
after the stream process was killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from linli.cli.tests.test_serve import PATIENCE, Served
from tests.journeys.own_estate import PASSWORD
from tests.journeys.pages import DESK

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
SOON = PATIENCE * 1000  # ms until a thing must have shown


@pytest.fixture
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, dict[str, str]]]:
    """(the running server, names to sign in with)."""
    folder = tmp_path_factory.mktemp("streams")
    folder.chmod(0o755)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LINLI_", "DJANGO_"))}
    made = subprocess.run(
        [sys.executable, "-m", "tests.journeys.own_estate", str(folder)],
        env=kept, check=True, capture_output=True, text=True, timeout=PATIENCE * 2,
    )  # fmt: skip
    served = Served(folder)
    try:
        yield served.start(), json.loads(made.stdout.splitlines()[-1])
    finally:
        if served.process and served.process.poll() is None:
            served.process.terminate()
            served.process.wait(PATIENCE)


@pytest.fixture
def open_as(
    browser: Browser, estate: tuple[Served, dict[str, str]]
) -> Iterator[Callable[[str], Page]]:
    """Signs in by the page itself, each in a browser of their own."""
    served, names = estate
    contexts: list[Any] = []

    def open_page(who: str) -> Page:
        context = browser.new_context(
            base_url=f"http://127.0.0.1:{served.port}", viewport=DESK, locale="zh-CN"
        )
        contexts.append(context)
        context.set_default_timeout(SOON)
        page = context.new_page()
        page.goto("/accounts/sign-in/")
        page.locator("[name=login]").fill(names[who])
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    yield open_page
    for context in contexts:
        context.close()


def file_call(page: Page, text: str) -> None:
    page.goto("/intake/call")
    page.locator("#id_text").fill(text)
    page.locator("#id_text").press("Control+Enter")
    page.wait_for_selector(".saved-number")


@contextmanager
def stream_killed(served: Served) -> Iterator[None]:
    """The stream process is dead, and stays so until its supervisor wakes up."""
    assert served.process is not None
    victims = served.pids("web_server", '"asgi"')
    assert victims
    os.kill(served.process.pid, signal.SIGSTOP)
    try:
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
        yield
    finally:
        os.kill(served.process.pid, signal.SIGCONT)


def test_the_queue_lives_through_the_death_of_its_stream(
    estate: tuple[Served, dict[str, str]], open_as: Callable[[str], Page]
) -> None:
    served, _ = estate
    watcher, desk = open_as("agent"), open_as("agent")
    with watcher.expect_response("**/live?**"):
        watcher.goto("/queue/")
    file_call(desk, "楼道感应灯不亮了")
    expect(watcher.locator("body")).to_contain_text("楼道感应灯不亮了", timeout=SOON)
    watcher.evaluate("document.body.dataset.same = 'page'")
    with stream_killed(served):
        expect(watcher.locator("#offline")).to_be_visible(timeout=SOON)
        file_call(desk, "东门的栏杆松了")
    expect(watcher.locator("#offline")).to_be_hidden(timeout=SOON)
    expect(watcher.locator("body")).to_contain_text("东门的栏杆松了", timeout=SOON)
    assert watcher.locator("body").get_attribute("data-same") == "page", "nothing was loaded anew"
