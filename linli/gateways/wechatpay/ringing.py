"""A callback that is WeChat's word and yet not ours: somebody looks where the money is."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.accounts.api import system_actor
from linli.base.errors import DomainError, NotFound
from linli.base.scopes.api import current_estate_id
from linli.base.submissions import error_text
from linli.gateways.wechatpay.errors import ForeignMerchant
from linli.matters.handling.api import open_matter
from linli.money.payments.api import OrderMismatch, OrderUnknown

_log = logging.getLogger(__name__)
_ODD = (OrderMismatch, OrderUnknown, ForeignMerchant, NotFound)


def ring_refused(notice_id: str, resource: dict[str, Any], error: DomainError) -> bool:
    """Open a matter of kind duty about another order, sum or merchant, one for each order number.

    False where nothing rings: what only cannot be read is the platform's to tell again. While
    nobody is on duty the refusal stays in the list, and the platform's next try rings.
    """
    if not isinstance(error, _ODD):
        return False
    number = _number_of(resource)
    try:
        with transaction.atomic():
            open_matter(
                actor=system_actor(current_estate_id()), kind="duty", category="accounts",
                channel="system", text=_words(number, error),
                client_key=f"wechatpay:{number or notice_id}"[:80],
            )  # fmt: skip
    except DomainError as refusal:
        _log.warning("wechatpay notice %s rings nobody: %s", notice_id, refusal.code)
        return False
    return True


def _number_of(resource: dict[str, Any]) -> str:
    number = str(resource.get("out_refund_no") or resource.get("out_trade_no") or "")[:40]
    return number if number.isprintable() else ""


def _words(number: str, error: DomainError) -> str:
    return _(
        "微信支付通知的一笔钱没有入账。订单号：%(number)s。原因：%(reason)s"
        "请会计到微信商户平台核对，钱在不在、是谁的，再处理。"
    ) % {"number": number or _("没有写"), "reason": error_text(error)}
