"""The command centre's screen: shows, and is told when something moves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import SHANGHAI, now
from linli.estate.organisations.api import Permission, may, require
from linli.web.formats import format_day
from linli.web.wall import queries

_HOUR = "linli_wall_hour"


def show_wall(request: HttpRequest) -> HttpResponse:
    _admit(request)
    local = now().astimezone(SHANGHAI)
    context = {
        "now_text": f"{local:%H:%M:%S}",
        "date_text": format_day(local.date()),
        "parts": {name: _part(request, name) for name in _PARTS},
    }
    return render(request, "wall/index.jinja", context)


def show_part(request: HttpRequest, name: str) -> HttpResponse:
    """One part anew; 204 when it looks as before, so that only what changed moves."""
    if getattr(request, "htmx", False) and getattr(request, "actor", None) is None:
        # the session ended: back to the sign-in page, not a picture that stands still
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    _admit(request)
    html = _part(request, name)
    if request.GET.get("seen") == html.seen:
        return HttpResponse(status=204)
    return HttpResponse(html)


def _admit(request: HttpRequest) -> None:
    """Let in whoever may see the wall. A screen's own account stays signed in while it is on.

    Only an account that reaches no register does: anybody else's day ends as usual (SEC-02).
    """
    actor = actor_of(request)
    require(actor, Permission.SEE_WALL)
    hour = f"{now():%Y%m%d%H}"
    if request.session.get(_HOUR) != hour and not may(actor, Permission.SEE_REGISTER):
        request.session[_HOUR] = hour
        request.session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))


class Part(str):
    """A part's HTML; `seen` changes when what it shows changes."""

    seen: str

    def __html__(self) -> str:
        return str(self)


def _part(request: HttpRequest, name: str) -> Part:
    context = _PARTS[name]()
    seen = hashlib.sha256(repr(context).encode()).hexdigest()[:16]
    response = render(request, f"wall/{name}.jinja", {**context, "seen": seen})
    part = Part(response.content.decode())
    part.seen = seen
    return part


def _trouble() -> dict[str, Any]:
    lines, more = queries.list_trouble()
    return {"lines": lines, "more": more}


def _plan() -> dict[str, Any]:
    return {"plan": queries.plan_of_trouble()}


def _figures() -> dict[str, Any]:
    return {
        "rates": queries.rates_of_month(),
        "shares": queries.open_by_organisation(),
        "open": queries.open_in_all(),
        "shifts": queries.on_shift(),
    }


_PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "trouble": _trouble,
    "today": lambda: {"today": queries.today_in_short()},
    "plan": _plan,
    "figures": _figures,
}
