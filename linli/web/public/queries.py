"""Reads of the public page: published figures and facts, no person but those on duty."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor, Grant
from linli.base.calendars.api import now, today
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Role
from linli.estate.places.api import Place
from linli.matters.handling.api import Matter, MatterEntry
from linli.matters.handling.data import OPEN_STATES, EntryKind
from linli.matters.rates.api import compute_rates, honours
from linli.matters.rates.data import HonourLine, Period, Rate
from linli.matters.routing.api import DeadlineProfile
from linli.web.public.data import FixLine, Promise, PublishedRate

DAYS = 30
HONOURED = 8
FIX_LINES = 40
REPLIES_AN_HOUR = 5
# common parts: what lies in a home is shown by its building
_COMMON = ("building", "entrance", "public_place", "facility")


def published_reader() -> Actor:
    """Whoever reads what the estate publishes: sees sums, acts for nobody."""
    return Actor(
        user_id=None, estate_id=current_estate_id(), grants=(Grant(Role.CENTRE_LEAD.value),)
    )


def rates_lately() -> dict[str, PublishedRate]:
    """The three rates of what came in during the last DAYS days, with what they leave out."""
    period = Period(today() - timedelta(days=DAYS - 1), today())
    total = compute_rates(published_reader(), period).total
    return {
        "response": _publish(total.response),
        "resolution": _publish(total.resolution),
        "satisfaction": _publish(total.satisfaction),
    }


def _publish(rate: Rate) -> PublishedRate:
    left_out = [(_why(e.why), e.count) for e in rate.exclusions if e.count]
    return PublishedRate(rate.numerator, rate.denominator, tuple(left_out))


def honours_of_month() -> list[HonourLine]:
    return honours(published_reader(), today())[:HONOURED]


def being_fixed() -> list[FixLine]:
    """Open matters that concern everybody, by category and building; the oldest first."""
    rows = Matter.objects.filter(
        state__in=[s.value for s in OPEN_STATES],
        category__is_shown_to_public=True,
        category__is_sensitive=False,
        kind__has_parties=False,
    )
    named = Q(building__isnull=False) | Q(place__kind__in=_COMMON)
    sums = rows.filter(named).values(
        "category__name", "category__name_en", "category__icon", "building__plate",
        "place__plate", "place__kind", "building_id",
    )  # fmt: skip
    late = Count("id", filter=Q(due_at__lt=now()))
    found = sums.annotate(n=Count("id"), since=Min("created_at"), late=late).order_by("since")
    return _merge(found)


def _merge(rows: Any) -> list[FixLine]:
    lines: dict[tuple[str, str], FixLine] = {}
    english = (get_language() or "")[:2] == "en"
    for row in rows:
        plate = row["building__plate"] or row["place__plate"]
        category = (english and row["category__name_en"]) or row["category__name"]
        before = lines.get((category, plate))
        lines[category, plate] = FixLine(
            row["category__icon"], category, plate, row["n"] + (before.count if before else 0),
            min(row["since"], before.since) if before else row["since"],
            bool(row["late"]) or bool(before and before.is_late),
        )  # fmt: skip
    return sorted(lines.values(), key=lambda line: line.since)[:FIX_LINES]


def done_lately() -> int:
    """How many matters were brought to their end in the last DAYS days."""
    since = now() - timedelta(days=DAYS)
    rows = Matter.objects.filter(state="closed", closed_at__gte=since)
    count: int = rows.count()
    return count


def promises() -> list[Promise]:
    """The deadlines that the estate set itself, in its own words."""
    rows = DeadlineProfile.objects.filter(is_active=True)
    english = (get_language() or "")[:2] == "en"
    return [
        Promise((english and row.name_en) or row.name, _hours(row.respond_hours), _span(row))
        for row in sorted(rows, key=lambda r: (r.solve_unit != "hours", r.solve_amount))
    ]


def _hours(count: int) -> str:
    return ngettext("%(n)s 小时", "%(n)s 小时", count) % {"n": count}


def _span(row: DeadlineProfile) -> str:
    if row.solve_unit == "hours":
        return _hours(row.solve_amount)
    return ngettext("%(n)s 个工作日", "%(n)s 个工作日", row.solve_amount) % {"n": row.solve_amount}


def _why(code: str) -> str:
    words = {
        "declined": _("不归社区办"),
        "merged": _("和别的并在一起"),
        "withdrawn": _("居民自己撤回"),
        "asks_nothing": _("表扬、感谢"),
        "not_yet_due": _("还没到时间"),
        "not_visited": _("还没回访"),
        "not_asked": _("没有问到满意不满意"),
    }
    return words.get(code, code)


def replies_in_last_hour(matter: Matter) -> int:
    """How often somebody answered through the slip's code lately."""
    since = now() - timedelta(hours=1)
    rows = MatterEntry.objects.filter(matter=matter.pk, actor=None, at__gte=since)
    count: int = rows.filter(kind=EntryKind.ANSWERED.value).count()
    return count


def letter_boxes() -> list[str]:
    """Where the letter boxes hang, by the words on their plates."""
    rows = Place.objects.filter(facility_type="letter_box", is_closed=False)
    return list(rows.order_by("sort_key").values_list("name", flat=True))
