from __future__ import annotations

from linli.base.errors import NotFound
from linli.gateways.wechatpay.models import WechatPayAccount, WechatPayNotice


def account_in_scope() -> WechatPayAccount | None:
    found: WechatPayAccount | None = WechatPayAccount.objects.first()
    return found


def active_account() -> WechatPayAccount:
    """Raises NotFound."""
    found = account_in_scope()
    if found is None or not found.is_active:
        raise NotFound
    return found


def refused_notices(limit: int = 50) -> list[WechatPayNotice]:
    """Callbacks with a good signature that were not ours, the newest first."""
    rows = WechatPayNotice.objects.exclude(outcome__in=["booked", "noted"])
    return list(rows.order_by("-last_at")[:limit])
