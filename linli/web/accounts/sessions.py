"""How long a sign-in lasts, and what it has proved."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from linli.base.accounts.api import Actor, User
from linli.base.scopes.api import estate_scope
from linli.estate.organisations.api import load_actor

OWN_PHONE = "linli_own_phone"
SECOND_FACTOR = "linli_second_factor"
ON_OWN_PHONE = timedelta(days=30)


def actor_behind(user: User) -> Actor:
    """The actor of an account that is just signing in, when no scope is open yet."""
    if not user.estate_id:
        return Actor(user_id=user.pk, estate_id=0, name=user.name)
    with estate_scope(user.estate_id):
        return load_actor(user)


def limit_session(request: HttpRequest, user: User) -> None:
    """End the session 12 hours from now; on a resident's own phone after 30 days (SEC-02)."""
    stays = request.session.get(OWN_PHONE) and not actor_behind(user).roles
    length = ON_OWN_PHONE if stays else timedelta(seconds=settings.SESSION_COOKIE_AGE)
    request.session.set_expiry(timezone.now() + length)


def note_second_factor(request: HttpRequest, user: User) -> None:
    """Keep in the session that this sign-in passed the second factor."""
    records = get_authentication_records(request, user)
    if any(entry["method"] == "mfa" for entry in records):
        request.session[SECOND_FACTOR] = user.pk
