"""The access token: one fetcher at a time, renewed early, renewed when the platform refuses it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import connection, transaction

from linli.base.calendars.api import now
from linli.base.scopes.api import estate_scope
from linli.gateways.wechat import platform
from linli.gateways.wechat.errors import NotSetUp, PlatformRefused
from linli.gateways.wechat.models import WechatAccount

T = TypeVar("T")
EARLY = timedelta(minutes=10)  # before the end somebody renews, while the old one still works
_LOCK = 0x57584154  # "WXAT"


def with_token(account: WechatAccount, work: Callable[[str], T]) -> T:
    """Run `work` with a token; once more with a fresh one when the platform calls it invalid."""
    token = token_for(account)
    try:
        return work(token)
    except PlatformRefused as error:
        if error.code not in platform.STALE_TOKEN:
            raise
    return work(token_for(account, refused=token))


def token_for(account: WechatAccount, refused: str = "") -> str:
    """The token in force. `refused` is one that the platform did not take: not given again."""
    with estate_scope(account.estate_id):
        kept, left = _kept(account.pk)
        if kept and kept != refused and left > EARLY:
            return kept
        still_good = bool(kept) and kept != refused and left > timedelta(seconds=30)
        return _renew(account.pk, refused, kept if still_good else "")


def _kept(account_id: int) -> tuple[str, timedelta]:
    row = WechatAccount.objects.get(pk=account_id)
    left = row.access_token_until - now() if row.access_token_until else timedelta(0)
    return row.access_token or "", left


@transaction.atomic
def _renew(account_id: int, refused: str, still_good: str) -> str:
    """Fetch under the lock. Whoever comes second waits and takes what the first one got.

    With a token that is still good nobody waits: one renews, the others go on.
    """
    if not _lock(account_id, wait=not still_good):
        return still_good
    kept, left = _kept(account_id)
    if kept and kept != refused and left > EARLY:
        return kept
    row = WechatAccount.objects.get(pk=account_id)
    if not row.secret:
        raise NotSetUp
    answer = platform.call(
        "/cgi-bin/stable_token",
        {},
        {
            "grant_type": "client_credential",
            "appid": row.app_id,
            "secret": row.secret,
            "force_refresh": bool(refused) and kept == refused,
        },
    )
    token, seconds = str(answer["access_token"]), int(answer.get("expires_in", 7200))
    row.access_token, row.access_token_until = token, now() + timedelta(seconds=seconds)
    row.save(update_fields=["access_token", "access_token_until"])
    return token


def _lock(account_id: int, *, wait: bool) -> bool:
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, account_id])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, account_id])
        (taken,) = cursor.fetchone()
    return bool(taken)
