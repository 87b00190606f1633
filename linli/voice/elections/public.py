"""Elections for anybody: candidates, days, the result, and the slips to count again."""

from __future__ import annotations

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from linli.base.errors import NotFound
from linli.base.paging import cut_page
from linli.base.scopes.api import Estate, estate_scope
from linli.voice.elections.api import ElectionTally, election_for, elections_for
from linli.voice.elections.pages import WORDS, public_context


def show_elections(request: HttpRequest, code: str) -> HttpResponse:
    with estate_scope(_estate(request, code).pk):
        rows = elections_for(None).order_by("-opens_on", "-pk")
        context = WORDS | {"code": code, "page": cut_page(request, rows, size=20)}
        return _cached(request, render(request, "elections/public_index.jinja", context))


def show_election(request: HttpRequest, code: str, election_id: int) -> HttpResponse:
    with estate_scope(_estate(request, code).pk):
        context = public_context(election_for(None, election_id)) | {"code": code}
        return _cached(request, render(request, "elections/public_election.jinja", context))


def send_slips(request: HttpRequest, code: str, election_id: int) -> HttpResponse:
    """All slips by the candidates' numbers, sorted, so that anybody can count them again. Receipts
    stand in a list of their own: nobody can show others what they chose."""
    with estate_scope(_estate(request, code).pk):
        election = election_for(None, election_id)
        if not ElectionTally.objects.filter(election=election.pk).exists():
            raise NotFound
        numbers = dict(election.candidates.values_list("pk", "number"))
        slips = sorted(
            sorted(numbers[pk] for pk in slip)
            for slip in election.slips.values_list("choices", flat=True)
        )
        receipts = sorted(bytes(r).hex() for r in election.slips.values_list("receipt", flat=True))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["slip", "candidates"])
    writer.writerows([n, " ".join(map(str, slip))] for n, slip in enumerate(slips, start=1))
    writer.writerow([])
    writer.writerow(["receipt (sha256)"])
    writer.writerows([receipt] for receipt in receipts)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="election-{election_id}.csv"'
    return response


def _estate(request: HttpRequest, code: str) -> Estate:
    """The estate of a public page; somebody signed in elsewhere stays there."""
    estate = Estate.objects.filter(code=code).first()
    own: Estate | None = getattr(request, "estate", None)
    if estate is None or (own is not None and own.pk != estate.pk):
        raise NotFound
    request.estate = estate  # type: ignore[attr-defined]  # the shell's name and number
    return estate


def _cached(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if getattr(request, "actor", None) is None:
        patch_cache_control(response, max_age=60)
    return response
