"""Telling something: what, where, a look over it, sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.api import Actor, mask_phone
from linli.base.accounts.requests import actor_of
from linli.base.errors import DomainError
from linli.estate.people.api import person_for
from linli.estate.places.api import Place, estate_plan, place_for
from linli.web.resident.actions import send_join, send_report
from linli.web.resident.advice import MAX_LOOKED_AT, advice_for, neighbours_of
from linli.web.resident.emergencies import warn_of
from linli.web.resident.forms import OTHER, ReportForm, put_error
from linli.web.resident.keys import new_key
from linli.web.resident.queries import (
    facts_of,
    near_options,
    own_matter,
    own_places,
    part_options,
    place_of_sticker,
    require_resident,
)
from linli.web.resident.standings import standing_of
from linli.web.resident.visits import stay_quiet_when_signed_out


def report(request: HttpRequest) -> HttpResponse:
    actor = require_resident(actor_of(request))
    if request.method != "POST":
        return _show_form(request, actor, ReportForm(actor, initial=_first_values(request)))
    form = ReportForm(actor, request.POST, request.FILES)
    if form.is_valid():
        try:
            return redirect("resident:sent", send_report(form, actor=actor))
        except DomainError as error:
            put_error(form, error)
    return _show_form(request, actor, form, status=422)


def _first_values(request: HttpRequest) -> dict[str, str]:
    return {"text": request.GET.get("text", "")[:200]}


def _show_form(
    request: HttpRequest, actor: Actor, form: ReportForm, status: int = 200
) -> HttpResponse:
    sticker = place_of_sticker(actor, request.GET.get("place", "")[:64])
    places = own_places(actor)
    if sticker and sticker.id not in {p.id for p in places}:
        places.insert(0, sticker)
    near = _id_in(form["near"].value() or "")
    context = {
        "form": form,
        "form_key": form["form_key"].value() or new_key(),
        "draft": draft_key(actor),
        "places": places,
        "sticker": sticker,
        "where": form["where"].value() or _first_place(places, sticker),
        "other": OTHER,
        "near_groups": near_options(actor),
        "parts": part_options(actor, near) if near else [],
        "plan": estate_plan(href=lambda building_id: f"#{building_id}"),
        **advice_for(actor, form["text"].value() or "", [place.id for place in places]),
        "danger": warn_of((form["text"].value() or "")[:MAX_LOOKED_AT], _hotline(request)),
        "own_phone": mask_phone(person_for(actor, actor.person_id or 0).phone),
        "start_step": _first_wrong_step(form),
    }
    return render(request, "resident/report.jinja", context, status=status)


def _hotline(request: HttpRequest) -> str:
    estate = getattr(request, "estate", None)
    return estate.hotline if estate else ""


def draft_key(actor: Actor) -> str:
    return f"report-{actor.user_id}"


def _first_place(places: list[Any], sticker: Any) -> str:
    chosen = sticker or (places[0] if places else None)
    return str(chosen.id) if chosen else OTHER


_STEPS = (("text", "pictures"), ("where", "near", "part", "place_text"), ("category", "phone"))


def _first_wrong_step(form: ReportForm) -> int:
    """The step, from 1, that shows the first mistake."""
    if not form.is_bound:
        return 1
    wrong = set(form.errors)
    return next((n for n, names in enumerate(_STEPS, 1) if wrong & set(names)), 1)


@require_POST
@stay_quiet_when_signed_out
def advise(request: HttpRequest) -> HttpResponse:
    """What the words suggest while they are written: an emergency's number, a category (REQ-02)."""
    actor = require_resident(actor_of(request))
    text = request.POST.get("text", "")[:MAX_LOOKED_AT]
    context = {
        **advice_for(actor, text, [place.id for place in own_places(actor)]),
        "danger": warn_of(text, _hotline(request)),
        "chosen": request.POST.get("category", ""),
        "where": request.POST.get("where", ""),
    }
    return render(request, "resident/advice.jinja", context)


@stay_quiet_when_signed_out
def show_parts(request: HttpRequest) -> HttpResponse:
    """Entrances and lifts of the building that was chosen."""
    actor = require_resident(actor_of(request))
    near = _id_in(request.GET.get("near", ""))
    parts = part_options(actor, near) if near else []
    return render(request, "resident/parts.jinja", {"parts": parts, "part": ""})


def _id_in(text: str) -> int | None:
    """The id that a field of an address holds; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


@require_POST
@stay_quiet_when_signed_out
def show_neighbours(request: HttpRequest) -> HttpResponse:
    """What others told of the same place lately: one may join instead of telling it again."""
    actor = require_resident(actor_of(request))
    place = _chosen_place(request, actor)
    text = request.POST.get("text", "")[:MAX_LOOKED_AT]
    context = neighbours_of(actor, text, place, request.POST.get("category", ""))
    return render(request, "resident/neighbours.jinja", context)


def _chosen_place(request: HttpRequest, actor: Actor) -> Place | None:
    chosen = (_id_in(request.POST.get(name, "")) for name in ("where", "part", "near"))
    place_id = next((i for i in chosen if i), None)
    return place_for(actor, place_id) if place_id else None


@require_POST
def join(request: HttpRequest, matter_id: int) -> HttpResponse:
    actor = require_resident(actor_of(request))
    send_join(matter_id, actor=actor, shown=request.POST.get("shown_same", ""))
    messages.success(request, _("记上了，有结果一起告诉您。"))
    return redirect(reverse("resident:matters") + "?joined=1")


def show_sent(request: HttpRequest, number: str) -> HttpResponse:
    """The number, large; what happens next, and when. The draft may go now."""
    actor = require_resident(actor_of(request))
    matter = own_matter(actor, number)
    context = {
        "matter": matter,
        "standing": standing_of(facts_of(matter)),
        "draft_done": f"{draft_key(actor)} help-{actor.user_id}",
    }
    return render(request, "resident/sent.jinja", context)
