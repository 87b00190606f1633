"""WeChat Pay v3 as a channel of payments."""

from __future__ import annotations

import gzip
import hashlib
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from wechatpayv3 import WeChatPayType

from linli.base.calendars.api import SHANGHAI, now
from linli.base.scopes.api import Estate
from linli.gateways.wechat.api import WechatContact, account_in_scope
from linli.gateways.wechatpay.client import Client, ask, client_of, guard
from linli.gateways.wechatpay.errors import NoticeRefused
from linli.gateways.wechatpay.models import WechatPayAccount
from linli.gateways.wechatpay.rules import read_bill, read_refund, read_transaction
from linli.money.payments.api import (
    ChannelRefused,
    ChannelRow,
    ChannelSilent,
    OrderDraft,
    Paid,
    RefundDraft,
    Refunded,
    Ticket,
)

_GONE = {"ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS", "404"}
_NO_BILL = {"NO_STATEMENT_EXIST", "STATEMENT_CREATING", "INVALID_REQUEST"}


def make_channel() -> WechatPayChannel | None:
    """The channel of the estate in scope, None where it is not set up or switched off."""
    account = WechatPayAccount.objects.filter(is_active=True).first()
    return WechatPayChannel(account) if account else None


class WechatPayChannel:
    """`linli.money.payments.PaymentChannel`, spoken with the platform or its stand-in."""

    def __init__(self, account: WechatPayAccount) -> None:
        self.account = account

    @property
    def client(self) -> Client:
        return client_of(self.account, notify_url(self.account))

    def payer_of(self, user_id: int) -> str:
        """The openid that is bound to an account of ours, where the app is the same."""
        official = account_in_scope()
        if official is None or official.app_id != self.account.app_id:
            return ""
        rows = WechatContact.objects.filter(account=user_id).order_by("-last_seen_at")
        return rows.values_list("openid", flat=True).first() or ""

    def open_order(self, draft: OrderDraft) -> Ticket:
        """A code to scan, or what WeChat's own browser needs to pay by itself."""
        client = self.client
        fields: dict[str, Any] = {
            "description": draft.words[:127], "out_trade_no": draft.trade_no,
            "amount": {"total": draft.amount, "currency": "CNY"},
            "time_expire": draft.expires_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        }  # fmt: skip
        if not draft.payer:
            answer = ask(lambda: client.pay(pay_type=WeChatPayType.NATIVE, **fields))
            return Ticket(code_url=_word(answer, "code_url"))
        fields["payer"] = {"openid": draft.payer}
        answer = ask(lambda: client.pay(pay_type=WeChatPayType.JSAPI, **fields))
        return Ticket(dialog=self._sign_dialog(_word(answer, "prepay_id")))

    def _sign_dialog(self, prepay_id: str) -> dict[str, str]:
        stamp, nonce = str(int(now().timestamp())), secrets.token_hex(16)
        package = f"prepay_id={prepay_id}"
        signature = guard(lambda: self.client.sign([self.account.app_id, stamp, nonce, package]))
        return {
            "appId": self.account.app_id, "timeStamp": stamp, "nonceStr": nonce,
            "package": package, "signType": "RSA", "paySign": signature,
        }  # fmt: skip

    def ask_order(self, trade_no: str) -> Paid:
        client = self.client
        try:
            answer = ask(lambda: client.query(out_trade_no=trade_no))
        except ChannelRefused as error:
            if error.params.get("code") in _GONE:
                return Paid("unknown", trade_no)
            raise
        if answer.get("out_trade_no") != trade_no or answer.get("mchid") != self.account.mch_id:
            raise ChannelRefused(code="OTHER_ORDER")
        return _read(read_transaction, answer)

    def close_order(self, trade_no: str) -> None:
        client = self.client
        ask(lambda: client.close(out_trade_no=trade_no))

    def refund(self, draft: RefundDraft) -> Refunded:
        client = self.client
        amount = {"refund": draft.amount, "total": draft.total, "currency": "CNY"}
        answer = ask(
            lambda: client.refund(
                out_refund_no=draft.refund_no, out_trade_no=draft.trade_no, amount=amount,
                reason=draft.reason[:80],
            )
        )  # fmt: skip
        return _read(read_refund, answer)

    def ask_refund(self, refund_no: str) -> Refunded:
        client = self.client
        try:
            answer = ask(lambda: client.query_refund(out_refund_no=refund_no))
        except ChannelRefused as error:
            if error.params.get("code") in _GONE:
                return Refunded("unknown", refund_no)
            raise
        return _read(read_refund, answer)

    def list_day(self, day: date) -> Sequence[ChannelRow]:
        """The platform's bill of a day, its digest checked; empty where there is none yet."""
        client = self.client
        try:
            told = ask(lambda: client.trade_bill(bill_date=day.isoformat(), tar_type="GZIP"))
        except ChannelRefused as error:
            if error.params.get("code") in _NO_BILL:
                return []
            raise
        status, data = guard(lambda: client.download_bill(_word(told, "download_url")))
        raw = data.encode() if isinstance(data, str) else data
        if status != 200:
            raise ChannelSilent
        text = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        # the platform's digest guards against a broken line; the address came signed
        if hashlib.sha1(text, usedforsecurity=False).hexdigest() != told.get("hash_value"):
            raise ChannelRefused(code="BILL_DIGEST")
        return _read(read_bill, text.decode("utf-8-sig"))


def _word(answer: dict[str, Any], name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise ChannelRefused(code=f"NO_{name.upper()}"[:40])
    return value


def _read(reader: Any, answer: Any) -> Any:
    try:
        return reader(answer)
    except NoticeRefused as error:
        raise ChannelRefused(code="UNREADABLE") from error


def notify_url(account: WechatPayAccount) -> str:
    """Where the platform tells what happened; without query, as it demands."""
    code = Estate.objects.get(pk=account.estate_id).code
    return account.public_url.rstrip("/") + reverse("wechatpay:notify", args=[code])
