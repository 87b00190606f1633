"""What the desk finds with one line, and all that belongs to one person."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q

from linli.base.accounts.api import Actor
from linli.contact.notices.api import Notice, notices_for
from linli.estate.organisations.api import Permission, may, register_reach
from linli.estate.people.api import Person, current_membership, mask_phone, search_people
from linli.estate.places.api import find_place_by_plate, search_places
from linli.matters.handling.api import (
    STATES,
    Matter,
    NeedToKnow,
    matter_for,
    matters_visible_to,
    search_matters,
    words_of,
)
from linli.matters.handling.data import OPEN_STATES
from linli.matters.intake.api import ContactLog
from linli.web.staff.marks import mark_words

_NUMBER = re.compile(r"\d{6}-?\d{0,9}|-\d{3,9}")
_MOST = 12
_PAGE = 20
_OPEN = [state.value for state in OPEN_STATES]


def find_everything(actor: Actor, text: str, most: int = _MOST) -> dict[str, Any]:
    """Matters by number, people by name, phone and plate, places by plate; each within reach."""
    people = []
    if not register_reach(actor).is_empty:
        people = [(card, mask_phone(card.phone)) for card in search_people(actor, text, most)]
    numbered = _matters_numbered(actor, text)
    return {
        "matters": numbered or _matters_at(actor, text),
        "people": people,
        "places": search_places(actor, text, most),
        "notices": _notices_saying(actor, text)[:most],
        **find_words(actor, text, limit=most),
    }


def _notices_saying(actor: Actor, text: str) -> list[Notice]:
    """Notices, the archived ones too, of which title or text holds all words. They are few."""
    rows = notices_for(actor)
    for word in words_of(text):
        rows = rows.filter(
            Q(title_zh__icontains=word) | Q(body_zh__icontains=word)
            | Q(title_en__icontains=word) | Q(body_en__icontains=word)
        )  # fmt: skip
    return list(rows.order_by("-post_from", "-id")[:_MOST]) if words_of(text) else []


def find_words(
    actor: Actor, text: str, before: int | None = None, limit: int = _PAGE
) -> dict[str, Any]:
    """Matters by their words, a page of them, with the words marked."""
    page = search_matters(actor, text, before=before, limit=limit)
    words = words_of(text)
    lines = [
        {"found": one, "state": STATES[one.state], "said": mark_words(one.text, words)}
        for one in page.found
    ]
    return {"spoken": lines, "before": page.before}


def _matters_at(actor: Actor, text: str) -> list[dict[str, Any]]:
    """The latest matters of a place that is named exactly; of a building, of all in it."""
    place = find_place_by_plate(text)
    if place is None:
        return []
    here = Q(place=place.pk) | Q(place__entrance=place.pk) | Q(building=place.pk)
    return _lines(actor, matters_visible_to(actor).filter(here).order_by("-created_at"))


def _matters_numbered(actor: Actor, text: str) -> list[dict[str, Any]]:
    if not _NUMBER.fullmatch(text):
        return []
    rows = matters_visible_to(actor).filter(number__contains=text).order_by("-created_at")
    return _lines(actor, rows)


def matters_of_person(actor: Actor, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Open and ended matters of the person and of the household, latest first."""
    membership = current_membership(person)
    mine = Q(reporter=person.pk)
    if membership:
        mine |= Q(household=membership.household_id)
    rows = matters_visible_to(actor).filter(mine).order_by("-created_at")
    return {
        "open": _lines(actor, rows.filter(state__in=_OPEN)),
        "ended": _lines(actor, rows.exclude(state__in=_OPEN)),
    }


def _lines(actor: Actor, rows: Any) -> list[dict[str, Any]]:
    found = rows.select_related("category", "place", "holder")[: _MOST * 2]
    return [_line(actor, matter) for matter in found]


def _line(actor: Actor, matter: Matter) -> dict[str, Any]:
    return {
        "matter": matter,
        "state": STATES[matter.state],
        "is_masked": matter.category.is_sensitive and not _may_read(actor, matter.pk),
    }


def _may_read(actor: Actor, matter_id: int) -> bool:
    try:
        matter_for(actor, matter_id)
    except NeedToKnow:
        return False
    return True


def contacts_of_person(actor: Actor, person: Person) -> list[ContactLog]:
    """The last contacts, for those who answer the phone."""
    if not may(actor, Permission.TAKE_CALLS):
        return []
    rows = ContactLog.objects.filter(person=person.pk).select_related("agent", "matter")
    return list(rows.order_by("-at")[:_MOST])
