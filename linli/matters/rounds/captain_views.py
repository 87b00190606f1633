"""The captain's page for the day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.requests import actor_of
from linli.matters.handling.api import STATES
from linli.matters.rounds.api import ask_to_look, captain_days, note_seen


@require_GET
def show_day(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    context = {"days": captain_days(actor), "matter_states": STATES}
    return render(request, "rounds/captain.jinja", context)


@require_POST
def see(request: HttpRequest, person_id: int) -> HttpResponse:
    note_seen(person_id, actor=actor_of(request))
    messages.success(request, _("记下了：今天见过。"))
    return redirect("rounds:captain")


@require_POST
def look(request: HttpRequest, person_id: int) -> HttpResponse:
    matter = ask_to_look(person_id, actor=actor_of(request))
    text = _("已请网格员上门看看，事项号 %(number)s。情况紧急请直接打 120。")
    messages.success(request, text % {"number": matter.number})
    return redirect("rounds:captain")
