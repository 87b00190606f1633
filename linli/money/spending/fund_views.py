"""The maintenance fund as one home's owner sees it: a year on a page and on paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.base.accounts.requests import actor_of
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.estate.places.api import Place
from linli.money.spending.fund import fund_statement, owned_homes
from linli.money.spending.sheets import draw_fund

_FIRST_YEAR = 2000


def show_own(request: HttpRequest) -> HttpResponse:
    """The homes that one owns, each with its year."""
    actor = actor_of(request)
    homes = Place.objects.filter(pk__in=owned_homes(actor)).order_by("sort_key")
    if not homes:
        raise NotFound
    year = today().year
    statements = [(home, fund_statement(actor, home.pk, year)) for home in homes]
    return render(request, "spending/fund.jinja", {"statements": statements, "year": year})


def show_home(request: HttpRequest, home_id: int, year: int) -> HttpResponse:
    actor = actor_of(request)
    _check_year(year)
    statement = fund_statement(actor, home_id, year)
    record("fund.seen", "home", home_id, actor=actor, year=year)
    context = {"statement": statement, "home_id": home_id, "this_year": today().year}
    return render(request, "spending/home_fund.jinja", context)


def print_home(request: HttpRequest, home_id: int, year: int) -> HttpResponse:
    actor = actor_of(request)
    _check_year(year)
    statement = fund_statement(actor, home_id, year)
    record("fund.printed", "home", home_id, actor=actor, year=year)
    response = HttpResponse(
        draw_fund(statement, getattr(request, "estate", None)), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="fund-{home_id}-{year}.pdf"'
    return response


def _check_year(year: int) -> None:
    if not _FIRST_YEAR <= year <= today().year:
        raise NotFound
