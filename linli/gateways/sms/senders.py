"""Texts over HTTP: any provider by template, and Aliyun by its signed API."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from linli.base.calendars.api import SHANGHAI, now
from linli.contact.messages.api import OutgoingText, SendingFailed, TooFast
from linli.gateways.sms.data import Answer
from linli.gateways.sms.http import Unanswered, ask, await_turn, judge_status
from linli.gateways.sms.rules import (
    canonical_query,
    fill_address,
    fill_json,
    is_success,
    sign_aliyun,
)

ALIYUN = "https://dysmsapi.aliyuncs.com"
_NOTHING = hashlib.sha256(b"").hexdigest()
_CODE = re.compile(r"\d{4,8}")


class HttpSender:
    """Any provider that takes a POST: see docs/howto/administrator.md for the settings."""

    def send(self, message: OutgoingText) -> None:
        given = settings.LINLI
        await_turn(given.sms_per_second)
        body = fill_json(given.sms_body, message)
        headers = fill_json(given.sms_headers, message)
        if given.sms_encoding == "json":
            data = json.dumps(body, ensure_ascii=False).encode()
            kind = "application/json; charset=utf-8"
        else:
            data = urlencode(body).encode()
            kind = "application/x-www-form-urlencoded"
        answer = ask(
            fill_address(given.sms_url, message), data, {"Content-Type": kind, **headers},
            timeout=given.sms_timeout,
        )  # fmt: skip
        judge_status(answer)
        if not is_success(given.sms_success, answer.body):
            raise SendingFailed(answer.body[:160].decode("utf-8", "replace"))

    def was_received(self, message: OutgoingText) -> bool | None:
        """The provider's word on the key, where it has a way to be asked."""
        given = settings.LINLI
        if not given.sms_lookup_url:
            return None
        headers = fill_json(given.sms_headers, message)
        url = fill_address(given.sms_lookup_url, message)
        answer = ask(url, None, headers, timeout=given.sms_timeout)
        return {200: True, 404: False}.get(answer.status)


class AliyunSender:
    """Aliyun SMS (短信服务), SendSms of version 2017-05-25, signed with ACS3-HMAC-SHA256.

    The message's key travels as OutId: it comes back in reports and can be looked up.
    """

    def send(self, message: OutgoingText) -> None:
        given = settings.LINLI
        await_turn(given.sms_per_second)
        template, values = _template_of(message)
        answer = _call(
            "SendSms",
            {
                "PhoneNumbers": message.address,
                "SignName": given.sms_sign,
                "TemplateCode": template,
                "TemplateParam": json.dumps(values, ensure_ascii=False),
                "OutId": message.key,
            },
        )
        _judge_code(answer)

    def was_received(self, message: OutgoingText) -> bool | None:
        """Whether the details of today or yesterday hold a message with our key."""
        today = now().astimezone(SHANGHAI)
        known = [_is_listed(message, day) for day in (today, today - timedelta(days=1))]
        return True if True in known else None if None in known else False


def _is_listed(message: OutgoingText, day: datetime) -> bool | None:
    asked = {"PhoneNumber": message.address, "SendDate": f"{day:%Y%m%d}"}
    answer = _call("QuerySendDetails", {**asked, "PageSize": "50", "CurrentPage": "1"})
    try:
        found = json.loads(answer.body)
    except ValueError:
        return None
    if found.get("Code") != "OK":
        return None
    rows = (found.get("SmsSendDetailDTOs") or {}).get("SmsSendDetailDTO") or []
    return any(row.get("OutId") == message.key for row in rows)


def _template_of(message: OutgoingText) -> tuple[str, dict[str, str]]:
    given = settings.LINLI
    code = _CODE.search(message.body)
    if message.purpose == "sign_in_code" and given.sms_code_template and code:
        return given.sms_code_template, {"code": code[0]}
    return given.sms_template, {"content": message.body}


def _call(action: str, query: dict[str, str]) -> Answer:
    given = settings.LINLI
    url = given.sms_url or ALIYUN
    headers = {
        "host": urlsplit(url).netloc,
        "x-acs-action": action,
        "x-acs-content-sha256": _NOTHING,
        "x-acs-date": now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": uuid.uuid4().hex,
        "x-acs-version": "2017-05-25",
    }
    headers["Authorization"] = sign_aliyun(
        query, headers, key_id=given.sms_key_id, secret=given.sms_key_secret
    )
    address = f"{url.rstrip('/')}/?{canonical_query(query)}"
    return ask(address, b"", headers, timeout=given.sms_timeout)


def _judge_code(answer: Answer) -> None:
    """Aliyun says why in `Code`, whatever the status."""
    try:
        found: dict[str, Any] = json.loads(answer.body)
        code = str(found.get("Code", ""))
    except ValueError:
        code = ""
    if code == "OK":
        return
    if code.startswith("Throttling") or code == "isv.BUSINESS_LIMIT_CONTROL":
        raise TooFast(60)
    if code.startswith("isv."):
        raise SendingFailed(f"{code} {found.get('Message', '')}"[:200])
    judge_status(answer)
    raise Unanswered(code or "no code in the answer")
