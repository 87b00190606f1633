"""What Linli asks of the platform: tokens, media, template messages, menu; and when it refuses."""

from __future__ import annotations

import io
import json
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from PIL import Image

from linli.base.calendars.api import clock_at, now
from linli.contact.messages.api import OutgoingText, SendingFailed, TooFast
from linli.gateways.wechat import platform as calls
from linli.gateways.wechat.errors import PlatformRefused
from linli.gateways.wechat.media import LAST_ATTEMPT, fetch_media
from linli.gateways.wechat.menus import menu_of
from linli.gateways.wechat.models import WechatAccount, WechatMedia
from linli.gateways.wechat.senders import WechatSender
from linli.gateways.wechat.tests.conftest import make_phone
from linli.gateways.wechat.tokens import token_for, with_token
from linli.matters.handling.api import Matter

MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(range(64))
AMR = b"#!AMR\n" + bytes(range(64))


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return out.getvalue()


def fetch_all(attempts: int = 0) -> None:
    context = SimpleNamespace(job=SimpleNamespace(attempts=attempts))
    for row in WechatMedia.objects.filter(state="waiting"):
        fetch_media.func(context, estate_id=row.estate_id, media_id=row.pk)


@pytest.fixture
def matter(town, phone, platform):
    phone.text("1号楼1单元水管漏水")
    return Matter.objects.get()


def test_one_token_serves_until_it_is_nearly_over(town, platform):
    assert token_for(town.wechat) == token_for(town.wechat) == "token-1"
    with clock_at(now() + timedelta(seconds=7200 - 599)):
        assert token_for(town.wechat) == "token-2"
    assert platform.tokens == 2


def test_a_refused_token_is_renewed_once(town, platform):
    token_for(town.wechat)
    platform.valid = "changed-behind-our-back"

    def work(token):
        return calls.call("/cgi-bin/menu/create", {"access_token": token}, {})

    with_token(town.wechat, work)
    assert platform.tokens == 2


def test_a_refusal_for_another_reason_is_not_tried_again(town, platform):
    platform.refuse = 40018
    with pytest.raises(PlatformRefused):
        with_token(
            town.wechat, lambda t: calls.call("/cgi-bin/menu/create", {"access_token": t}, {})
        )
    assert platform.tokens == 1


def test_many_at_once_fetch_one_token(committed_db, platform):
    from django.db import connections

    from linli.base.scopes.api import all_estates
    from linli.estate.testing import make_estate
    from linli.gateways.wechat.testing import make_wechat_account

    with all_estates():
        account = make_wechat_account(estate=make_estate())
    got: list[str] = []

    def ask() -> None:
        got.append(token_for(WechatAccount(pk=account.pk, estate_id=account.estate_id)))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["token-1"] * 8
    assert platform.tokens == 1


def test_a_picture_comes_clean_into_its_matter(phone, platform, matter):
    platform.media["pic"] = ("image/jpeg", picture())
    phone.send("image", media="pic")
    fetch_all()
    row = WechatMedia.objects.get()
    assert (row.state, row.file.content_type) == ("kept", "image/webp")
    assert matter.files.get().file_id == row.file_id
    fetch_all()
    assert matter.files.count() == 1


@pytest.mark.parametrize(
    "kept", [None, ("image/jpeg", b"no picture at all"), ("image/gif", b"GIF89a")]
)
def test_a_dead_picture_is_told_and_nothing_lost(phone, platform, matter, kept):
    if kept:
        platform.media["pic"] = kept
    phone.send("image", media="pic")
    fetch_all()
    assert WechatMedia.objects.get().state == "dead"
    assert "再发一张" in matter.texts.order_by("-id").first().body


def test_a_platform_that_is_away_is_asked_again_and_then_given_up(
    phone, platform, matter, settings
):
    phone.send("image", media="pic")
    settings.LINLI = settings.LINLI.model_copy(update={"wechat_api_url": "http://127.0.0.1:9"})
    with pytest.raises(calls.Unanswered):
        fetch_all()
    assert WechatMedia.objects.get().state == "waiting"
    fetch_all(attempts=LAST_ATTEMPT - 1)
    assert WechatMedia.objects.get().state == "dead"


def test_a_voice_is_kept_sealed_and_heard_by_staff_alone(town, phone, platform, matter, sign_in):
    platform.media["v"] = ("audio/amr", AMR)
    phone.send("voice", "", media="v")
    fetch_all()
    row = WechatMedia.objects.get()
    assert row.state == "kept"
    assert AMR not in bytes(row.sound)
    heard = sign_in(town.agent).get(f"/wechat/sounds/{row.pk}/")
    assert heard.content == AMR
    assert "attachment" in heard["Content-Disposition"]
    for who in ("outsider", "tenant", "foreign_lead", "worker2"):
        status = sign_in(town.accounts[who]).get(f"/wechat/sounds/{row.pk}/").status_code
        assert status == (200 if who == "worker2" else 404), who
    page = sign_in(town.agent).get(f"/wechat/chats/{matter.number}/").content.decode()
    assert f"/wechat/sounds/{row.pk}/" in page
    assert sign_in(town.outsider).get(f"/wechat/chats/{matter.number}/").status_code == 404


def video_at(platform, url):
    platform.media["film"] = ("application/json", json.dumps({"video_url": url}).encode())


def test_a_video_is_kept_sealed_and_seen_by_staff_alone(town, phone, platform, matter, sign_in):
    video_at(platform, f"{calls.settings.LINLI.wechat_api_url}/films/1")
    platform.films["/films/1"] = MP4
    phone.send("video", media="film")
    fetch_all()
    row = WechatMedia.objects.get()
    assert row.state == "kept" and MP4 not in bytes(row.sound)
    assert "视频已收好" in matter.texts.order_by("-id").first().body
    seen = sign_in(town.agent).get(f"/wechat/sounds/{row.pk}/")
    assert (seen.content, seen["Content-Type"]) == (MP4, "video/mp4")
    assert sign_in(town.outsider).get(f"/wechat/sounds/{row.pk}/").status_code == 404


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "file:///etc/passwd", "https://qq.com.evil.cn/x", "x"]
)
def test_a_video_at_a_foreign_address_is_not_fetched(phone, platform, matter, url):
    video_at(platform, url)
    phone.send("video", media="film")
    fetch_all(attempts=LAST_ATTEMPT - 1)
    assert WechatMedia.objects.get().state == "dead"
    assert "再发一段短的" in matter.texts.order_by("-id").first().body


def test_what_is_no_video_is_dead(phone, platform, matter):
    video_at(platform, f"{calls.settings.LINLI.wechat_api_url}/films/1")
    platform.films["/films/1"] = b"<html>"
    phone.send("video", media="film")
    fetch_all()
    assert WechatMedia.objects.get().state == "dead"


def test_a_voice_that_is_none_is_dead(phone, platform, matter):
    platform.media["v"] = ("audio/amr", b"<html>")
    phone.send("voice", "", media="v")
    fetch_all()
    assert WechatMedia.objects.get().state == "dead"


def outgoing(matter: Matter | None = None, **over) -> OutgoingText:
    purpose = f"matter:{matter.pk}" if matter else "notice"
    fields = {"key": "k", "channel": "wechat", "address": "oABCDstranger_1", "body": "办好了"}
    return OutgoingText(**(fields | {"purpose": purpose} | over))


def test_a_template_message_bears_number_words_and_link(town, platform, matter):
    WechatSender().send(outgoing(matter))
    call = platform.calls[-1]
    assert call["path"] == "/cgi-bin/message/template/send"
    assert (call["touser"], call["template_id"]) == ("oABCDstranger_1", "tpl")
    assert call["data"]["character_string1"] == {"value": matter.number}
    assert len(call["data"]["phrase3"]["value"]) <= 5
    assert call["data"]["thing4"] == {"value": "办好了"}
    assert call["url"].startswith("https://linli.example.cn/public/f/")


def test_without_a_template_a_plain_text_goes_out(town, platform, matter):
    WechatAccount.objects.update(template_id="")
    WechatSender().send(outgoing(None, link="/public/"))
    call = platform.calls[-1]
    assert call["path"] == "/cgi-bin/message/custom/send"
    assert call["text"]["content"] == "办好了\nhttps://linli.example.cn/public/"


@pytest.mark.parametrize(
    ("code", "error"),
    [(43004, SendingFailed), (45015, SendingFailed), (40003, SendingFailed), (45009, TooFast),
     (99999, PlatformRefused)],
)  # fmt: skip
def test_a_refused_message_fails_waits_or_is_tried_again(town, platform, matter, code, error):
    platform.refuse = code
    with pytest.raises(error):
        WechatSender().send(outgoing(matter))


def test_nobody_is_written_to_who_does_not_follow(town, platform, phone, matter):
    phone.send("event", event="unsubscribe")
    for address in ("oABCDstranger_1", "oNobody"):
        with pytest.raises(SendingFailed):
            WechatSender().send(outgoing(matter, address=address))
    assert platform.calls == []


def test_the_address_book_knows_bound_people_only(town):
    from linli.gateways.wechat.api import addresses_of

    make_phone(town, "oElder", town.elder)
    make_phone(town, "oDaughter", town.elder)
    people = town.people
    found = addresses_of([people["elder"].pk, people["tenant"].pk])
    assert list(found) == [people["elder"].pk]


def test_the_menu_fits_the_platform(town):
    menu = menu_of(town.wechat)
    assert len(menu["button"]) <= 3
    for button in menu["button"]:
        assert len(button["name"].encode()) <= 16
        for below in button.get("sub_button", []):
            assert len(below["name"].encode()) <= 60
        assert len(button.get("sub_button", [])) <= 5
