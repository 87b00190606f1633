"""Search over everything, and one person's whole picture."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from linli.base.accounts.requests import actor_of
from linli.base.errors import NotAllowed
from linli.estate.organisations.api import Permission, is_staff, may, require
from linli.estate.people.api import person_for, picture_of
from linli.web.requests import HttpRequest
from linli.web.staff.queries import (
    contacts_of_person,
    find_everything,
    find_words,
    matters_of_person,
)

_FEW = 4
_NOTHING: dict[str, Any] = {
    "matters": [], "people": [], "places": [], "notices": [], "spoken": [], "before": None,
}  # fmt: skip


def _words(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:60]


def _positive(text: str) -> int | None:
    plain = text.isascii() and text.isdigit() and len(text) < 19
    return (int(text) or None) if plain else None


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """`?q=`: a number, a name, a phone, a plate, words. A matter's whole number opens it.

    `?before=`: the next page of matters that were found by their words.
    """
    actor = actor_of(request)
    if not is_staff(actor):
        raise NotAllowed
    text = _words(request)
    before = _positive(request.GET.get("before", ""))
    if text and before:
        found = {**_NOTHING, **find_words(actor, text, before)}
    else:
        found = find_everything(actor, text) if text else _NOTHING
    if len(found["matters"]) == 1 and found["matters"][0]["matter"].number == text:
        return redirect("handling:matter", text)
    context = {"text": text, "search_text": text, **found}
    return render(request, "staff/search.jinja", context)


@require_GET
def search_quickly(request: HttpRequest) -> HttpResponse:
    """The first few of everything, while somebody types."""
    actor = actor_of(request)
    if not is_staff(actor):
        raise NotAllowed
    text = _words(request)
    found = find_everything(actor, text, _FEW) if len(text) > 1 else _NOTHING
    return render(request, "staff/quick.jinja", {"text": text, **found})


@require_GET
def show_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The register, the matters, the contacts: what this reader needs to know of one person."""
    actor = actor_of(request)
    require(actor, Permission.SEE_REGISTER)
    person = person_for(actor, person_id)
    if person.pk != person_id:
        return redirect("staff:person", person.pk)
    context = {
        "picture": picture_of(actor, person),
        "matters": matters_of_person(actor, person),
        "contacts": contacts_of_person(actor, person),
        "may_call": may(actor, Permission.TAKE_CALLS),
    }
    return render(request, "staff/person.jinja", context)
