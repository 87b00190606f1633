"""What every page's shell shows: where one can go, who is signed in, where live news come from."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.estate.organisations.api import Permission, is_staff, may
from linli.web.live.origins import stream_origin
from linli.web.nav import find_page, list_links


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the four shells; each value is worked out only by a page that shows it."""
    actor: Actor | None = getattr(request, "actor", None)
    links = cache(lambda: list_links(request, actor))
    return {
        "actor": actor,
        "estate": getattr(request, "estate", None),
        "elder_mode": getattr(request, "elder_mode", False),
        "nav": _lazy(lambda: links()[0]),
        "nav_groups": _lazy(lambda: links()[1]),
        "person_menu": _lazy(lambda: _menu(actor)),
        "sign_out_href": _lazy(lambda: find_page("account_logout")),
        "search_href": _lazy(lambda: _search(actor)),
        "new_call_href": _lazy(lambda: _new_call(actor)),
        "ringing_href": _lazy(lambda: _ringing(actor)),
        "live_url": _live_url(request) if actor else "",
    }


def _lazy(make: Callable[[], Any]) -> Any:
    return SimpleLazyObject(make)


def _menu(actor: Actor | None) -> list[tuple[str, str, str]]:
    if actor is None:
        return []
    own = (_("我的账号"), find_page("accounts:own"), "person")
    home = (_("居民页面"), find_page("resident:index"), "home")
    return [own, home] if actor.person_id and is_staff(actor) else [own]


def _search(actor: Actor | None) -> str:
    return find_page("staff:search") if actor and is_staff(actor) else ""


def _new_call(actor: Actor | None) -> str:
    return find_page("intake:call") if actor and may(actor, Permission.TAKE_CALLS) else ""


def _ringing(actor: Actor | None) -> str:
    return find_page("intake:ringing") if actor and may(actor, Permission.TAKE_CALLS) else ""


def _live_url(request: HttpRequest) -> str:
    """Streams listen on the next port, unless one origin serves both behind a proxy."""
    return f"{stream_origin(request)}/live"
