"""Pages where a building's households recommend their captain (T2)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.estate.captains.api import (
    appoint_captain,
    captains_of,
    close_round,
    count_round,
    households_of,
    may_appoint,
    may_run,
    open_round,
    recommend,
    round_for,
    rounds_for,
)
from linli.estate.captains.forms import RecommendForm, RoundForm
from linli.estate.organisations.api import Permission, RecommendationRound, is_staff, may
from linli.estate.pages import form_page
from linli.estate.people.api import Membership
from linli.estate.places.api import buildings_for


def index(request: HttpRequest) -> HttpResponse:
    """Rounds in reach, the newest first."""
    actor = actor_of(request)
    if not is_staff(actor) and not actor.household_ids:
        raise NotFound
    page = cut_page(request, rounds_for(actor), size=20)
    context = {
        "page": page, "results": [count_round(row) for row in page.rows],
        "may_open": may(actor, Permission.EDIT_REGISTER), "today": today(),
    }  # fmt: skip
    return render(request, "captains/index.jinja", context)


def begin_round(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    buildings = [b for b in buildings_for(actor) if may_run(actor, b)]
    if not buildings:
        raise NotAllowed
    form = RoundForm(request.POST or None, initial={"opens_on": today()}).offer(
        [(building.pk, building.plate) for building in buildings]
    )

    def work(data: dict[str, Any]) -> None:
        open_round(
            data["building"], actor=actor, opens_on=data["opens_on"], closes_on=data["closes_on"]
        )

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("开始推荐了。"))
        return redirect("captains:index")
    return form_page(
        request, form, title=_("请一栋楼推荐楼长"), button=_("开始"),
        back=reverse("captains:index"), hint=_("每户推荐一次，票数公开。"),
    )  # fmt: skip


def show_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """How the count stands: for everybody who lives in the building."""
    actor = actor_of(request)
    row = round_for(actor, round_id)
    result = count_round(row)
    is_open = row.closed_at is None and row.opens_on <= today() <= row.closes_on
    context = {
        "row": row, "result": result, "is_open": is_open, "may_run": may_run(actor, row.building),
        "may_recommend": is_open and _may_recommend(actor, row),
        "may_appoint": may_appoint(actor) and row.closed_at is not None,
        "captains": [_name(office) for office in captains_of(row.building_id)],
    }  # fmt: skip
    return render(request, "captains/round.jinja", context)


def _name(office: Any) -> str:
    holder = office.person or office.account
    return str(holder.name) if holder else ""


def _may_recommend(actor: Actor, row: RecommendationRound) -> bool:
    own = households_of(row.building_id).filter(pk__in=actor.household_ids)
    return may_run(actor, row.building) or own.exists()


def write_recommendation(request: HttpRequest, round_id: int) -> HttpResponse:
    """A household's own word, or one taken down at the desk or the door."""
    actor = actor_of(request)
    row = round_for(actor, round_id)
    if not _may_recommend(actor, row):
        raise NotAllowed
    form = RecommendForm(request.POST or None).offer(
        _households(actor, row), _people(row.building_id)
    )

    def work(data: dict[str, Any]) -> None:
        recommend(
            round_id, actor=actor, household_id=data["household"],
            candidate_id=data["candidate"], on_paper=data["on_paper"],
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("这一户的推荐记下了。"))
        return redirect("captains:round", round_id)
    return form_page(
        request, form, title=_("记一户的推荐"), button=_("记下"),
        back=reverse("captains:round", args=[round_id]), plate=row.building.plate,
    )  # fmt: skip


def _households(actor: Actor, row: RecommendationRound) -> list[tuple[int, str]]:
    rows = households_of(row.building_id)
    if not may_run(actor, row.building):
        rows = rows.filter(pk__in=actor.household_ids)
    return list(rows.values_list("pk", "home__place__plate"))


def _people(building_id: int) -> list[tuple[int, str]]:
    """Neighbours by plate and name: who lives in the building may be recommended."""
    rows = Membership.objects.filter(
        until__isnull=True, household__home__place__building=building_id
    ).order_by("household__home__place__sort_key", "id")
    found = rows.values_list("person", "household__home__place__plate", "person__name")
    return [(pk, f"{plate} {name}") for pk, plate, name in found if name]


@require_POST
def finish_round(request: HttpRequest, round_id: int) -> HttpResponse:
    close_round(round_id, actor=actor_of(request))
    messages.success(request, _("推荐结束了，结果已公布。"))
    return redirect("captains:round", round_id)


@require_POST
def appoint_one(request: HttpRequest, round_id: int, person_id: int) -> HttpResponse:
    appoint_captain(round_id, actor=actor_of(request), person_id=person_id)
    messages.success(request, _("任命好了。"))
    return redirect("captains:round", round_id)
