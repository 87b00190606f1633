"""What was not known when something came in, and is known now: who said it, where it is."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.errors import NotAllowed, NotFound
from linli.matters.handling import register, texts
from linli.matters.handling.data import EntryKind
from linli.matters.handling.entries import save_matter, tell_everybody, write_entry
from linli.matters.handling.models import Matter


@transaction.atomic
def complete_matter(
    matter_id: int,
    *,
    actor: Actor,
    reporter_id: int | None = None,
    place_id: int | None = None,
    place_text: str = "",
) -> Matter:
    """Fill in reporter and place where they are missing; what is known stays as it is.

    For the software itself, when a gateway learns who speaks or where it is: people correct a
    matter by `change_matter`. Raises NotAllowed, NotFound, Invalid.
    """
    if actor.user_id is not None:
        raise NotAllowed
    rows = Matter.objects.select_for_update(of=("self",)).filter(pk=matter_id)
    matter: Matter | None = rows.select_related("kind", "category__profile").first()
    if matter is None:
        raise NotFound
    changes = _reporter(matter, reporter_id) | _place(matter, place_id, place_text)
    if changes:
        after = {name: value for name, value in changes.items() if name.endswith("_id")}
        before = {name: getattr(matter, name) for name in after}
        save_matter(matter, **changes)
        write_entry(matter, EntryKind.CHANGED, actor=actor, before=before, after=after)
        tell_everybody(matter, "completed", actor=actor, after=after)
    return matter


def _reporter(matter: Matter, person_id: int | None) -> dict[str, Any]:
    if person_id is None or matter.reporter_id is not None:
        return {}
    facts = register.find_reporter(person_id)
    return {"reporter_id": facts.person_id, "household_id": facts.household_id}


def _place(matter: Matter, place_id: int | None, place_text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if place_id is not None and matter.place_id is None:
        place = register.find_place(place_id)
        found |= {"place_id": place.id, "grid_id": place.grid_id,
                  "building_id": place.building_id}  # fmt: skip
    if place_text and not matter.place_text:
        found["place_text"] = texts.short_text(place_text, 120, field="place")
    return found
