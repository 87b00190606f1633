"""The settings of the merchant: kept sealed, tried out."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import DomainError
from linli.estate.organisations.api import Permission, require
from linli.gateways.wechatpay.channel import WechatPayChannel
from linli.gateways.wechatpay.errors import (
    KeyUnreadable,
    PairIncomplete,
    PublicKeyUnreadable,
    SecretMissing,
)
from linli.gateways.wechatpay.models import WechatPayAccount
from linli.gateways.wechatpay.queries import account_in_scope

_PLAIN = ("app_id", "mch_id", "cert_serial", "public_key_id", "public_url", "is_active")


@transaction.atomic
def keep_account(data: dict[str, Any], *, actor: Actor) -> WechatPayAccount:
    """Keep the settings; an empty secret leaves the one that is there.

    Raises KeyUnreadable, PublicKeyUnreadable, SecretMissing, PairIncomplete, NotAllowed.
    """
    require(actor, Permission.MANAGE_ACCOUNTS)
    account = account_in_scope() or WechatPayAccount()
    for name in _PLAIN:
        setattr(account, name, data[name])
    if data["private_key"].strip():
        account.private_key = read_private_key(data["private_key"])
    if data["api_key"]:
        account.api_key = data["api_key"]
    if not account.private_key or not account.api_key:
        raise SecretMissing(field="api_key" if account.private_key else "private_key")
    if not account.public_key_id:
        account.public_key = ""
    elif data["public_key"].strip():
        account.public_key = read_public_key(data["public_key"])
    if bool(account.public_key) != bool(account.public_key_id):
        raise PairIncomplete(field="public_key")
    account.updated_at = now()
    account.checked_at, account.check_result = None, ""
    account.save()
    record("wechatpay.kept", "wechatpay_account", account.pk, actor=actor)
    return account


def read_private_key(text: str) -> str:
    """Any PEM of an RSA key, as the PKCS #8 that the SDK reads. Raises KeyUnreadable."""
    try:
        key = serialization.load_pem_private_key(text.strip().encode(), password=None)
    except (ValueError, TypeError) as error:
        raise KeyUnreadable(field="private_key") from error
    if not isinstance(key, RSAPrivateKey) or key.key_size < 2048:
        raise KeyUnreadable(field="private_key")
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def read_public_key(text: str) -> str:
    """Raises PublicKeyUnreadable."""
    try:
        key = serialization.load_pem_public_key(text.strip().encode())
    except (ValueError, TypeError) as error:
        raise PublicKeyUnreadable(field="public_key") from error
    if not isinstance(key, RSAPublicKey):
        raise PublicKeyUnreadable(field="public_key")
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


def try_account(*, actor: Actor) -> bool:
    """Ask the platform for an order that there is not: a signed "no" says that all keys fit."""
    require(actor, Permission.MANAGE_ACCOUNTS)
    account = account_in_scope()
    if account is None:
        return False
    result = ""
    try:
        WechatPayChannel(account).ask_order("LINLI0TRY0OUT")
    except DomainError as error:
        result = str(error.params.get("code") or error.code)
    account.checked_at, account.check_result = now(), result[:80]
    account.save(update_fields=["checked_at", "check_result"])
    record("wechatpay.tried", "wechatpay_account", account.pk, actor=actor, result=result)
    return not result
