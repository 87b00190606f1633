"""The six big things. What no part of the program serves yet says what the desk does for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Tile:
    label: str
    href: str
    sign: str


@dataclass(frozen=True, slots=True)
class Service:
    """What the desk does for one of the big things today; `starts` begins a report for it."""

    title: str
    sign: str
    sentences: tuple[str, ...]
    bring: str
    starts: str = ""


# the page of a later group takes a tile over as soon as its address exists
_PAGES = {"pay": "fees:own", "services": "services:index", "door": "access:own",
          "activities": "activities:index", "vote": "ballots:index"}  # fmt: skip


def list_tiles() -> list[Tile]:
    """In the order of the page; large type shows the first four."""
    return [
        Tile(_("缴费"), _page("pay"), "pay"),
        Tile(_("服务"), _page("services"), "service"),
        Tile(_("开门"), _page("door"), "door"),
        Tile(_("公示"), reverse("public:index"), "notice"),
        Tile(_("活动"), _page("activities"), "activity"),
        Tile(_("投票"), _page("vote"), "vote"),
    ]


def _page(slug: str) -> str:
    try:
        return reverse(_PAGES[slug])
    except NoReverseMatch:
        return reverse("resident:service", args=[slug])


def find_service(slug: str) -> Service | None:
    make = SERVICES.get(slug)
    return make() if make else None


def _pay() -> Service:
    return Service(
        _("缴费"),
        "pay",
        (
            _("手机上还不能缴费。物业费、租金，现在在服务中心窗口交。"),
            _("账单看不明白，也在窗口问，一笔一笔给您看。"),
            _("走不动？打个电话，请楼长或网格员帮您办。"),
        ),
        _("带上门牌号；交租金再带租约。"),
        _("我想问物业费、租金的事："),
    )


def _services() -> Service:
    return Service(
        _("服务"),
        "service",
        (
            _("请人陪看病、打扫、洗澡，手机上还不能自己约。"),
            _("现在由服务中心登记、排人、回话，打电话或在这里说一声就行。"),
            _("急用人，打热线，不用等。"),
        ),
        _("说清楚谁需要、哪天、家里有没有人。"),
        _("我想请人上门帮忙："),
    )


def _door() -> Service:
    return Service(
        _("开门"),
        "door",
        (
            _("手机上还不能开门。"),
            _("门打不开、要办卡、要换密码，现在找服务中心。"),
            _("人在门外进不来，直接打热线。"),
        ),
        _("办卡带身份证；帮老人办，带老人的证件。"),
        _("门打不开 / 要办门卡："),
    )


def _activities() -> Service:
    return Service(
        _("活动"),
        "activity",
        (
            _("手机上还看不到活动安排。"),
            _("有什么活动、怎么报名，现在问服务中心，替邻居报也行。"),
        ),
        _("报名说清楚姓名、门牌、几个人。"),
        _("我想报名参加活动："),
    )


def _vote() -> Service:
    return Service(
        _("投票"),
        "vote",
        (
            _("业主在手机上就能投；不用手机的，来服务中心投纸票，或请楼长上门。"),
            _("要不要投、怎么投、结果怎样，问服务中心或业委会都行。"),
            _("业主的票归业主；租房的住户，居民的事一样说得上话。"),
        ),
        _("业主问票，带上产权证明。"),
        _("我想问投票的事："),
    )


SERVICES: dict[str, Callable[[], Service]] = {
    "pay": _pay,
    "services": _services,
    "door": _door,
    "activities": _activities,
    "vote": _vote,
}
