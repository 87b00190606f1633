"""What the screen says while somebody types: danger first, then category, then neighbours."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.estate.places.api import find_place_by_plate
from linli.matters.handling.api import open_matters_near
from linli.matters.intake.data import Emergency
from linli.matters.intake.emergencies import find_emergency
from linli.matters.routing.api import suggest_category

_FALLBACK = "other"
_MOST_NEAR = 4


def emergency_context(text: str) -> dict[str, Any]:
    """The banner's words in the reader's language; None when nothing is wrong."""
    found = find_emergency(text)
    return {"emergency": _translated(found) if found else None}


def _translated(found: Emergency) -> dict[str, str]:
    return {"to": found.to.value, "sign": found.sign, "who": _(found.who), "say": _(found.say)}


def hints_for(actor: Actor, sent: QueryDict) -> dict[str, Any]:
    """Category and urgency to begin with, and open matters near by.

    What the agent chose stays: a value that differs from the last suggestion is a choice.
    """
    text = sent.get("text", "")[:10_000]
    found = suggest_category(text)
    suggested = found[0][0] if found else _FALLBACK
    chosen = sent.get("category", "")
    category = chosen if chosen and chosen != sent.get("suggested", "") else suggested
    danger = emergency_context(text)
    urgency = "emergency" if danger["emergency"] else "none"
    kept = sent.get("urgency", "")
    if kept and kept != sent.get("suggested_urgency", ""):
        urgency = kept
    return {
        **danger,
        "suggested": suggested,
        "suggested_urgency": "emergency" if danger["emergency"] else "none",
        "first": {"category": category, "urgency": urgency, "kind": sent.get("kind") or "request"},
        "near": _near(actor, sent.get("place", ""), category) if text.strip() else [],
    }


def _near(actor: Actor, place: str, category: str) -> list[Any]:
    found = find_place_by_plate(place[:120]) if place.strip() else None
    if found is None:
        return []
    return list(open_matters_near(actor, found.pk, category))[:_MOST_NEAR]
