"""One callback: verified, opened, held against our order, booked once, or refused and recorded."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from linli.base.calendars.api import now
from linli.base.errors import DomainError
from linli.gateways.wechatpay.channel import notify_url
from linli.gateways.wechatpay.client import Client, client_of
from linli.gateways.wechatpay.errors import (
    ForeignMerchant,
    NoticeTooLarge,
    NoticeUnreadable,
    SignatureWrong,
)
from linli.gateways.wechatpay.models import WechatPayAccount, WechatPayNotice
from linli.gateways.wechatpay.ringing import ring_refused
from linli.gateways.wechatpay.rules import MOST_BYTES, read_headers, read_refund, read_transaction
from linli.money.payments.api import book_paid_order, hear_of_refund

_log = logging.getLogger(__name__)
BOOKED, NOTED = "booked", "noted"


def receive(account: WechatPayAccount, headers: Mapping[str, str], body: bytes) -> str:
    """Take one callback; "booked", "repeated" or "noted".

    Whatever is refused after its signature was found good is kept with the reason; where money may
    be missing, somebody is asked to look (one matter an order). Raises
    NoticeRefused, OrderUnknown, OrderMismatch, NotFound, ChannelSilent.
    """
    if len(body) > MOST_BYTES:
        raise NoticeTooLarge
    signed = read_headers(headers, now())
    notice = _open(client_of(account, notify_url(account)), signed, body)
    notice_id, kind = str(notice.get("id", ""))[:64], str(notice.get("event_type", ""))[:40]
    if not notice_id or not kind:
        raise NoticeUnreadable
    known = WechatPayNotice.objects.filter(notice_id=notice_id, outcome__in=[BOOKED, NOTED])
    if known.update(times=F("times") + 1, last_at=now()):
        return "repeated"
    try:
        with transaction.atomic():
            outcome = _obey(account, kind, notice["resource"])
    except DomainError as error:
        _log.warning("wechatpay notice %s refused: %s", notice_id, error.code)
        _keep(notice_id, kind, notice["resource"], error.code)
        ring_refused(notice_id, notice["resource"], error)
        raise
    _keep(notice_id, kind, notice["resource"], outcome)
    return outcome


def _open(client: Client, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    """The notice with its resource opened. Raises SignatureWrong, NoticeUnreadable."""
    try:
        notice = client.callback(headers, body)
    except Exception as error:
        raise SignatureWrong from error
    if not isinstance(notice, dict):  # None: a signature or a seal that is not the platform's
        raise SignatureWrong
    if not isinstance(notice.get("resource"), dict):
        raise NoticeUnreadable
    return notice


def _obey(account: WechatPayAccount, kind: str, resource: dict[str, Any]) -> str:
    if resource.get("mchid") != account.mch_id:
        raise ForeignMerchant
    if kind == "TRANSACTION.SUCCESS":
        if resource.get("appid") != account.app_id:
            raise ForeignMerchant
        paid = read_transaction(resource)
        if paid.state != "paid":
            return NOTED
        book_paid_order(paid)
        return BOOKED
    if kind.startswith("REFUND."):
        answer = read_refund(resource)
        hear_of_refund(answer.refund_no, answer)
        return BOOKED
    return NOTED


def _keep(notice_id: str, kind: str, resource: dict[str, Any], outcome: str) -> None:
    number = resource.get("out_refund_no") or resource.get("out_trade_no") or ""
    amounts = resource.get("amount")
    amount = amounts.get("total") if isinstance(amounts, dict) else None
    at = now()
    row, is_new = WechatPayNotice.objects.get_or_create(
        notice_id=notice_id,
        defaults={
            "kind": kind, "number": str(number)[:40], "outcome": outcome[:40], "first_at": at,
            "last_at": at,
            "amount": amount if isinstance(amount, int) and abs(amount) < 2**60 else None,
        },
    )  # fmt: skip
    if not is_new:
        row.outcome, row.times, row.last_at = outcome[:40], row.times + 1, at
        row.save(update_fields=["outcome", "times", "last_at"])


def describe(outcome: str) -> str:
    """What the platform is answered."""
    return json.dumps({"code": "FAIL", "message": outcome})
