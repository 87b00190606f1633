"""What the screen says while somebody types: danger first, then suggestions, then neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.estate.places.api import Place, find_place_by_plate
from linli.matters.handling.api import open_matters_near
from linli.matters.handling.phrases import URGENCIES, named
from linli.matters.intake.data import Emergency
from linli.matters.intake.emergencies import find_emergency
from linli.matters.routing.api import list_categories, list_kinds
from linli.matters.topics.api import suggest, write_shown
from linli.matters.topics.data import Suggestions

_FALLBACK = "other"
_MOST_NEAR = 4


@dataclass(frozen=True, slots=True)
class Chip:
    """A suggestion for one field of the form."""

    field: str
    value: str
    label: str
    is_pressed: bool


def emergency_context(text: str) -> dict[str, Any]:
    """The banner's words in the reader's language; None when nothing is wrong."""
    found = find_emergency(text)
    return {"emergency": _translated(found) if found else None}


def _translated(found: Emergency) -> dict[str, str]:
    return {"to": found.to.value, "sign": found.sign, "who": _(found.who), "say": _(found.say)}


def hints_for(actor: Actor, sent: QueryDict) -> dict[str, Any]:
    """Category and urgency to begin with, suggestions to take or leave, open matters near by.

    What the agent chose stays: a value that differs from the last suggestion is a choice.
    """
    text = sent.get("text", "")[:10_000]
    said = sent.get("place", "")[:120]
    place = find_place_by_plate(said) if said.strip() else None
    shown = suggest(text, actor=actor, place=place, channel=sent.get("way", ""))
    suggested = shown.categories[0].value if shown.categories else _FALLBACK
    chosen = sent.get("category", "")
    category = chosen if chosen and chosen != sent.get("suggested", "") else suggested
    danger = emergency_context(text)
    urgency = "emergency" if danger["emergency"] else "none"
    kept = sent.get("urgency", "")
    if kept and kept != sent.get("suggested_urgency", ""):
        urgency = kept
    kind = sent.get("kind") or "request"
    first = {"category": category, "urgency": urgency, "kind": kind, "place": said}
    return {
        **danger,
        "suggested": suggested,
        "suggested_urgency": "emergency" if danger["emergency"] else "none",
        "first": first,
        "shown": write_shown(shown),
        "chips": chips_of(shown, first),
        "unknown_places": shown.unknown_places,
        "same": shown.same,
        "near": _near(place, actor, category, shown) if text.strip() else [],
    }


def chips_of(shown: Suggestions, first: dict[str, str]) -> list[Chip]:
    """One chip a suggestion; those that the form already holds are pressed."""
    categories = {row.code: named((row.name, row.name_en, "")) for row in list_categories()}
    kinds = {row.code: named((row.name, row.name_en, "")) for row in list_kinds()}
    found = [("category", g.value, categories.get(g.value, "")) for g in shown.categories]
    if shown.kind is not None:
        found.append(("kind", shown.kind.value, kinds.get(shown.kind.value, "")))
    if shown.urgency is not None:
        word = URGENCIES.get(shown.urgency.value, "")
        found.append(("urgency", shown.urgency.value, str(word)))
    found += [("place", guess.plate, guess.plate) for guess in shown.places]
    return [Chip(field, value, label, first.get(field) == value)
            for field, value, label in found if label]  # fmt: skip


def _near(place: Place | None, actor: Actor, category: str, shown: Suggestions) -> list[Any]:
    """Open matters near by besides those that seem to be the same."""
    if place is None:
        return []
    same = {guess.id for guess in shown.same}
    lines = [n for n in open_matters_near(actor, place.pk, category) if n.id not in same]
    return lines[:_MOST_NEAR]
