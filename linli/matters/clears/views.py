"""The four clears as pages: figures, plan, what is missing, trend, workbook."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.base.accounts.requests import actor_of
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import Invalid
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.estate.places.api import Place, estate_plan
from linli.estate.places.data import Clear
from linli.matters.clears.api import (
    CLEARS,
    FACTS,
    STATES,
    count_clears,
    group_by_grid,
    list_lacks,
    list_trend,
    read_limits,
    set_freshness,
    total_of,
)
from linli.matters.clears.data import ClearsRow, Figure
from linli.matters.clears.forms import LimitsForm
from linli.matters.clears.workbooks import write_clears

LOW, HIGH = 500, 850  # per mille of fresh units: below "look here", from there on "in order"
SHOWN = 200
_TONES = {Clear.HOUSEHOLD: "enamel", Clear.CATEGORY: "jade", Clear.FACILITY: "amber-line",
          Clear.DISPUTE: "muted"}  # fmt: skip
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The four clears of what the reader reaches: total, plan, grids, buildings, trend."""
    actor = actor_of(request)
    grid_id = _number(request, "grid")
    every = count_clears(actor)
    rows = [row for row in every if grid_id in (None, row.grid_id)]
    total = total_of(rows)
    trend = list_trend(actor, grid_id=grid_id)
    context = {
        "clears": CLEARS, "total": [_figure(clear, total) for clear in Clear],
        "rows": [_row(row) for row in rows],
        "grids": [_row(row, by="grid") for row in group_by_grid(rows)],
        "plan": estate_plan(href=lambda pk: _lacks_href(building=pk)),
        "shares": {row.place_id: _share(row.fresh) for row in rows if row.place_id},
        "trend": _trend(trend) if len(trend) > 1 else None,
        "grid_choices": group_by_grid(every), "grid_id": grid_id,
        "may_rule": may(actor, Permission.SET_RULES),
    }  # fmt: skip
    return render(request, "clears/index.jinja", context)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Invalid(field=name)
    return int(text)


def _clear(request: HttpRequest) -> Clear | None:
    text = request.GET.get("clear", "")
    if text and text not in set(Clear):
        raise Invalid(field="clear")
    return Clear(text) if text else None


def _lacks_href(**wanted: Any) -> str:
    known = {name: value for name, value in wanted.items() if value not in (None, "")}
    return f"{reverse('clears:lacks')}?{urlencode(known)}"


def _figure(clear: Clear, row: ClearsRow, **wanted: Any) -> dict[str, Any]:
    return {
        "clear": clear, "label": CLEARS[clear], "complete": row.clears[clear].complete,
        "fresh": row.clears[clear].fresh, "href": _lacks_href(clear=clear.value, **wanted),
    }  # fmt: skip


def _row(row: ClearsRow, by: str = "building") -> dict[str, Any]:
    wanted = {by: row.place_id} if row.place_id else {"outside": 1}
    return {
        "name": row.name or _("楼外的公共地方"), "href": _lacks_href(**wanted),
        "cells": [_figure(clear, row, **wanted) for clear in Clear],
    }  # fmt: skip


def _share(figure: Figure) -> dict[str, Any]:
    share = figure.per_mille
    if share is None:
        return {"percent": None, "tone": "none"}
    tone = "low" if share < LOW else "high" if share >= HIGH else "mid"
    return {"percent": share // 10, "tone": tone}


def _trend(trend: list[Any]) -> dict[str, Any]:
    return {
        "legend": {},
        "xAxis": {"type": "category", "data": [f"{one.day:%m-%d}" for one in trend]},
        "yAxis": {"type": "value", "max": 100},
        "series": [
            {"name": str(CLEARS[clear]), "type": "line", "color": _TONES[clear],
             "data": [_percent(one.fresh.get(clear)) for one in trend]}
            for clear in Clear
        ],
    }  # fmt: skip


def _percent(per_mille: int | None) -> float | None:
    return None if per_mille is None else per_mille / 10


@require_GET
def show_lacks(request: HttpRequest) -> HttpResponse:
    """What is missing or stale behind a figure, and one tap to the round that mends it."""
    actor = actor_of(request)
    clear, building_id = _clear(request), _number(request, "building")
    lacks = list_lacks(
        actor, building_id=building_id, outside=request.GET.get("outside") == "1",
        grid_id=_number(request, "grid"), clear=clear,
    )  # fmt: skip
    context = {
        "lacks": lacks[:SHOWN], "count": len(lacks), "facts": FACTS, "states": STATES,
        "clear": CLEARS[clear] if clear else "", "place": _place_word(building_id),
        "may_mend": may(actor, Permission.EDIT_REGISTER),
    }  # fmt: skip
    return render(request, "clears/lacks.jinja", context)


def _place_word(building_id: int | None) -> str:
    if building_id is None:
        return ""
    return Place.objects.filter(pk=building_id).values_list("plate", flat=True).first() or ""


def set_limits(request: HttpRequest) -> HttpResponse:
    """How many days each fact stays fresh (data of the estate)."""
    actor = actor_of(request)
    require(actor, Permission.SET_RULES)
    form = LimitsForm(request.POST or None, read_limits())

    def work(_data: dict[str, Any]) -> None:
        for fact, group, days in form.rules():
            set_freshness(fact, group, days, actor=actor)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("新的天数从现在起算。"))
        return redirect("clears:index")
    status = 422 if form.errors else 200
    return render(request, "clears/limits.jinja", {"form": form}, status=status)


@require_GET
def take_workbook(request: HttpRequest) -> HttpResponse:
    """The figures and what is missing as .xlsx: plates and gaps, nobody's name."""
    actor = actor_of(request)
    rows = count_clears(actor)
    lacks = list_lacks(actor)
    mark = _("四清 %(day)s · 导出：%(name)s · 内部资料") % {"day": today(), "name": actor.name}
    content = write_clears([*group_by_grid(rows), *rows], lacks, mark)
    record("export_clears", "clears", None, actor=actor, rows=len(lacks))
    response = HttpResponse(content, content_type=_WORKBOOK)
    name = quote(_("四清") + f"-{today():%Y%m%d}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
