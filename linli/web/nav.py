"""Where one can go: what each role uses most comes first, the rest in groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import Actor
from linli.estate.organisations.api import Permission as P  # noqa: N817
from linli.estate.organisations.api import Role, is_staff, may
from linli.voice.ballots.api import may_run

Link = tuple[Any, str, str, bool, int]  # words, address, sign, whether it is here, count
Group = tuple[Any, list[Link]]
Way = tuple[int, "Entry", str]  # number of the group, entry, address
FIRST = 5  # as many as stand in the bar


@dataclass(frozen=True)
class Entry:
    """One way to go: its words, its page, its sign, who may.

    `find` names the address where it differs by person; an empty one leaves the entry out.
    """

    label: Any
    page: str
    sign: str
    permission: P | None = None
    roles: tuple[str, ...] = ()
    find: Callable[[Actor], str] | None = None


def _own_building(actor: Actor) -> str:
    """The captain's building, or all of them where there are several."""
    ids = sorted(actor.buildings_as(Role.BUILDING_CAPTAIN))
    if len(ids) == 1:
        return reverse("places:building", args=ids)
    return reverse("places:index") if ids else ""


def _assemblies(actor: Actor) -> str:
    """Assemblies, for who prepares them and who lets them out."""
    return find_page("ballots:desk") if may_run(actor) else ""


_WALKERS = (
    Role.GRID_WORKER, Role.BUILDING_CAPTAIN, Role.VOLUNTEER, Role.CARER, Role.CENTRE_LEAD,
    Role.CLERK, Role.HOUSING_OFFICER,
)  # fmt: skip
_LEADS = (
    Role.CENTRE_LEAD, Role.COMMITTEE_SECRETARY, Role.ORGANISATION_LEAD, Role.ADMINISTRATOR,
)  # fmt: skip
_REGISTRARS = (Role.CENTRE_LEAD, Role.CLERK, Role.HOUSING_OFFICER)
_CAPTAIN = (Role.BUILDING_CAPTAIN,)
_SPENDERS = (
    Role.ACCOUNTANT, Role.ORGANISATION_LEAD, Role.COMMITTEE_SECRETARY, Role.OWNERS_COMMITTEE_MEMBER,
    Role.RESIDENTS_COMMITTEE_MEMBER, Role.SUPERVISION_MEMBER,
)  # fmt: skip
_ARREARS = (
    Role.ACCOUNTANT, Role.CENTRE_LEAD, Role.COMMITTEE_SECRETARY, Role.HOUSING_OFFICER,
    Role.OWNERS_COMMITTEE_MEMBER, Role.RESIDENTS_COMMITTEE_MEMBER,
)  # fmt: skip

GROUPS: tuple[tuple[Any, tuple[Entry, ...]], ...] = (
    (
        _l("办事"),
        (
            Entry(_l("今天"), "rounds:captain", "home", roles=_CAPTAIN),
            Entry(_l("事项"), "handling:queue", "matter", P.WORK_QUEUE),
            Entry(_l("今天的活"), "handling:today", "clock", roles=(Role.WORKER,)),
            Entry(_l("登记"), "intake:call", "phone", P.TAKE_CALLS),
            Entry(_l("信箱"), "intake:letters", "letter", P.TAKE_CALLS),
            Entry(_l("回访名单"), "handling:visits", "reply", P.TAKE_CALLS),
            Entry(_l("走访"), "rounds:index", "door", roles=_WALKERS),
            Entry(_l("指南"), "guides:index", "help", P.WORK_QUEUE),
            Entry(_l("我的工作"), "rates:work", "thanks", P.WORK_QUEUE),
        ),
    ),
    (
        _l("人和房"),
        (
            Entry(_l("居民"), "people:index", "people", P.SEE_REGISTER),
            Entry(_l("楼栋"), "places:index", "building", P.SEE_REGISTER),
            Entry(_l("我的楼"), "places:own", "building", roles=_CAPTAIN, find=_own_building),
            Entry(_l("公共场所"), "places:public_places", "map", P.SEE_REGISTER),
            Entry(_l("租约到期"), "places:leases", "clock", P.SEE_REGISTER),
            Entry(_l("四清"), "clears:index", "check", P.SEE_REGISTER),
            Entry(_l("导入"), "imports:index", "upload", P.IMPORT_REGISTER),
        ),
    ),
    (
        _l("告诉大家"),
        (
            Entry(_l("公告"), "notices:index", "notice", P.WORK_QUEUE),
            Entry(_l("群发"), "mailings:index", "sms", P.TELL_PEOPLE),
            Entry(_l("转告"), "mailings:lists", "hand", P.WORK_QUEUE),
            Entry(_l("居民投票"), "polls:index", "vote", P.WORK_QUEUE),
            Entry(_l("物业服务"), "contracts:index", "service", P.WORK_QUEUE),
        ),
    ),
    (
        _l("钱"),
        (
            Entry(_l("收费"), "fees:index", "pay", P.SEE_ACCOUNTS),
            Entry(_l("一户的账单"), "fees:find", "home", P.TAKE_PAYMENTS),
            Entry(_l("收款"), "payments:index", "pay", P.TAKE_PAYMENTS),
            Entry(_l("帮人交费"), "payments:help", "hand", roles=_CAPTAIN),
            Entry(_l("转账认领"), "payments:transfers", "people", P.RECONCILE),
            Entry(_l("银行对账单"), "banking:index", "upload", P.RECONCILE),
            Entry(_l("对账"), "payments:reconcile", "check", P.SEE_ACCOUNTS),
            Entry(_l("收缴率"), "fees:rates", "chart", P.SEE_ACCOUNTS),
            Entry(_l("欠费"), "arrears:index", "clock", roles=_ARREARS),
            Entry(_l("送催款函"), "arrears:carry", "letter", roles=_CAPTAIN),
            Entry(_l("支出"), "spending:index", "pay", roles=_SPENDERS),
            Entry(_l("账本"), "ledger:index", "matter", P.SEE_BOOKS),
            Entry(_l("账目公示"), "disclosure:index", "notice", P.PUBLISH_ACCOUNTS),
        ),
    ),
    (
        _l("大家决定"),
        (
            Entry(_l("业主大会"), "ballots:desk", "vote", find=_assemblies),
            Entry(_l("收票"), "ballots:take_all", "hand", P.TAKE_BALLOTS),
            Entry(_l("核对业主名单"), "ballots:compare", "search", roles=_REGISTRARS),
            Entry(_l("委员会"), "committee:index", "people", P.WORK_QUEUE),
            Entry(_l("选举"), "elections:index", "star", P.WORK_QUEUE),
        ),
    ),
    (
        _l("看数"),
        (
            Entry(_l("数字"), "rates:index", "chart", P.SEE_FIGURES),
            Entry(_l("建议"), "topics:index", "star", P.SEE_FIGURES),
            Entry(_l("热点"), "projects:index", "star", P.SEE_FIGURES),
            Entry(_l("光荣榜"), "rates:honours", "seal", P.WORK_QUEUE),
            Entry(_l("大屏"), "wall:index", "camera", P.SEE_WALL),
        ),
    ),
    (
        _l("组织"),
        (
            Entry(_l("网格"), "places:grids", "grid", P.WORK_QUEUE),
            Entry(_l("单位"), "organisations:index", "people", roles=_LEADS),
            Entry(_l("员工"), "crew:index", "job", P.SEE_FIGURES),
            Entry(_l("排班"), "rosters:index", "calendar", P.SEE_FIGURES),
            Entry(_l("推荐楼长"), "captains:index", "star", P.SEE_REGISTER),
        ),
    ),
    (
        _l("设置"),
        (
            Entry(_l("规则"), "routing:index", "settings", P.SET_RULES),
            Entry(_l("热线"), "intake:lines", "phone", P.SET_RULES),
            Entry(_l("公众号"), "wechat:account", "sms", P.MANAGE_ACCOUNTS),
            Entry(_l("微信支付"), "wechatpay:account", "pay", P.MANAGE_ACCOUNTS),
            Entry(_l("接口"), "api:docs", "link", P.MANAGE_ACCOUNTS),
        ),
    ),
)
RESIDENT = (
    Entry(_l("首页"), "resident:index", "home"),
    Entry(_l("说事"), "resident:report", "mic"),
    Entry(_l("我的事"), "resident:matters", "matter"),
    Entry(_l("公示"), "public:index", "notice"),
    Entry(_l("我"), "accounts:own", "person"),
)
# the pages in which a role's day goes by; whoever has several roles is served by the first here
_LEADING = "handling:queue rates:index people:index projects:index notices:index"
_DAYS: dict[str, str] = {
    Role.CENTRE_LEAD: _LEADING,
    Role.COMMITTEE_SECRETARY: _LEADING,
    Role.AGENT: "handling:queue intake:call intake:letters handling:visits people:index",
    Role.CLERK: "handling:queue people:index intake:letters intake:call imports:index",
    Role.HOUSING_OFFICER: "people:index places:leases handling:queue places:index rounds:index",
    Role.GRID_WORKER: "handling:queue rounds:index people:index clears:index places:index",
    Role.ORGANISATION_LEAD: "handling:queue rates:index rosters:index crew:index notices:index",
    Role.WORKER: "handling:today handling:queue rates:work rates:honours guides:index",
    Role.BUILDING_CAPTAIN: "rounds:captain handling:queue mailings:lists places:own rounds:index",
    Role.ACCOUNTANT: "fees:index payments:index payments:transfers payments:reconcile fees:find",
    Role.OWNERS_COMMITTEE_MEMBER: "handling:queue ballots:desk notices:index guides:index",
    Role.GUARD: "handling:queue wall:index rates:work notices:index guides:index",
}


def list_links(request: HttpRequest, actor: Actor | None) -> tuple[list[Link], list[Group]]:
    """(what stands in the bar, the rest by group); everything of a resident's is in the bar."""
    if actor is None:
        return [], []
    if not is_staff(actor):
        return _links(request, [(0, e, href) for e in RESIDENT if (href := find_page(e.page))]), []
    ways = _ways_of(actor)
    links = _links(request, ways)
    rest = zip((at for at, _entry, _href in ways[FIRST:]), links[FIRST:], strict=True)
    grouped = groupby(rest, lambda row: row[0])
    return links[:FIRST], [(GROUPS[at][0], [link for _, link in rows]) for at, rows in grouped]


def _ways_of(actor: Actor) -> list[Way]:
    """All that the actor may open, the most used first."""
    ways = {
        entry.page: (at, entry, href)
        for at, (_name, entries) in enumerate(GROUPS)
        for entry in entries
        if _is_open_to(actor, entry) and (href := _address(actor, entry))
    }
    day = next((pages.split() for role, pages in _DAYS.items() if role in actor.roles), [])
    first = {page: ways[page] for page in day if page in ways}
    return list((first | ways).values())


def _links(request: HttpRequest, ways: list[Way]) -> list[Link]:
    around = [href for _, _, href in ways if href != "/" and request.path.startswith(href)]
    here = max(around, key=len, default=request.path)
    return [(str(e.label), href, e.sign, href == here, 0) for _, e, href in ways]


def _is_open_to(actor: Actor, entry: Entry) -> bool:
    if entry.roles and not actor.roles.intersection(entry.roles):
        return False
    return entry.permission is None or may(actor, entry.permission)


def _address(actor: Actor, entry: Entry) -> str:
    return entry.find(actor) if entry.find else find_page(entry.page)


@lru_cache(maxsize=100)
def find_page(name: str) -> str:
    """The address of a page, "" where it is not built in."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
