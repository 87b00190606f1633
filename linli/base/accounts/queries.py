from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from linli.base.accounts.models import AccessToken, User
from linli.base.accounts.rules import token_digest
from linli.base.calendars.clock import now

_USE_NOTED_EVERY = timedelta(minutes=10)


def account_with_phone(phone: str) -> User | None:
    return User.objects.filter(phone=phone, is_active=True).first()


def token_in_force(text: str) -> AccessToken | None:
    """The key with this text, unless it is ended, expired, or its account is closed."""
    at = now()
    token = (
        AccessToken.objects.select_related("account")
        .filter(digest=token_digest(text), expires_at__gt=at, revoked_at__isnull=True)
        .filter(account__is_active=True)
        .first()
    )
    if token and (token.last_used_at is None or at - token.last_used_at > _USE_NOTED_EVERY):
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token


def tokens_of(account_id: int) -> QuerySet[AccessToken]:
    """Keys that still work, newest first."""
    return AccessToken.objects.filter(
        account=account_id, revoked_at__isnull=True, expires_at__gt=now()
    ).order_by("-created_at")
