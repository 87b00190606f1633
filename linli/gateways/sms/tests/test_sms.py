"""Texts over HTTP, held against a provider that is a process of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

from linli.contact.messages.api import (
    Message,
    OutgoingText,
    PerhapsSent,
    SendingFailed,
    TooFast,
    queue_message,
)
from linli.gateways.sms.api import AliyunSender, HttpSender
from linli.gateways.sms.http import Unanswered
from linli.gateways.sms.rules import fill_json, is_success, read_reports, sign_aliyun
from linli.gateways.sms.testing import counts, provider
from linli.web.accounts.testing import OutsideClient

HTTP = "linli.gateways.sms.api.HttpSender"
ALIYUN = "linli.gateways.sms.api.AliyunSender"
KEYS = {"sms_key_id": "id", "sms_key_secret": "secret", "sms_sign": "邻里", "sms_template": "T"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with provider(Path(tmp_path_factory.mktemp("provider"))) as address:
        yield address


@pytest.fixture
def given(settings: Any, url: str) -> Any:
    """Settings of the sender; call it to change some."""

    def change(**more: Any) -> None:
        settings.LINLI = settings.LINLI.model_copy(update=more)

    change(
        sms_sender=HTTP, sms_url=f"{url}/send", sms_lookup_url=f"{url}/messages/{{key}}",
        sms_timeout=1.0, sms_per_second=1000, sms_success="json:data.ok=true",
        sms_report_token="s3cret",
    )  # fmt: skip
    return change


def text(body: str, key: str, purpose: str = "mailing") -> OutgoingText:
    return OutgoingText(key, "sms", "13700001111", body, purpose, title="停水")


def arrived(url: str, key: str) -> int:
    return int(counts(url)["keys"].get(key, 0))


@pytest.mark.parametrize("encoding", ["json", "form"])
def test_a_text_arrives_whole_with_its_key(given: Any, url: str, encoding: str) -> None:
    given(sms_encoding=encoding)
    body = '您好"}, {"to": "1" & 停水\n🎉㐂'
    HttpSender().send(text(body, f"whole-{encoding}"))
    last = counts(url)["seen"][-1]
    assert last == {"to": "13700001111", "text": body, "key": f"whole-{encoding}"}


@pytest.mark.parametrize(
    ("sign", "error"),
    [("[refuse]", SendingFailed), ("[busy]", TooFast), ("[down]", Unanswered)],
)
def test_each_refusal_has_its_meaning(given: Any, sign: str, error: type[Exception]) -> None:
    with pytest.raises(error) as told:
        HttpSender().send(text(f"停水 {sign}", f"refused-{sign}"))
    assert getattr(told.value, "seconds", 7) == 7  # as Retry-After says


@pytest.mark.parametrize("sign", ["[half]", "[slow]"])
def test_a_broken_line_leaves_open_whether_it_arrived_and_the_provider_knows(
    given: Any, url: str, sign: str
) -> None:
    message = text(f"停水 {sign}", f"open-{sign}")
    with pytest.raises(PerhapsSent):
        HttpSender().send(message)
    assert HttpSender().was_received(message) is True
    assert HttpSender().was_received(text("", "never-sent:1")) is False
    given(sms_lookup_url="")
    assert HttpSender().was_received(message) is None


def test_nobody_there_is_tried_again_later(given: Any) -> None:
    given(sms_url="http://127.0.0.1:9/send")
    with pytest.raises(Unanswered):
        HttpSender().send(text("停水", "nobody"))


def test_an_answer_that_says_no_is_a_refusal(given: Any) -> None:
    given(sms_success="json:code=1")
    with pytest.raises(SendingFailed):
        HttpSender().send(text("停水", "said-no"))
    assert is_success("json:code=0", b'{"code": 0}')
    assert not is_success("json:code=0", b"<html>")
    assert not is_success("json:a.b=0", b"[]")


def test_a_template_cannot_be_broken_out_of() -> None:
    filled = fill_json('{"a": ["{body}", 1], "b": {"c": "{key}-{x}"}}', text('"]}', "k"))
    assert filled == {"a": ['"]}', 1], "b": {"c": "k-{x}"}}


def test_the_signature_is_the_documented_one() -> None:
    """The fixed example of "V3 request structure and signature", help.aliyun.com."""
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    signed = sign_aliyun(
        {
            "RegionId": "cn-shanghai",
            "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        },
        {
            "host": "ecs.cn-shanghai.aliyuncs.com",
            "x-acs-action": "RunInstances",
            "x-acs-content-sha256": nothing,
            "x-acs-date": "2023-10-26T10:22:32Z",
            "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
            "x-acs-version": "2014-05-26",
        },
        key_id="YourAccessKeyId",
        secret="YourAccessKeySecret",
    )
    assert signed == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
        "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_aliyun_is_asked_signed_with_our_key_as_out_id(given: Any, url: str) -> None:
    given(sms_sender=ALIYUN, sms_url=url, sms_code_template="CODE", **KEYS)
    AliyunSender().send(text("停水 & 停电", "ali-1"))
    AliyunSender().send(text("验证码 482913,5 分钟内有效", "ali-2", "sign_in_code"))
    plain, code = counts(url)["seen"][-2:]
    assert plain["OutId"] == "ali-1"
    assert plain["Authorization"].startswith("ACS3-HMAC-SHA256 Credential=id,")
    assert json.loads(plain["TemplateParam"]) == {"content": "停水 & 停电"}
    assert (code["TemplateCode"], json.loads(code["TemplateParam"])) == ("CODE", {"code": "482913"})
    assert AliyunSender().was_received(text("", "ali-1")) is True
    assert AliyunSender().was_received(text("", "ali-9")) is False
    with pytest.raises(SendingFailed):
        AliyunSender().send(text("[refuse]", "ali-3"))
    with pytest.raises(TooFast):
        AliyunSender().send(text("[busy]", "ali-4"))


def report(secret: str, body: Any) -> Any:
    data = body if isinstance(body, str) else json.dumps(body)
    return OutsideClient().post(f"/sms/report/{secret}", data, content_type="application/json")


def test_reports_move_a_message_on_and_never_back(db: None, given: Any) -> None:
    for key in ("r1", "r2"):
        queue_message(key=key, channel="sms", address="137", body="x", purpose="mailing")
    Message.objects.update(state="sent", sent_at="2026-11-23T00:00Z")
    answer = report("s3cret", [{"key": "r1", "state": "read"}, {"key": "r1", "state": "delivered"}])
    assert answer.json() == {"code": 0, "msg": "成功", "taken": 2, "news": 1}
    report("s3cret", [{"out_id": "r2", "success": False, "err_code": "MK:0004"}])
    report("s3cret", {"key": "nobody", "state": "delivered"})
    states = list(Message.objects.order_by("key").values_list("state", "error"))
    assert states == [("read", ""), ("failed", "MK:0004")]


@pytest.mark.parametrize(
    "body", ["", "no json", "[1]", '{"reports": 5}', '[{"key": 5, "state": "read"}]', "[" * 5000]
)
def test_what_is_no_report_changes_nothing(db: None, given: Any, body: str) -> None:
    assert report("s3cret", body).status_code == 400


def test_the_address_of_reports_is_a_secret(db: None, given: Any) -> None:
    good = [{"key": "r1", "state": "read"}]
    assert report("guess", good).status_code == 404
    given(sms_report_token="")
    assert report("s3cret", good).status_code == 404
    assert report("", good).status_code == 404


def test_reports_have_a_bound() -> None:
    with pytest.raises(ValueError, match="at most"):
        read_reports(json.dumps([{"key": "k", "state": "read"}] * 1001).encode())


def found(settings: Any) -> set[str]:
    return {str(c.id) for c in run_checks(tags=["security"], include_deployment_checks=True)}


def test_the_checks_say_what_is_missing(settings: Any, given: Any) -> None:
    assert not found(settings) & {"linli.W005", "linli.E020", "linli.E021", "linli.W024"}
    given(sms_url="ftp://x", sms_body="[]", sms_success="maybe", sms_report_token="",
          sms_lookup_url="")  # fmt: skip
    wanted = {"linli.E020", "linli.E021", "linli.E022", "linli.W024", "linli.W025"}
    assert wanted <= found(settings)
    given(sms_sender=ALIYUN)
    assert "linli.E023" in found(settings)
    given(**KEYS)
    assert "linli.E023" not in found(settings)
