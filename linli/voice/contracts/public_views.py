"""What anybody may know of the service: no names of people, no homes."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.base.calendars.api import today
from linli.base.errors import Invalid, NotFound
from linli.base.scopes.api import Estate, estate_scope
from linli.voice.contracts.api import (
    Paper,
    articles_of,
    coming_dues,
    contract_on,
    marks_of,
    performance_of,
    price_cards,
    report_of,
    term_of,
    version_on,
)
from linli.voice.contracts.data import Side
from linli.voice.contracts.rules import end_of, quarter_before, quarter_of, read_quarter
from linli.voice.contracts.views import words


@require_GET
def show_service(request: HttpRequest, code: str) -> HttpResponse:
    """Contract, covenant, what is due, what was done and how it was rated."""
    found = Estate.objects.filter(code=code).first()
    own = getattr(request, "estate", None)
    if found is None or (own is not None and own.pk != found.pk):
        raise NotFound
    request.estate = found  # type: ignore[attr-defined]
    with estate_scope(found.pk):
        return _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    day = today()
    asked = request.GET.get("quarter", "")
    quarter = read_quarter(asked) if asked else quarter_of(day)
    if quarter is None:
        raise Invalid
    contract = contract_on(day)
    papers = []
    for paper in Paper.objects.exclude(kind="contract").order_by("kind"):
        version = version_on(paper, day)
        if version is not None:
            papers.append((paper, version, articles_of(version)))
    version = version_on(contract.paper, day) if contract else None
    context = {
        **words(), "contract": contract, "papers": papers, "version": version,
        "ends_on": end_of(term_of(contract)) if contract else None,
        "items": contract.items.filter(is_active=True).order_by("area", "pk") if contract else [],
        "prices": price_cards(contract) if contract else [],
        "articles": articles_of(version) if version else (),
        "performance": performance_of(quarter), "quarter": quarter,
        "before": quarter_before(quarter), "report": report_of(quarter),
        "marks": [marks_of(quarter, side.value) for side in Side],
        "coming": coming_dues(day + timedelta(days=30), 20),
    }  # fmt: skip
    return render(request, "contracts/public.jinja", context)
