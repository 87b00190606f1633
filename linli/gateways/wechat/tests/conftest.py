"""A cast with rules and an official account, and somebody to play the platform."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from linli.base.calendars.api import now
from linli.gateways.wechat import testing
from linli.gateways.wechat.tests import platform as play
from linli.web.accounts.testing import OutsideClient

ACCOUNT = {
    "app_id": testing.APP_ID,
    "original_id": testing.ORIGINAL_ID,
    "token": testing.TOKEN,
    "aes_key": testing.AES_KEY,
    "secret": testing.SECRET,
}


class Phone:
    """One person's WeChat: what is sent, and what comes back."""

    def __init__(self, platform: play.Account, url: str, openid: str):
        self.platform, self.url, self.openid = platform, url, openid
        self.client = OutsideClient()

    def send(self, form: str, content: str = "", **values: Any) -> str:
        """The words of the answer; "" for none. The status must be 200."""
        answer = self.post(self.xml(form, content, **values))
        assert answer.status_code == 200, answer.content
        return self.platform.read(answer.content).get("Content", "")

    def text(self, content: str, **values: Any) -> str:
        return self.send("text", content, **values)

    def xml(self, form: str, content: str = "", **values: Any) -> str:
        to = self.platform.original_id
        return play.make_xml(form, self.openid, to, content=content, **values)

    def post(self, xml: str, **signing: Any) -> Any:
        signing.setdefault("at", int(now().timestamp()))
        query, body = self.platform.post(xml, **signing)
        return self.raw(query, body)

    def raw(self, query: str, body: bytes) -> Any:
        return self.client.post(f"{self.url}?{query}", body, content_type="text/xml")


@pytest.fixture
def town(cast: Any) -> Any:
    """The cast with its rules and an official account in plain mode."""
    from linli.matters.testing import load_rules

    load_rules(cast.estate)
    cast.wechat = testing.make_wechat_account()
    return cast


@pytest.fixture
def phone(town: Any) -> Any:
    """A stranger's WeChat; `phone.bind(user)` ties it to an account first."""
    return make_phone(town, "oABCDstranger_1")


def make_phone(town: Any, openid: str, bound_to: Any = None, mode: str = "plain") -> Phone:
    from linli.gateways.wechat.api import bind_contact

    if bound_to is not None:
        bind_contact(openid, bound_to)
    url = reverse("wechat:callback", args=[town.estate.code])
    return Phone(play.Account(**ACCOUNT, mode=mode), url, openid)


@pytest.fixture
def platform(settings: Any) -> Iterator[play.Platform]:
    """The platform's API on a free port."""
    played = play.Platform(play.Account(**ACCOUNT))
    server = play.serve(played)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    update = {"wechat_api_url": url, "wechat_open_url": url}
    settings.LINLI = settings.LINLI.model_copy(update=update)
    played.url = url  # type: ignore[attr-defined]
    yield played
    server.shutdown()
    server.server_close()
    thread.join()
