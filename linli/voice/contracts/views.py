"""What is agreed on, what is due, what was done: for owners, residents and staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import Invalid
from linli.base.paging import cut_page
from linli.estate.organisations.api import Permission, may
from linli.money.fees.api import say_price
from linli.voice.contracts import labels
from linli.voice.contracts.api import (
    Paper,
    coming_dues,
    contract_on,
    dues_of,
    item_for,
    list_certified,
    marks_of,
    may_record_certificate,
    open_seats,
    performance_of,
    price_cards,
    publish_performance,
    report_of,
    require_reader,
    version_on,
)
from linli.voice.contracts.data import Side
from linli.voice.contracts.rules import quarter_before, quarter_of, rated_quarter, read_quarter

SOON = timedelta(days=30)


def words() -> dict[str, Any]:
    """What every page of this package says of its things."""
    return {
        "areas": labels.AREAS, "states": labels.STATES, "tones": labels.TONES,
        "paper_words": labels.PAPERS, "item_title": labels.item_title,
        "item_standard": labels.item_standard, "rhythm": labels.rhythm,
        "quarter_word": labels.quarter_word, "mark_words": labels.MARKS,
        "side_words": labels.SIDES, "places": labels.PLACES, "bases": labels.BASES,
        "price_units": labels.PRICE_UNITS, "say_price": say_price,
    }  # fmt: skip


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The contract that runs, the papers, this quarter so far, what comes next."""
    actor = actor_of(request)
    require_reader(actor)
    day = today()
    papers = [(paper, version_on(paper, day)) for paper in Paper.objects.order_by("kind", "-pk")]
    manages, contract = may(actor, Permission.MANAGE_CONTRACTS), contract_on(day)
    context = {
        **words(), "contract": contract, "manages": manages,
        "prices": price_cards(contract) if contract else [],
        "papers": [row for row in papers if row[1] or manages],
        "performance": performance_of(quarter_of(day)), "coming": coming_dues(day + SOON, 12),
        "seats": open_seats(actor.person_id), "rated": rated_quarter(day),
        "is_company": bool(actor.organisation_ids),
    }  # fmt: skip
    return render(request, "contracts/index.jinja", context)


def _quarter(request: HttpRequest) -> str:
    asked = request.GET.get("quarter", "")
    known = read_quarter(asked) if asked else quarter_of(today())
    if known is None:
        raise Invalid
    return known


@require_GET
def show_performance(request: HttpRequest) -> HttpResponse:
    """Item by item what was done in a quarter, with what it is made of; and how it was rated."""
    actor = actor_of(request)
    require_reader(actor)
    quarter = _quarter(request)
    ended = quarter < quarter_of(today())
    context = {
        **words(), "performance": performance_of(quarter), "quarter": quarter,
        "before": quarter_before(quarter), "report": report_of(quarter),
        "marks": [marks_of(quarter, side.value) for side in Side],
        "may_publish": ended and may(actor, Permission.MANAGE_CONTRACTS),
    }  # fmt: skip
    return render(request, "contracts/performance.jinja", context)


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Freeze the figures of a quarter for everybody (FEE-05)."""
    quarter = request.POST.get("quarter", "")[:6]
    publish_performance(quarter, actor=actor_of(request))
    messages.success(request, _("公布了，数字从此不变；更正会另出一份。"))
    return redirect("contracts:performance")


@require_GET
def show_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Each time that it was due, with what became of it."""
    actor = actor_of(request)
    item = item_for(actor, item_id)
    quarter = _quarter(request)
    page = cut_page(request, dues_of(item, quarter), size=40)
    context = {
        **words(), "item": item, "quarter": quarter, "before": quarter_before(quarter),
        "page": page, "manages": may(actor, Permission.MANAGE_CONTRACTS),
        "may_open_matters": may(actor, Permission.WORK_QUEUE),
    }  # fmt: skip
    return render(request, "contracts/item.jinja", context)


@require_GET
def show_calendar(request: HttpRequest) -> HttpResponse:
    """What comes in the next ninety days, and whose certificate ends when."""
    actor = actor_of(request)
    require_reader(actor)
    day = today()
    contract = contract_on(day)
    items = list(contract.items.filter(is_active=True).order_by("area", "pk")) if contract else []
    context = {
        **words(), "items": items, "coming": coming_dues(day + timedelta(days=90)),
        "certified": list_certified(items), "today": day, "soon": day + timedelta(days=31),
        "may_record": may_record_certificate(actor),
    }  # fmt: skip
    return render(request, "contracts/calendar.jinja", context)
