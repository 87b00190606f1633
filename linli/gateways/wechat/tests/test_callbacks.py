"""The address that the platform calls: who may speak there, and that a repeat changes nothing."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from linli.base.calendars.api import clock_at, now
from linli.gateways.wechat.models import WechatAccount, WechatMessage
from linli.gateways.wechat.tests import platform as play
from linli.gateways.wechat.tests.conftest import make_phone
from linli.matters.handling.api import Matter

STORY = "3号楼2单元楼道灯不亮"


@pytest.fixture(params=["plain", "compat", "safe"])
def any_mode(request, town):
    WechatAccount.objects.update(mode=request.param)
    return make_phone(town, "oABC_any", mode=request.param)


def test_each_mode_is_read_and_answered_in_kind(any_mode):
    answer = any_mode.post(any_mode.xml("text", STORY))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/xml")
    assert (b"Encrypt" in answer.content) == (any_mode.platform.mode != "plain")
    fields = any_mode.platform.read(answer.content)
    assert fields["ToUserName"] == "oABC_any"
    assert fields["FromUserName"] == any_mode.platform.original_id
    assert fields["MsgType"] == "text"
    assert Matter.objects.get().number in fields["Content"]


def test_the_address_is_tried_by_an_echo(town, phone):
    good = phone.platform.address()
    assert phone.client.get(f"{phone.url}?{good}&echostr=5838479").content == b"5838479"
    assert phone.client.get(f"{phone.url}?{good}0&echostr=1").status_code in (200, 403)
    wrong = play.Account(**{**vars(phone.platform), "token": "other"}).address()
    refused = phone.client.get(f"{phone.url}?{wrong}&echostr=<b>")
    assert (refused.status_code, refused.content) == (403, b"signature_wrong")


def test_a_wrong_signature_is_refused(any_mode):
    query, body = any_mode.platform.post(any_mode.xml("text", STORY))
    for name in ("signature", "msg_signature"):
        if f"&{name}=" in query:
            start = query.index(f"&{name}=") + len(name) + 2
            other = "0" if query[start] != "0" else "1"
            answer = any_mode.raw(query[:start] + other + query[start + 1 :], body)
            assert answer.status_code == 403
    assert any_mode.raw("", body).status_code == 403
    assert not Matter.objects.exists()
    assert not WechatMessage.objects.exists()


def test_a_sealed_account_takes_no_plain_words(town):
    """Whoever knows the token alone may not speak as anybody."""
    WechatAccount.objects.update(mode="safe")
    answer = make_phone(town, "oABC", mode="plain").post(play.make_xml("text", "oABC", "gh"))
    assert (answer.status_code, answer.content) == (403, b"not_sealed")


def test_sealed_with_another_key_or_for_another_account(town):
    WechatAccount.objects.update(mode="safe")
    phone = make_phone(town, "oABC", mode="safe")
    for change in ({"aes_key": "A" * 43}, {"app_id": "wx0000000000000000"}):
        phone.platform = play.Account(**{**vars(phone.platform), **change})
        answer = phone.post(phone.xml("text", STORY))
        assert (answer.status_code, answer.content) == (403, b"signature_wrong")
        phone = make_phone(town, "oABC", mode="safe")
    query, body = phone.platform.post(phone.xml("text", STORY))
    assert phone.raw(query, body[: len(body) // 2]).status_code == 400


@pytest.mark.parametrize("seconds", [-3600, -301, 301, 10**9])
def test_a_signature_out_of_its_window_is_refused(phone, seconds):
    with clock_at(now()):
        answer = phone.post(phone.xml("text", STORY), at=int(now().timestamp()) + seconds)
    assert (answer.status_code, answer.content) == (403, b"out_of_time")


@pytest.mark.parametrize("timestamp", ["", "abc", "9" * 19, "-5"])
def test_a_time_that_is_none_is_refused(phone, timestamp):
    signature = play.sha1_of(phone.platform.token, timestamp, "n")
    query = f"timestamp={timestamp}&nonce=n&signature={signature}"
    assert phone.raw(query, phone.xml("text", STORY).encode()).status_code == 403


def test_a_late_message_counts_when_it_is_freshly_signed(phone):
    """The platform was down for an hour: the words are old, the signature is not."""
    said = phone.text(STORY, at=int(time.time()) - 3600)
    assert Matter.objects.get().number in said


def test_the_same_message_again_gets_the_same_answer(any_mode):
    xml = any_mode.xml("text", STORY)
    first = any_mode.platform.read(any_mode.post(xml).content)
    again = any_mode.platform.read(any_mode.post(xml).content)
    assert again == first
    assert Matter.objects.count() == WechatMessage.objects.count() == 1


def test_the_same_call_again_changes_nothing(phone):
    query, body = phone.platform.post(phone.xml("text", STORY))
    assert phone.raw(query, body).content == phone.raw(query, body).content
    assert Matter.objects.count() == 1


def test_a_used_signature_with_other_words_is_a_replay(phone):
    query, body = phone.platform.post(phone.xml("text", STORY))
    assert phone.raw(query, body).status_code == 200
    forged = phone.raw(query, phone.xml("text", "1号楼着火了").encode())
    assert (forged.status_code, forged.content) == (403, b"replayed")
    assert Matter.objects.count() == 1


def test_an_event_has_no_id_and_is_told_by_sender_and_time(town, phone):
    at = int(time.time())
    first = phone.send("event", event="subscribe", at=at)
    assert "绑定手机号" in first
    assert phone.send("event", event="subscribe", at=at) == first
    assert WechatMessage.objects.count() == 1
    phone.send("event", event="subscribe", at=at + 1)
    assert WechatMessage.objects.count() == 2


def test_a_retry_after_the_chat_went_on_still_gets_its_answer(phone):
    xml = phone.xml("text", "楼道灯不亮")
    asked = phone.platform.read(phone.post(xml).content)
    phone.text("1号楼1单元")
    assert phone.platform.read(phone.post(xml).content) == asked
    assert Matter.objects.count() == 1


BOMB = """<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<xml><FromUserName>o</FromUserName><Content>&b;</Content></xml>"""
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Content>&e;</Content></xml>'


@pytest.mark.parametrize(
    "body", [BOMB, OUTSIDE, "", "no xml", "<xml>", "<xml></xml>", "\x00\xff" * 50]
)
def test_bombs_and_rubbish_are_refused(phone, body):
    answer = phone.raw(phone.platform.address(), body.encode())
    assert (answer.status_code, answer.content) == (400, b"message_unreadable")


@pytest.mark.parametrize(
    "changed",
    [
        ("<CreateTime>", "<CreateTime>x"),
        ("oABCDstranger_1", ""),
        ("oABCDstranger_1", "o" * 65),
        ("oABCDstranger_1", "o'; DROP"),
        ("gh_7f083739789a", "gh_another"),
    ],
)
def test_a_message_that_lacks_what_it_needs_is_refused(phone, changed):
    xml = phone.xml("text", STORY).replace(*changed)
    assert phone.post(xml).status_code == 400
    assert not WechatMessage.objects.exists()


def test_a_huge_body_is_refused_before_it_is_read(phone):
    xml = phone.xml("text", "水" * 100_000)
    assert phone.post(xml).status_code == 413


def test_another_or_no_account_answers_nothing(town, phone):
    query, body = phone.platform.post(phone.xml("text", STORY))
    other = phone.url.replace(town.estate.code, town.other_estate.code)
    assert phone.client.post(f"{other}?{query}", body, content_type="text/xml").status_code == 404
    nowhere = phone.url.replace(town.estate.code, "nowhere")
    assert phone.client.get(nowhere).status_code == 404
    WechatAccount.objects.update(is_active=False)
    assert phone.raw(query, body).status_code == 404


def test_old_signatures_are_forgotten_and_answers_are_not(town, phone):
    from linli.gateways.wechat.models import WechatNonce
    from linli.gateways.wechat.tasks import purge

    phone.text(STORY)
    with clock_at(now() + timedelta(hours=1)):
        purge(0)
    assert not WechatNonce.objects.exists()
    assert WechatMessage.objects.exists()
    with clock_at(now() + timedelta(days=500)):
        purge(0)
    assert not WechatMessage.objects.exists()
