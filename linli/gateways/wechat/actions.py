"""Setting the official account up, and trying it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import Invalid, translatable
from linli.estate.organisations.api import Permission, require
from linli.gateways.wechat import platform
from linli.gateways.wechat.data import Mode
from linli.gateways.wechat.envelopes import read_key
from linli.gateways.wechat.errors import NotSetUp, PlatformRefused
from linli.gateways.wechat.menus import publish_menu
from linli.gateways.wechat.models import WechatAccount
from linli.gateways.wechat.queries import account_in_scope
from linli.gateways.wechat.tokens import token_for

SECRETS = ("secret", "token", "aes_key")


@transaction.atomic
def keep_account(values: dict[str, Any], *, actor: Actor) -> WechatAccount:
    """Write the settings; an empty secret stays what it was. Raises Invalid (naming the field)."""
    require(actor, Permission.MANAGE_ACCOUNTS)
    row = account_in_scope() or WechatAccount()
    before = {"app_id": row.app_id, "secret": row.secret}
    for name, value in values.items():
        if name not in SECRETS or value:
            setattr(row, name, value)
    _check(row)
    if before != {"app_id": row.app_id, "secret": row.secret}:
        row.access_token, row.access_token_until = None, None
    row.updated_at = now()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Invalid(
            translatable("这个 AppID 已经用在别的小区。请核对。"), field="app_id"
        ) from error
    changed = sorted(name for name, value in values.items() if value and name in SECRETS)
    record("keep_wechat_account", "wechat_account", row.pk, actor=actor, secrets=changed)
    return row


def _check(row: WechatAccount) -> None:
    if not row.token:
        raise Invalid(translatable("请填 Token，和公众平台上写的一样。"), field="token")
    if row.mode != Mode.PLAIN.value and not row.aes_key:
        raise Invalid(translatable("加密模式要填 EncodingAESKey。"), field="aes_key")
    if row.aes_key:
        try:
            read_key(row.aes_key)
        except ValueError as error:
            raise Invalid(
                translatable("EncodingAESKey 是 43 个字母和数字。请从公众平台复制。"),
                field="aes_key",
            ) from error


def try_account(*, actor: Actor) -> bool:
    """Ask the platform for a token: whether AppID, secret and the way there are right.

    What it said stands on the page afterwards.
    """
    require(actor, Permission.MANAGE_ACCOUNTS)
    row = _account()
    try:
        token_for(row)
        result = ""
    except (PlatformRefused, platform.Unanswered) as error:
        result = str(error) or type(error).__name__
    _note(row, result)
    return not result


def put_menu(*, actor: Actor) -> bool:
    """Publish the menu; whether the platform took it."""
    require(actor, Permission.MANAGE_ACCOUNTS)
    row = _account()
    try:
        publish_menu(row, actor=actor)
        result = ""
    except (PlatformRefused, platform.Unanswered) as error:
        result = str(error) or type(error).__name__
    _note(row, result)
    return not result


def _account() -> WechatAccount:
    row = account_in_scope()
    if row is None or not row.secret:
        raise NotSetUp
    return row


def _note(row: WechatAccount, result: str) -> None:
    WechatAccount.objects.filter(pk=row.pk).update(checked_at=now(), check_result=result[:200])
