"""The resident's first page, the big things, and somebody to do it with."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.contact.mailings.api import count_unread
from linli.contact.notices.api import own_notices
from linli.estate.people.api import age_on, person_for
from linli.web.resident.actions import ask_for_help
from linli.web.resident.forms import HelpForm
from linli.web.resident.keys import new_key
from linli.web.resident.queries import captains_of, open_lines, own_places, require_resident
from linli.web.resident.reach import say_desk_hours
from linli.web.resident.tiles import find_service, list_tiles
from linli.web.resident.times import say_greeting
from linli.web.resident.visits import stay_quiet_when_signed_out
from linli.web.resident.waiting import list_waiting

ELDER_TILES = 4


@stay_quiet_when_signed_out
def show_index(request: HttpRequest) -> HttpResponse:
    actor = require_resident(actor_of(request))
    tiles = list_tiles()
    elder = getattr(request, "elder_mode", False)
    context = {
        **_greeting(actor),
        "tiles": tiles[:ELDER_TILES] if elder else tiles,
        "more_tiles": tiles[ELDER_TILES:] if elder else [],
        "lines": open_lines(actor),
        "waiting": list_waiting(actor),
        "notices": own_notices(actor),
        "unread": count_unread(actor),
    }
    return render(request, "resident/index.jinja", context)


def _greeting(actor: Actor) -> dict[str, Any]:
    person = person_for(actor, actor.person_id or 0)
    places = own_places(actor)
    return {
        "greeting": say_greeting(person.name, person.sex, age_on(person.birth_date, today())),
        "home_plate": places[0].plate if places else "",
    }


def show_service(request: HttpRequest, slug: str) -> HttpResponse:
    """What the desk does today for one of the big things, and how to reach it."""
    require_resident(actor_of(request))
    service = find_service(slug)
    if service is None:
        raise Http404
    context = {"service": service, "desk_words": say_desk_hours()}
    return render(request, "resident/service.jinja", context)


def show_help(request: HttpRequest) -> HttpResponse:
    """Somebody does it with me: by phone now, or rung back (A11-04)."""
    actor = require_resident(actor_of(request))
    form = HelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        places = own_places(actor)
        number = ask_for_help(
            form.cleaned_data["form_key"], form.words(), places[0].id if places else None,
            actor=actor,
        )  # fmt: skip
        return redirect("resident:sent", number)
    context = {
        "form": form,
        "form_key": new_key(),
        "captains": captains_of(actor),
        "desk_words": say_desk_hours(),
    }
    status = 422 if form.errors else 200
    return render(request, "resident/help.jinja", context, status=status)
