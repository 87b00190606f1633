"""The collection rate as a chart per building and grid, down to the homes for those who may."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import DomainError
from linli.base.paging import cut_page
from linli.base.submissions import error_text
from linli.estate.organisations.api import Permission, may, require
from linli.estate.places.api import place_for
from linli.money.fees.api import (
    Bill,
    CollectionRates,
    Cycle,
    Period,
    RateRow,
    collection_rates,
    period_after,
    period_around,
    period_before,
    read_period,
)
from linli.money.fees.parts import card_of
from linli.money.fees.words import EXCLUSIONS, say_period, say_yuan


def show_rates(request: HttpRequest) -> HttpResponse:
    """Paid of billed, with what is left out; each building leads to its homes."""
    actor = actor_of(request)
    require(actor, Permission.SEE_FIGURES if not may(actor, Permission.SEE_ACCOUNTS)
            else Permission.SEE_ACCOUNTS)  # fmt: skip
    period, trouble = _asked(request)
    rates = collection_rates(period)
    with_homes = may(actor, Permission.SEE_ACCOUNTS)
    context = {
        "period": say_period(period),
        "trouble": trouble,
        "before": period_before(period).code,
        "after": period_after(period).code,
        "total": rates.total,
        "exclusions": [_exclusion(one) for one in rates.total.exclusions],
        "buildings": _drawing(rates, rates.buildings, with_homes),
        "grids": _drawing(rates, rates.grids, False),
    }
    return render(request, "fees/rates.jinja", context)


def _asked(request: HttpRequest) -> tuple[Period, str]:
    code = request.GET.get("period", "")
    if not code:
        return period_around(today(), Cycle.QUARTER), ""
    try:
        return read_period(code), ""
    except DomainError as error:
        return period_around(today(), Cycle.QUARTER), error_text(error)


def _exclusion(one: Any) -> tuple[str, int, int]:
    return str(EXCLUSIONS[one.why]), one.count, one.amount


def percent_of(row: RateRow) -> str:
    """Cut, not rounded: 100 always means all."""
    if not row.denominator:
        return "–"
    tenths = row.numerator * 1000 // row.denominator
    return f"{tenths // 10}.{tenths % 10}%"


def _value(row: RateRow) -> float | None:
    return row.numerator * 1000 // row.denominator / 10 if row.denominator else None


def _drawing(rates: CollectionRates, rows: tuple[RateRow, ...], linked: bool) -> dict[str, Any]:
    """The chart and its table."""

    def link(row: RateRow) -> str:
        if not linked or row.place_id is None:
            return ""
        return reverse("fees:rate_homes", args=[row.place_id]) + f"?period={rates.period.code}"

    spec = {
        "xAxis": {"type": "category", "data": [row.plate for row in rows]},
        "yAxis": {"type": "value", "max": 100},
        "series": [{
            "name": _("收缴率"), "type": "bar", "color": "jade",
            "data": [
                {
                    "value": _value(row),
                    **({"href": link(row)} if link(row) else {}),
                }
                for row in rows
            ],
        }],
    }  # fmt: skip
    table = {
        "columns": [_("哪里"), _("已收"), _("应收"), _("收缴率"), _("不计入")],
        "rows": [
            [
                (row.plate, link(row)) if link(row) else row.plate, say_yuan(row.numerator),
                say_yuan(row.denominator), percent_of(row),
                "、".join(f"{EXCLUSIONS[e.why]} {e.count}" for e in row.exclusions),
            ]
            for row in rows
        ],
    }  # fmt: skip
    return {"spec": spec, "table": table}


def show_homes(request: HttpRequest, building_id: int) -> HttpResponse:
    """A building's bills of a period, those that are open first: with plates, for the accounts."""
    actor = actor_of(request)
    require(actor, Permission.SEE_ACCOUNTS)
    building = place_for(actor, building_id)
    period, trouble = _asked(request)
    rows = Bill.objects.filter(
        home__place__building=building.pk, is_reversed=False,
        period_start__gte=period.start, period_end__lte=period.end,
    ).select_related("home__place", "charge")  # fmt: skip
    page = cut_page(request, rows.order_by("home__place__sort_key", "starts_on", "pk"))
    context = {
        "building": building, "period": say_period(period), "code": period.code,
        "trouble": trouble, "page": page, "cards": [card_of(bill) for bill in page.rows],
    }  # fmt: skip
    return render(request, "fees/rate_homes.jinja", context)
