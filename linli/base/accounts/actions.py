"""Writes on accounts and on the keys of programs."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from linli.base.accounts.data import Actor
from linli.base.accounts.models import AccessToken, User
from linli.base.accounts.rules import token_digest
from linli.base.audit.actions import record
from linli.base.calendars.clock import now
from linli.base.errors import DomainError, Invalid, NotAllowed, NotFound, translatable

TOKEN_DAYS = 365
SCOPES = ("read", "write")


class AccountTaken(DomainError):
    code = "account_taken"
    message = translatable("这个用户名或手机号已经有账号了。请换一个，或在账号列表里找到它。")
    status = 409


@transaction.atomic
def create_account(
    username: str, *, name: str, actor: Actor | None, password: str | None = None, **fields: Any
) -> User:
    """Make an account (the centre does, or a phone that the register knows)."""
    if password is not None:
        try:
            password_validation.validate_password(password)
        except ValidationError as error:
            raise Invalid(" ".join(error.messages), field="password") from error
    try:
        with transaction.atomic():
            account = User.objects.create_user(username, password, name=name, **fields)
    except IntegrityError as error:
        raise AccountTaken(field="username") from error
    record("create_account", "account", account.pk, actor=actor)
    return account


@transaction.atomic
def set_language(account: User, language: str) -> None:
    User.objects.filter(pk=account.pk).update(language=language)


@transaction.atomic
def set_elder_mode(account: User, on: bool) -> None:
    User.objects.filter(pk=account.pk).update(elder_mode=on)


@transaction.atomic
def end_sessions(account_id: int, *, actor: Actor | None) -> None:
    """Sign an account out on every device; its programs' keys stay."""
    if not User.objects.filter(pk=account_id).update(session_round=F("session_round") + 1):
        raise NotFound
    record("end_sessions", "account", account_id, actor=actor)


@transaction.atomic
def close_account(account_id: int, *, actor: Actor) -> None:
    """Let an account sign in no more; it stays, since the timeline names it."""
    changed = User.objects.filter(pk=account_id, is_active=True).update(
        is_active=False, session_round=F("session_round") + 1
    )
    if not changed:
        raise NotFound
    AccessToken.objects.filter(account=account_id, revoked_at__isnull=True).update(revoked_at=now())
    record("close_account", "account", account_id, actor=actor)


@transaction.atomic
def issue_token(
    name: str, scopes: Iterable[str] = SCOPES, *, days: int = TOKEN_DAYS, actor: Actor
) -> tuple[AccessToken, str]:
    """A new key for the actor's own programs and its text, which is not kept anywhere."""
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(SCOPES):
        raise Invalid(field="scopes")
    if not 1 <= days <= TOKEN_DAYS:
        raise Invalid(field="days")
    text = f"linli_{secrets.token_urlsafe(32)}"
    if actor.user_id is None:
        raise NotAllowed
    token = AccessToken.objects.create(
        account_id=actor.user_id,
        name=name[:60],
        digest=token_digest(text),
        scopes=wanted,
        created_at=now(),
        expires_at=now() + timedelta(days=days),
    )
    record("issue_token", "access_token", token.pk, actor=actor, scopes=wanted, days=days)
    return token, text


@transaction.atomic
def revoke_token(token_id: int, *, actor: Actor) -> None:
    """End one of the actor's own keys at once."""
    changed = AccessToken.objects.filter(
        pk=token_id, account=actor.user_id, revoked_at__isnull=True
    ).update(revoked_at=now())
    if not changed:
        raise NotFound
    record("revoke_token", "access_token", token_id, actor=actor)
