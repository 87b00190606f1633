"""Programs sign in with a key in the Authorization header; it carries its owner's rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from linli.base.accounts.api import token_in_force

Handler = Callable[[Any], HttpResponse]


def bearer_sign_in(get_response: Handler) -> Handler:
    """Let a request below /api/ with `Authorization: Bearer …` act as the key's owner.

    Stands before the scope is opened; a session cookie beside the key counts for nothing.
    """

    def handle(request: Any) -> HttpResponse:
        request.access_token = None
        scheme, _sep, text = request.headers.get("Authorization", "").partition(" ")
        if not request.path.startswith("/api/") or scheme.lower() != "bearer":
            return get_response(request)
        token = token_in_force(text.strip())
        if token is None:
            message = _("这把钥匙不对、已停用或已过期。请在“我的账号”里重新做一把。")
            body = {"code": "key_unknown", "message": message, "field": None}
            response = JsonResponse(body, status=401)
            response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
            return response
        request.access_token, request.user = token, token.account
        return get_response(request)

    return handle
