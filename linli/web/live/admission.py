"""Who asks for a stream: read the session once, in a thread, and decide on the keys."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.cookie import parse_cookie

from linli.base.accounts.api import User
from linli.base.scopes.api import estate_scope
from linli.estate.organisations.api import load_actor
from linli.web.accounts.api import needs_second_factor
from linli.web.live.hub import Page
from linli.web.live.keys import allowed_keys, parse_keys


def admit(cookies: str, wanted: str) -> Page | None:
    """A page with the keys that its account may listen to; None without a valid session.

    `cookies` and `wanted` are the Cookie header and the keys as sent. Uses the ORM: call it in a
    thread.
    """
    close_old_connections()
    try:
        return _admit(parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, ""), wanted)
    finally:
        close_old_connections()


def _admit(session_key: str, wanted: str) -> Page | None:
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    if not isinstance(user, User) or user.estate_id is None:
        return None
    with estate_scope(user.estate_id):
        actor = load_actor(user)
        if needs_second_factor(request, actor, user):
            return None
        keys = allowed_keys(actor, parse_keys(wanted))
    return Page(user.pk, user.estate_id, keys)
