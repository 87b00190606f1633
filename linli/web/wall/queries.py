"""Reads of the wall: a handful of sums over what is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor, Grant
from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Role
from linli.estate.places.api import EstatePlan, estate_plan
from linli.matters.handling.api import Matter
from linli.matters.handling.data import OPEN_STATES, Urgency
from linli.matters.rates.api import compute_rates
from linli.matters.rates.data import Period, RateRow
from linli.resources.rosters.api import Duty, who_is_on_duty
from linli.web.wall.data import Share, Shift, Today, Trouble

SHOWN = 5  # as many as stand on the screen without scrolling
_WORKING = ("received", "accepted")


def _open() -> QuerySet[Matter]:
    rows: QuerySet[Matter] = Matter.objects.filter(state__in=[s.value for s in OPEN_STATES])
    return rows


def _is_late() -> Q:
    return Q(due_at__lt=now(), state__in=_WORKING)


def list_trouble() -> tuple[list[Trouble], int]:
    """(what stands on the screen, how many more): dangers first, then the longest overdue."""
    rows = _open().select_related("category", "building", "place", "holder")
    danger = rows.filter(urgency=Urgency.EMERGENCY.value, state__in=_WORKING).order_by("created_at")
    pressing = rows.exclude(urgency=Urgency.EMERGENCY.value)
    late = pressing.filter(_is_late()).order_by("due_at")
    count = danger.count() + late.count()
    shown = [*danger[:SHOWN], *late[:SHOWN]][:SHOWN]
    return [_trouble(matter) for matter in shown], count - len(shown)


def _trouble(matter: Matter) -> Trouble:
    is_danger = matter.urgency == Urgency.EMERGENCY
    category = matter.category
    english = (get_language() or "")[:2] == "en" and category.name_en
    place = matter.building or (
        matter.place if matter.place and matter.place.kind != "home" else None
    )
    return Trouble(
        number=matter.number,
        sign="hand" if category.is_sensitive else category.icon or "warn",
        # what concerns somebody's own life does not stand on a wall
        what=_("有人需要帮助") if category.is_sensitive else (english or category.name),
        plate=place.plate if place else "",
        holder=matter.holder.name if matter.holder else "",
        since=matter.created_at if is_danger else matter.due_at,
        is_danger=is_danger,
        is_overdue=matter.due_at < now(),
    )


def plan_of_trouble() -> EstatePlan:
    """The estate with open matters by building; danger and lateness mark the building."""
    sums = _open().filter(building__isnull=False).order_by().values("building_id").annotate(
        n=Count("id"),
        danger=Count("id", filter=Q(urgency=Urgency.EMERGENCY.value, state__in=_WORKING)),
        late=Count("id", filter=_is_late()),
    )  # fmt: skip
    counts, states = {}, {}
    for row in sums:
        counts[row["building_id"]] = row["n"]
        states[row["building_id"]] = _state(row)
    queue = reverse("handling:queue")
    return estate_plan(states=states, counts=counts, href=lambda i: f"{queue}?building={i}")


def _state(row: Mapping[str, Any]) -> str:
    if row["danger"]:
        return "alarm"
    return "watch" if row["late"] else "calm"


def open_in_all() -> int:
    return _open().count()


def rates_of_month() -> RateRow:
    """The three rates of what came in this month. Sums only, so the screen reads them as a lead."""
    reader = Actor(
        user_id=None, estate_id=current_estate_id(), grants=(Grant(Role.CENTRE_LEAD.value),)
    )
    return compute_rates(reader, Period(today().replace(day=1), today())).total


def open_by_organisation() -> list[Share]:
    """Most first."""
    sums = _open().order_by().values("organisation__name", "organisation__short_name").annotate(
        n=Count("id"), late=Count("id", filter=_is_late())
    )  # fmt: skip
    shares = [
        Share(
            row["organisation__short_name"] or row["organisation__name"] or "",
            row["n"],
            row["late"],
        )
        for row in sums
    ]
    return sorted(shares, key=lambda share: -share.open)[:6]


def _short_name(row: dict[str, Any]) -> str:
    return row["organisation__short_name"] or row["organisation__name"] or ""


def today_in_short() -> Today:
    """What came in, what was settled, what waits for its return visit."""
    midnight = datetime.combine(today(), time(), SHANGHAI)
    return Today(
        came=Matter.objects.filter(created_at__gte=midnight).count(),
        closed=Matter.objects.filter(state="closed", closed_at__gte=midnight).count(),
        to_visit=Matter.objects.filter(state="done").count(),
    )


def on_shift() -> list[Shift]:
    """Who is here now, by duty; duties without anybody are left out."""
    words = {
        Duty.DUTY_LEAD: _("值班负责人"),
        Duty.DESK: _("服务台"),
        Duty.REPAIR: _("维修"),
        Duty.GUARD: _("保安"),
        Duty.CARE: _("护理"),
        Duty.ROUND: _("巡查"),
    }
    found = [(word, who_is_on_duty(duty.value)) for duty, word in words.items()]
    return [Shift(word, tuple(one.name for one in crew)[:4]) for word, crew in found if crew]
