from __future__ import annotations

from typing import Any

from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from linli.base.accounts.api import Actor
from linli.base.errors import DomainError, translatable


class ScopeMissingOnKey(DomainError):
    code = "key_scope"
    message = translatable("这把钥匙只能读，不能写。请在“我的账号”里做一把可写的。")
    status = 403


class KeyAuth(HttpBearer):
    """A personal key: `Authorization: Bearer linli_…`, found by the middleware."""

    def authenticate(self, request: Any, token: str) -> Actor | None:
        known = getattr(request, "access_token", None)
        if known is None:
            return None
        needed = "read" if request.method in ("GET", "HEAD") else "write"
        if needed not in known.scopes:
            raise ScopeMissingOnKey
        return request.actor


class SignedIn(APIKeyCookie):
    """The session of a page; writes need its CSRF token in X-CSRFToken."""

    param_name = "linli_session"

    def authenticate(self, request: Any, key: str | None) -> Actor | None:
        return request.actor
