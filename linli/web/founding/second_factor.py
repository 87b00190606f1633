"""A second factor that is enrolled at the terminal instead of on a page."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.db import transaction

from linli.base.accounts.api import Actor, User, end_sessions
from linli.base.audit.api import record

_ISSUER = "邻里"


def make_secret() -> str:
    """A new secret in base32."""
    return generate_totp_secret()


def otpauth_uri(username: str, secret: str) -> str:
    """What an authenticator reads from a QR code."""
    query = urlencode({"secret": secret, "issuer": _ISSUER}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{_ISSUER}:{username}')}?{query}"


def is_right_code(secret: str, code: str) -> bool:
    """Whether the six digits are those of now."""
    return bool(validate_totp_code(secret, code.strip().replace(" ", "")))


@transaction.atomic
def add_second_factor(account: User, secret: str) -> list[str]:
    """Bind the secret to the account; its recovery codes, each of which works once."""
    TOTP.activate(account, secret)
    record("add_second_factor", "account", account.pk, actor=None)
    return list(RecoveryCodes.activate(account).get_unused_codes())


@transaction.atomic
def remove_second_factor(account: User, *, actor: Actor | None) -> None:
    """Forget every second factor and end all sessions: the next sign-in enrols a new one."""
    Authenticator.objects.filter(user=account).delete()
    end_sessions(account.pk, actor=actor)
    record("remove_second_factor", "account", account.pk, actor=actor)
