"""The SDK, made safe where it is not: address, time-outs, certificates, bare exceptions.

What 2.0.4 leaves open and is closed here (decision 19): its address is fixed in the constructor; a
forged serial makes it drop its certificates and fetch them anew at each call; it raises bare
exceptions; it waits for ever by default.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import requests
from django.conf import settings
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.core import Core

from linli.gateways.wechatpay.models import WechatPayAccount
from linli.money.payments.api import ChannelRefused, ChannelSilent

PATIENCE = (3.0, 8.0)  # seconds to connect, to answer
FETCH_AGAIN = 600.0  # seconds between two looks for new certificates
_known: dict[int, tuple[tuple[datetime, str], Client]] = {}


class _Core(Core):  # type: ignore[misc]
    """The SDK's core at the address of our configuration."""

    def __init__(self, base: str, **fields: Any) -> None:
        self._base, self._fetched_at = base, -FETCH_AGAIN
        super().__init__(**fields)

    @property
    def _gate_way(self) -> str:
        return self._base

    @_gate_way.setter
    def _gate_way(self, value: str) -> None:
        """The constructor writes the one address that it knows; ours stays."""

    def _update_certificates(self) -> None:
        """At most every ten minutes, and what is known stays known when nothing better comes."""
        if time.monotonic() - self._fetched_at < FETCH_AGAIN:
            return
        self._fetched_at = time.monotonic()
        before = list(self._certificates)
        super()._update_certificates()
        if not self._certificates:
            self._certificates.extend(before)


class Client(WeChatPay):  # type: ignore[misc]
    """The SDK's client over our core; its methods return (status, text)."""

    def __init__(self, account: WechatPayAccount, base: str, notify_url: str) -> None:
        self._type = WeChatPayType.NATIVE
        self._mchid, self._appid = account.mch_id, account.app_id
        self._notify_url, self._partner_mode = notify_url, False
        self._core = _Core(
            base, mchid=account.mch_id, cert_serial_no=account.cert_serial,
            private_key=account.private_key, apiv3_key=account.api_key, timeout=PATIENCE,
            public_key=account.public_key or None, public_key_id=account.public_key_id or None,
        )  # fmt: skip


def client_of(account: WechatPayAccount, notify_url: str = "") -> Client:
    """The client of an account, kept for this process while its settings stay.

    Raises ChannelSilent, ChannelRefused when certificates are to be fetched and are not there.
    """
    base = settings.LINLI.wechat_pay_url.rstrip("/")
    version = (account.updated_at, base + notify_url)
    kept = _known.get(account.pk)
    if kept is not None and kept[0] == version:
        return kept[1]
    client: Client = guard(lambda: Client(account, base, notify_url))
    _known[account.pk] = (version, client)
    return client


def guard(work: Callable[[], Any]) -> Any:
    """Run a call of the SDK; what it raises becomes ours. Raises ChannelSilent, ChannelRefused."""
    try:
        return work()
    except requests.RequestException as error:
        raise ChannelSilent from error
    except (ChannelSilent, ChannelRefused):
        raise
    except Exception as error:
        raise ChannelRefused(code="SDK") from error


def ask(work: Callable[[], tuple[int, Any]]) -> dict[str, Any]:
    """The JSON of a good answer. Raises ChannelRefused with the platform's code, ChannelSilent."""
    status, text = guard(work)
    try:
        answer = json.loads(text) if text else {}
    except ValueError as error:
        raise ChannelSilent from error
    if not isinstance(answer, dict) or status >= 500:
        raise ChannelSilent
    if status >= 300:
        raise ChannelRefused(code=str(answer.get("code") or status)[:40])
    return answer
