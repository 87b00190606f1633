"""Whoever holds an office of `SECOND_FACTOR` passes two factors at every sign-in (SEC-02)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from linli.base.accounts.api import Actor, User
from linli.estate.organisations.api import needs_two_factors
from linli.web.accounts.sessions import SECOND_FACTOR
from linli.web.requests import HttpRequest

# what somebody who has still to enrol may open
_OPEN_PAGES = ("account_", "mfa_", "set_language", "set_elder_mode", "elder_mode")


def must_have_second_factor(actor: Actor, user: User) -> bool:
    return user.must_use_second_factor or needs_two_factors(actor)


def needs_second_factor(request: Any, actor: Actor, user: User) -> bool:
    """Whether this session still lacks the second factor that the person's offices ask for.

    The demo's published accounts go without; its pages say so.
    """
    if settings.LINLI.demo or not must_have_second_factor(actor, user):
        return False
    return bool(request.session.get(SECOND_FACTOR) != user.pk)


class RequireSecondFactor:
    """Send whoever still has to enrol to that page, whatever page was asked for."""

    def __init__(self, get_response: Callable[[Any], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.actor is None or getattr(request, "access_token", None) is not None:
            return None  # a key was made in a session that had passed
        name = (request.resolver_match.url_name or "") if request.resolver_match else ""
        if name.startswith(_OPEN_PAGES) or not needs_second_factor(
            request, request.actor, request.user
        ):
            return None
        return _send_to_enrol(request)


def _send_to_enrol(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        message = _("请先在网页上完成两步登录。")
        body = {"code": "second_factor_needed", "message": message, "field": None}
        return JsonResponse(body, status=403)
    page = reverse("mfa_activate_totp")
    if getattr(request, "htmx", False):
        return cast(HttpResponse, HttpResponseClientRedirect(page))
    response = HttpResponse(status=302)
    response["Location"] = page
    return response
