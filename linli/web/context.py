"""What every page's shell shows: where one can go, who is signed in, where live news come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import Actor
from linli.estate.organisations.api import Permission, Role, is_staff, may
from linli.web.live.origins import stream_origin


@dataclass(frozen=True)
class Entry:
    """One way to go: who may, its words, its page, its sign."""

    label: Any
    page: str
    sign: str
    permission: Permission | None = None
    roles: tuple[str, ...] = ()


WALKERS = (
    Role.GRID_WORKER, Role.BUILDING_CAPTAIN, Role.VOLUNTEER, Role.CARER, Role.CENTRE_LEAD,
    Role.CLERK, Role.HOUSING_OFFICER,
)  # fmt: skip
STAFF = (
    Entry(_l("今天"), "rounds:captain", "home", roles=(Role.BUILDING_CAPTAIN,)),
    Entry(_l("事项"), "handling:queue", "matter", Permission.WORK_QUEUE),
    Entry(_l("登记"), "intake:call", "phone", Permission.TAKE_CALLS),
    Entry(_l("信箱"), "intake:letters", "letter", Permission.TAKE_CALLS),
    Entry(_l("走访"), "rounds:index", "door", roles=WALKERS),
    Entry(_l("居民"), "people:index", "people", Permission.SEE_REGISTER),
    Entry(_l("楼栋"), "places:index", "building", Permission.SEE_REGISTER),
    Entry(_l("群发"), "mailings:index", "sms", Permission.TELL_PEOPLE),
    Entry(_l("公告"), "notices:index", "notice", Permission.WORK_QUEUE),
    Entry(_l("转告"), "mailings:lists", "hand", Permission.WORK_QUEUE),
    Entry(_l("四清"), "clears:index", "check", Permission.SEE_REGISTER),
    Entry(_l("热点"), "projects:index", "chart", Permission.SEE_FIGURES),
    Entry(_l("指南"), "guides:index", "help", Permission.WORK_QUEUE),
    Entry(_l("我的工作"), "rates:work", "thanks", Permission.WORK_QUEUE),
    Entry(_l("数字"), "rates:index", "chart", Permission.SEE_FIGURES),
    Entry(_l("光荣榜"), "rates:honours", "seal", Permission.WORK_QUEUE),
    Entry(_l("网格"), "places:grids", "grid", Permission.WORK_QUEUE),
    Entry(_l("排班"), "rosters:index", "calendar", Permission.SEE_FIGURES),
    Entry(_l("导入"), "imports:index", "upload", Permission.IMPORT_REGISTER),
    Entry(_l("规则"), "routing:index", "settings", Permission.SET_RULES),
    Entry(_l("热线"), "intake:lines", "phone", Permission.SET_RULES),
    Entry(_l("公众号"), "wechat:account", "sms", Permission.MANAGE_ACCOUNTS),
    Entry(_l("大屏"), "wall:index", "camera", Permission.SEE_WALL),
)
RESIDENT = (
    Entry(_l("首页"), "resident:index", "home"),
    Entry(_l("说事"), "resident:report", "mic"),
    Entry(_l("我的事"), "resident:matters", "matter"),
    Entry(_l("公示"), "public:index", "notice"),
    Entry(_l("我"), "accounts:own", "person"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the four shells; each value is worked out only by a page that shows it."""
    actor: Actor | None = getattr(request, "actor", None)
    return {
        "actor": actor,
        "estate": getattr(request, "estate", None),
        "elder_mode": getattr(request, "elder_mode", False),
        "nav": _lazy(lambda: _nav(request, actor)),
        "person_menu": _lazy(lambda: _menu(actor)),
        "sign_out_href": _lazy(lambda: _page("account_logout")),
        "search_href": _lazy(lambda: _search(actor)),
        "new_call_href": _lazy(lambda: _new_call(actor)),
        "ringing_href": _lazy(lambda: _ringing(actor)),
        "live_url": _live_url(request) if actor else "",
    }


def _lazy(make: Callable[[], Any]) -> Any:
    return SimpleLazyObject(make)


def _nav(request: HttpRequest, actor: Actor | None) -> list[tuple[Any, str, str, bool, int]]:
    if actor is None:
        return []
    staff = is_staff(actor)
    entries = [e for e in (STAFF if staff else RESIDENT) if _open_to(actor, e)]
    pages = [(e, href) for e in entries if (href := _page(e.page))]
    around = [href for _entry, href in pages if href != "/" and request.path.startswith(href)]
    here = max(around, key=len, default=request.path)
    return [(e.label, href, e.sign, href == here, 0) for e, href in pages]


def _open_to(actor: Actor, entry: Entry) -> bool:
    if entry.roles and not actor.roles.intersection(entry.roles):
        return False
    return entry.permission is None or may(actor, entry.permission)


def _menu(actor: Actor | None) -> list[tuple[str, str, str]]:
    if actor is None:
        return []
    own = (_("我的账号"), _page("accounts:own"), "person")
    home = (_("居民页面"), _page("resident:index"), "home")
    return [own, home] if actor.person_id and is_staff(actor) else [own]


def _search(actor: Actor | None) -> str:
    return _page("staff:search") if actor and is_staff(actor) else ""


def _new_call(actor: Actor | None) -> str:
    return _page("intake:call") if actor and may(actor, Permission.TAKE_CALLS) else ""


def _ringing(actor: Actor | None) -> str:
    return _page("intake:ringing") if actor and may(actor, Permission.TAKE_CALLS) else ""


@lru_cache(maxsize=100)
def _page(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _live_url(request: HttpRequest) -> str:
    """Streams listen on the next port, unless one origin serves both behind a proxy."""
    return f"{stream_origin(request)}/live"
