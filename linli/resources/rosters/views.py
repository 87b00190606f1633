"""Pages of the roster: one week of one organisation."""

from __future__ import annotations

from datetime import date, timedelta
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
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.submissions import submit
from linli.estate.organisations.api import Organisation, is_staff, list_organisations
from linli.resources.crew.api import crew_of, may_plan
from linli.resources.pages import form_page
from linli.resources.rosters.api import (
    absences_in,
    cancel_absence,
    cancel_shift,
    copy_week,
    plan_of_week,
    plan_shifts,
    record_absence,
    week_of,
)
from linli.resources.rosters.forms import AbsenceForm, ShiftForm
from linli.resources.rosters.labels import DUTY


def index(request: HttpRequest) -> HttpResponse:
    """To the own organisation's week; planners of all begin with the first."""
    actor = actor_of(request)
    for organisation in list_organisations():
        if _may_see(actor, organisation.pk):
            return redirect("rosters:week", organisation.pk)
    raise NotFound


def _may_see(actor: Actor, organisation_id: int) -> bool:
    if not is_staff(actor):
        return False
    return organisation_id in actor.organisation_ids or may_plan(actor, organisation_id)


def _organisation(request: HttpRequest, organisation_id: int) -> tuple[Actor, Organisation]:
    actor = actor_of(request)
    found = list_organisations().filter(pk=organisation_id).first()
    if found is None or not _may_see(actor, organisation_id):
        raise NotFound
    return actor, found


def show_week(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Seven days, one row a member; `?week=` is any day of it."""
    actor, organisation = _organisation(request, organisation_id)
    monday = week_of(_day_of(request.GET.get("week", "")))
    context = {
        "organisation": organisation, "rows": plan_of_week(actor, organisation_id, monday),
        "organisations": [o for o in list_organisations() if _may_see(actor, o.pk)],
        "days": [monday + timedelta(days=n) for n in range(7)], "monday": monday,
        "before": monday - timedelta(days=7), "after": monday + timedelta(days=7),
        "duties": DUTY, "may_plan": may_plan(actor, organisation_id), "today": today(),
        "absences": absences_in(actor, organisation_id, monday),
        "own_id": actor.user_id,
    }  # fmt: skip
    return render(request, "rosters/week.jinja", context)


def _day_of(text: str) -> date:
    if not text:
        return today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 2000 <= day.year <= 2100:
        raise Invalid(translatable("这个日期看不明白。请从本周看起。"), field="week")
    return day


def _week(organisation_id: int) -> str:
    return reverse("rosters:week", args=[organisation_id])


def add_shifts(request: HttpRequest, organisation_id: int) -> HttpResponse:
    actor, _found = _organisation(request, organisation_id)
    if not may_plan(actor, organisation_id):
        raise NotAllowed
    members = [(card.id, card.name) for card in crew_of(organisation_id)]
    initial = {"day": request.GET.get("day", today().isoformat())}
    form = ShiftForm(request.POST or None, initial=initial).offer(members)

    def work(data: dict[str, Any]) -> None:
        plan_shifts(form.plans(), actor=actor)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("排好了。"))
        return redirect(f"{_week(organisation_id)}?week={form.cleaned_data['day']}")
    return form_page(
        request, form, title=_("排班"), button=_("排上"), back=_week(organisation_id),
        hint=_("止比起早，就算到第二天早上。"),
    )  # fmt: skip


@require_POST
def drop_shift(request: HttpRequest, organisation_id: int, shift_id: int) -> HttpResponse:
    actor, _found = _organisation(request, organisation_id)
    cancel_shift(shift_id, actor=actor)
    messages.success(request, _("这个班撤掉了。"))
    return redirect(_week(organisation_id))


@require_POST
def repeat_week(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Plan the asked week as the one before."""
    actor, _found = _organisation(request, organisation_id)
    monday = week_of(_day_of(request.POST.get("week", "")))
    rows = copy_week(organisation_id, actor=actor, monday=monday, source=monday - timedelta(days=7))
    messages.success(request, _("照上周排了 %(count)s 个班。") % {"count": len(rows)})
    return redirect(f"{_week(organisation_id)}?week={monday}")


def add_absence(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One's own days away, or anybody's of the crew for who plans it."""
    actor, _found = _organisation(request, organisation_id)
    cards = crew_of(organisation_id)
    own = (
        cards
        if may_plan(actor, organisation_id)
        else [card for card in cards if card.account_id == actor.user_id]
    )
    if not own:
        raise NotAllowed
    initial = {"starts_on": today(), "ends_on": today()}
    form = AbsenceForm(request.POST or None, initial=initial).offer(
        [(card.id, card.name) for card in own], [(card.id, card.name) for card in cards]
    )

    def work(data: dict[str, Any]) -> None:
        record_absence(
            data["member"], actor=actor, starts_on=data["starts_on"], ends_on=data["ends_on"],
            stand_in_id=data["stand_in"], reason=data["reason"],
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记下了。这几天的事由替班的人接。"))
        return redirect(f"{_week(organisation_id)}?week={form.cleaned_data['starts_on']}")
    return form_page(request, form, title=_("请假"), button=_("记下"), back=_week(organisation_id))


@require_POST
def drop_absence(request: HttpRequest, organisation_id: int, absence_id: int) -> HttpResponse:
    actor, _found = _organisation(request, organisation_id)
    cancel_absence(absence_id, actor=actor)
    messages.success(request, _("销假了。"))
    return redirect(_week(organisation_id))
