"""A resident's WeChat from the first word to the end, the platform played by another process."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from linli.gateways.wechat import testing as wechat
from linli.gateways.wechat.tests import platform as played
from linli.gateways.wechat.tests.test_platform_calls import picture
from linli.matters.handling.api import Matter, accept_matter, finish_matter
from linli.matters.testing import load_rules
from tests.journeys.pages import PHONE

pytestmark = pytest.mark.slow
OPENID = "oJourneyResident"


class Elsewhere:
    """The platform in its own process, by its orders."""

    def __init__(self, url: str):
        self.url = url

    def _ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = json.dumps(body).encode() if body is not None else None
        with urllib.request.urlopen(urllib.request.Request(self.url + path, data)) as answer:
            return json.loads(answer.read())

    def write(self, callback: str, form: str, content: str = "", **values: Any) -> str:
        """Somebody writes to the account; what the phone shows as the answer."""
        order = {"to_url": callback, "form": form, "openid": OPENID, "content": content}
        answer = self._ask("/_play/send", order | values)
        assert answer["status"] == 200, answer
        return answer["fields"].get("Content", "")

    def set(self, **values: Any) -> None:
        self._ask("/_play/set", values)

    def calls(self) -> list[dict[str, Any]]:
        return self._ask("/_play/calls")["calls"]


@pytest.fixture
def elsewhere(settings: Any) -> Iterator[Elsewhere]:
    account = {"app_id": wechat.APP_ID, "original_id": wechat.ORIGINAL_ID, "token": wechat.TOKEN,
               "aes_key": wechat.AES_KEY, "secret": wechat.SECRET, "mode": "safe"}  # fmt: skip
    command = [sys.executable, str(Path(played.__file__)), json.dumps(account)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    update = {"wechat_api_url": url, "wechat_open_url": url}
    settings.LINLI = settings.LINLI.model_copy(update=update)
    yield Elsewhere(url)
    process.terminate()
    process.wait(10)
    process.stdout.close()


@pytest.fixture
def town(live: Any, elsewhere: Elsewhere) -> Any:
    with live.scope():
        load_rules(live.cast.estate)
        wechat.make_wechat_account(mode="safe", public_url=live.url)
    live.callback = f"{live.url}/wechat/{live.cast.estate.code}/callback"
    return live


def test_from_the_first_word_to_the_end(town, elsewhere, browser_page, assert_accessible):
    cast = town.cast

    def say(form: str, content: str = "", **values: Any) -> str:
        return elsewhere.write(town.callback, form, content, **values)

    # follows, is bound by a phone code once
    assert "/bind" in say("event", event="subscribe")
    elsewhere.set(holder=OPENID)
    phone = browser_page(viewport=PHONE)
    phone.goto(f"/wechat/{cast.estate.code}/bind")
    phone.wait_for_selector("input[type=tel]")
    phone.locator("input[type=tel]").fill(cast.people["resident"].phone)
    phone.get_by_role("button", name="发验证码给我").click()
    phone.wait_for_selector("input[name=code]")
    town.run_jobs()
    with town.scope():
        from linli.contact.messages.api import Message

        body = Message.objects.get(purpose="sign_in_code").body
    phone.locator("input[name=code]").fill(body[:6])
    phone.locator("input[name=code]").press("Enter")
    phone.wait_for_url("**/bind")
    assert_accessible(phone)
    phone.get_by_role("button", name="绑定").click()
    phone.wait_for_url("**/wechat/own/")
    assert_accessible(phone)

    # tells, is asked where, gets the number
    assert "1-1-101" in say("text", "厨房水管漏水，流了一地")
    answer = say("text", "1")
    with town.scope():
        matter = Matter.objects.get()
        assert matter.reporter_id == cast.people["resident"].pk
    assert matter.number in answer

    # a picture joins
    elsewhere.set(media=["pic", "image/jpeg", base64.b64encode(picture()).decode()])
    assert matter.number in say("image", media="pic")
    town.run_jobs()
    desk = browser_page(cast.agent)
    desk.goto(f"/queue/{matter.number}")
    expect(desk.locator("body")).to_contain_text("流了一地")
    expect(desk.locator("img[src*='/files/']").first).to_be_visible()
    assert_accessible(desk)
    desk.goto(f"/wechat/chats/{matter.number}/")
    assert_accessible(desk)

    # the agent answers; a template message arrives at the platform
    desk.goto(f"/queue/{matter.number}")
    with town.scope():
        from linli.matters.handling.api import tell_reporter

        tell_reporter(matter.pk, actor=cast.actor("agent"), text="师傅下午两点到")
    town.run_jobs()
    call = elsewhere.calls()[-1]
    assert (call["path"], call["touser"]) == ("/cgi-bin/message/template/send", OPENID)
    assert "师傅下午两点到" in call["data"]["thing4"]["value"]

    # the link opens the own page without a password
    phone.goto(call["url"])
    expect(phone.locator("body")).to_contain_text("师傅下午两点到")
    assert_accessible(phone)

    # done, and the resident says so
    with town.scope():
        accept_matter(matter.pk, actor=cast.actor("worker"))
        finish_matter(matter.pk, actor=cast.actor("worker"), text="换了密封圈")
    town.run_jobs()
    assert elsewhere.calls()[-1]["data"]["character_string1"]["value"] == matter.number
    assert matter.number in say("text", "解决了")
    with town.scope():
        assert Matter.objects.get(pk=matter.pk).state == "closed"


def test_the_administrator_sets_it_up(live, elsewhere, browser_page, assert_accessible):
    page = browser_page(live.cast.administrator)
    page.goto("/wechat/account/")
    assert_accessible(page)
    for name, value in (
        ("app_id", wechat.APP_ID), ("secret", wechat.SECRET), ("token", wechat.TOKEN),
        ("aes_key", wechat.AES_KEY), ("public_url", live.url),
    ):  # fmt: skip
        page.locator(f"#id_{name}").fill(value)
    page.locator("form.sheet button[type=submit]").click()
    expect(page.locator(".notice-success")).to_contain_text("存好了")
    page.get_by_role("button", name="试一下通不通").click()
    expect(page.locator(".notice-success")).to_contain_text("接通了")
    page.get_by_role("button", name="发布菜单").click()
    expect(page.locator(".notice-success")).to_contain_text("菜单发布了")
    assert elsewhere.calls()[-1]["path"] == "/cgi-bin/menu/create"
    assert_accessible(page)
