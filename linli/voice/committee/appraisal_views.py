"""A household says how its committee does; the desk and the captain do it for one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may
from linli.estate.people.api import Household
from linli.voice.committee.api import (
    Appraisal,
    appraisal_for,
    close_appraisal,
    has_scored,
    household_at,
    may_set_up,
    own_household,
    score_committee,
)
from linli.voice.committee.forms import ScoreForm
from linli.voice.committee.views import WORDS


def show_appraisal(request: HttpRequest, appraisal_id: int) -> HttpResponse:
    """The questions while it runs, the means once it is over."""
    actor = actor_of(request)
    row = appraisal_for(actor, appraisal_id)
    here = reverse("committee:appraisal", args=[appraisal_id])
    if request.method == "POST" and request.POST.get("action") == "close":
        close_appraisal(appraisal_id, actor=actor)
        messages.success(request, _("评议结束了，结果已公布。"))
        return redirect(here)
    household, said = _household(request, actor, row)
    if household is None:
        return _page(request, row, None, None, said)
    own = household.pk in actor.household_ids
    form = ScoreForm(request.POST or None, own=own)

    def work(data: dict[str, Any]) -> None:
        score_committee(
            appraisal_id, actor=actor, household_id=household.pk, scores=form.scores(),
            confirmation=data.get("confirmation", ""),
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记下了，谢谢。一户评一次。"))
        return redirect(here)
    return _page(request, row, form, household, said)


def _household(request: HttpRequest, actor: Actor, row: Appraisal) -> tuple[Household | None, str]:
    """Whose turn it is, and what is to be said when it is nobody's."""
    plate = (request.POST if request.method == "POST" else request.GET).get("plate", "")[:40]
    household = household_at(plate, actor=actor) if plate.strip() else own_household(actor)
    if household is None:
        return None, _("没有找到这一户，或不在您的楼。") if plate else ""
    if request.method != "POST" and has_scored(row, household):
        own = household.pk in actor.household_ids
        return None, _("您家评过了，谢谢。") if own else _("这一户评过了。")
    return household, ""


def _page(
    request: HttpRequest,
    row: Appraisal,
    form: ScoreForm | None,
    household: Household | None,
    said: str,
) -> HttpResponse:
    actor = actor_of(request)
    is_open = row.closed_at is None and row.opens_on <= today() <= row.closes_on
    wrong = bool(form and form.is_bound)
    context = WORDS | {
        "row": row, "form": form if is_open or wrong else None, "given": row.scores.count(),
        "home": household.home.place.plate if household else "", "said": said,
        "own": household is not None and household.pk in actor.household_ids,
        "start": form.first_step() if form else 1, "is_open": is_open,
        "asks_home": is_open and may(actor, Permission.TAKE_BALLOTS),
        "may_close": may_set_up(actor) and row.closed_at is None,
    }  # fmt: skip
    return render(request, "committee/appraisal.jinja", context, status=422 if wrong else 200)
