"""Elections for those who vote: candidates, the own vote, objections, receipts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.base.accounts.api import Actor, mask_name
from linli.base.accounts.requests import actor_of
from linli.base.errors import NotAllowed, NotFound
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.voice.elections.api import (
    Election,
    ElectionVoter,
    candidates_of,
    cast_vote,
    election_for,
    elections_for,
    file_objection,
    find_receipt,
    helped_voters,
    may_object,
    may_run,
    own_voters,
    voters_of,
)
from linli.voice.elections.forms import ChoiceForm, ObjectionForm, ReceiptForm
from linli.voice.elections.pages import WORDS, own_context


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All elections, the newest first."""
    actor = actor_of(request)
    rows = elections_for(actor).order_by("-opens_on", "-pk")
    context = WORDS | {"page": cut_page(request, rows, size=20), "may_run": may_run(actor)}
    return render(request, "elections/index.jinja", context)


@require_safe
def show_election(request: HttpRequest, election_id: int) -> HttpResponse:
    context = own_context(actor_of(request), election_id)
    return render(request, "elections/election.jinja", context)


@require_safe
def show_roll(request: HttpRequest, election_id: int) -> HttpResponse:
    """The posted roll: names masked for residents, whole for who runs the election; no homes."""
    actor = actor_of(request)
    election = election_for(actor, election_id)
    if not may_object(actor, election):
        raise NotFound
    page = cut_page(request, voters_of(election), size=100)
    runs = may_run(actor)
    rows = [(v, v.person.name if runs else mask_name(v.person.name)) for v in page.rows]
    own = {v.pk for v in own_voters(actor, election)}
    context = WORDS | {
        "election": election, "page": page, "rows": rows, "own": own,
        "may_strike": runs and election.state == "posted",
    }  # fmt: skip
    return render(request, "elections/roll.jinja", context)


def object_to_roll(request: HttpRequest, election_id: int) -> HttpResponse:
    actor = actor_of(request)
    election = election_for(actor, election_id)
    if not may_object(actor, election):
        raise NotAllowed
    form = ObjectionForm(request.POST or None)

    def work(data: dict[str, Any]) -> None:
        file_objection(election_id, actor=actor, text=data["text"])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("收到了，3 天内答复您。"))
        return redirect("elections:election", election_id)
    hint = _("公布后 5 天内可以提，3 天内答复。")
    return form_page(request, form, _("名单不对"), _("提出来"), _back(election), hint)


def _back(election: Election) -> str:
    return reverse("elections:election", args=[election.pk])


def form_page(
    request: HttpRequest, form: Any, title: Any, button: Any, back: str, hint: Any = ""
) -> HttpResponse:
    """One plain form with the way back; 422 when something is wrong with it."""
    context = {"form": form, "title": title, "button": button, "back": back, "hint": hint}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "committee/form.jinja", context, status=status)


@never_cache
def vote(request: HttpRequest, election_id: int, voter_id: int) -> HttpResponse:
    """The slip: for oneself, as a proxy, or taken by the desk and the captain for somebody."""
    actor = actor_of(request)
    election = election_for(actor, election_id)
    voter, is_helped = _voter(actor, election, voter_id)
    names = [(c.pk, f"{c.number}. {c.person.name}") for c in candidates_of(election)]
    form = ChoiceForm(request.POST if request.method == "POST" else None)
    form.offer(names, helped=is_helped)
    codes: list[str] = []

    def work(data: dict[str, Any]) -> None:
        code = cast_vote(
            election_id, actor=actor, voter_id=voter_id, choices=data["choices"],
            is_confirmed=data.get("is_confirmed", False),
        )  # fmt: skip
        codes.append(code)

    if request.method == "POST" and submit(form, work):
        context = {"election": election, "code": codes[0], "is_helped": is_helped}
        return render(request, "elections/voted.jinja", context)
    context = WORDS | {
        "election": election, "voter": voter, "form": form, "is_helped": is_helped,
        "statements": candidates_of(election), "is_proxy": voter.person_id != actor.person_id,
        "has_voted": hasattr(voter, "turnout"),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "elections/vote.jinja", context, status=status)


def _voter(actor: Actor, election: Election, voter_id: int) -> tuple[ElectionVoter, bool]:
    """(the line of the roll, whether somebody helps). Raises NotFound for others' lines."""
    own = next((v for v in own_voters(actor, election) if v.pk == voter_id), None)
    if own is not None:
        return own, False
    helped = helped_voters(actor, election).filter(pk=voter_id).first()
    if helped is None:
        raise NotFound
    return helped, True


def check_receipt(request: HttpRequest, election_id: int) -> HttpResponse:
    """Is my slip in the box? Never what stands on it."""
    election = election_for(actor_of(request), election_id)
    form = ReceiptForm(request.POST or None)
    found: bool | None = None
    if request.method == "POST" and form.is_valid():
        found = find_receipt(election, form.cleaned_data["code"])
    context = {"election": election, "form": form, "found": found}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "elections/receipt.jinja", context, status=status)
