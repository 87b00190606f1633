"""The three rates as charts that open into matters, the own work, the month's honours."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET

from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import Invalid, translatable
from linli.estate.organisations.api import Permission, require
from linli.matters.handling.addresses import query_of
from linli.matters.rates.data import Rate, RateRow, RateTable
from linli.matters.rates.forms import GROUPS, RatesForm
from linli.matters.rates.queries import compute_rates, honours, work_of

RATES = {"response": _l("响应率"), "resolution": _l("解决率"), "satisfaction": _l("满意率")}
EXCLUSIONS = {
    "declined": _l("不受理"),
    "merged": _l("并到别的事里"),
    "withdrawn": _l("居民自己撤回"),
    "asks_nothing": _l("表扬感谢等，不用办"),
    "not_yet_due": _l("还没到答复的时候"),
    "not_visited": _l("还没有回访到"),
    "not_asked": _l("回访时没问满意不满意"),
}
_TONES = {"response": "enamel", "resolution": "jade", "satisfaction": "amber-line"}


@require_GET
def show_rates(request: HttpRequest) -> HttpResponse:
    """Numerator, denominator and what is left out, of all and of each group (REQ-05)."""
    actor = actor_of(request)
    require(actor, Permission.SEE_FIGURES)
    form = RatesForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        empty: dict[str, Any] = {"form": form, "table": None, "rates": RATES, "total": []}
        return render(request, "rates/rates.jinja", empty, status=422)
    if not form.is_bound:
        form = RatesForm({})
        form.is_valid()
    table = compute_rates(actor, form.period(), form.group(), form.filters())
    shown = RatesForm(initial={**form.cleaned_data, "group_by": table.group_by,
                               "since": table.period.since.isoformat(),
                               "until": table.period.until.isoformat()})  # fmt: skip
    context = {
        "form": shown,
        "table": table,
        "rates": RATES,
        "total": [_figure(name, getattr(table.total, name)) for name in RATES],
        "confirmed": table.total.confirmed,
        "confirmed_href": _list(table.total.confirmed_list),
        "group_words": GROUPS[table.group_by],  # type: ignore[index]
        "chart": _chart(table) if table.rows else None,
        "rows": [_row(row) for row in table.rows],
    }
    return render(request, "rates/rates.jinja", context)


def _figure(name: str, rate: Rate) -> dict[str, Any]:
    return {
        "label": RATES[name],
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "exclusions": [(EXCLUSIONS.get(e.why, e.why), e.count) for e in rate.exclusions],
        "whole_href": _list(rate.denominator_list),
        "part_href": _list(rate.numerator_list),
        "rest_href": _list(rate.rest_list),
    }


def _list(filters: Any) -> str:
    return reverse("handling:queue") + query_of(filters)


def _name(row: RateRow) -> str:
    return row.name or _("没有填")


def _row(row: RateRow) -> dict[str, Any]:
    cells = [_figure(name, getattr(row, name)) for name in RATES]
    return {"name": _name(row), "matters": row.matters, "cells": cells}


def _chart(table: RateTable) -> dict[str, Any]:
    """An ECharts option; colours are names of tokens, each bar opens its matters."""
    return {
        "legend": {},
        "xAxis": {"type": "category", "data": [_name(row) for row in table.rows]},
        "yAxis": {"type": "value", "max": 100},
        "series": [
            {
                "name": str(words),
                "type": "bar",
                "color": _TONES[name],
                "data": [_bar(getattr(row, name)) for row in table.rows],
            }
            for name, words in RATES.items()
        ],
    }


def _bar(rate: Rate) -> dict[str, Any]:
    if not rate.denominator:
        return {"value": None}
    # cut, not rounded: 100 always means all
    percent = rate.numerator * 1000 // rate.denominator / 10
    return {"value": percent, "href": _list(rate.denominator_list)}


@require_GET
def show_work(request: HttpRequest) -> HttpResponse:
    """One's own page: what was solved, and who said thank you (T7)."""
    actor = actor_of(request)
    require(actor, Permission.WORK_QUEUE)
    work = work_of(actor)
    months = [month for month, _solved, _thanks in work.months]
    spec = {
        "legend": {},
        "xAxis": {"type": "category", "data": months},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"name": _("解决"), "type": "bar", "color": "jade",
             "data": [m[1] for m in work.months]},
            {"name": _("感谢"), "type": "bar", "color": "amber-line",
             "data": [m[2] for m in work.months]},
        ],
    }  # fmt: skip
    return render(request, "rates/work.jinja", {"work": work, "spec": spec})


@require_GET
def show_honours(request: HttpRequest) -> HttpResponse:
    """A month's honours; `?month=2026-11`."""
    actor = actor_of(request)
    require(actor, Permission.WORK_QUEUE)
    month = _month(request.GET.get("month", ""))
    before = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
    after = date(month.year + (month.month == 12), month.month % 12 + 1, 1)
    context = {
        "lines": honours(actor, month),
        "month": month,
        "before": f"{before:%Y-%m}",
        "after": f"{after:%Y-%m}" if after <= today() else "",
    }
    return render(request, "rates/honours.jinja", context)


def _month(text: str) -> date:
    if not text:
        return today().replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Invalid(translatable("月份看不懂。请写成 2026-11 的样子。"), field="month") from error
