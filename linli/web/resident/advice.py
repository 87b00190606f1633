"""What a resident is offered while telling something: to tap or to leave, nothing is chosen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from linli.base.accounts.api import Actor
from linli.estate.places.api import Place
from linli.matters.handling.api import open_matters_near
from linli.matters.handling.phrases import named
from linli.matters.routing.api import list_categories
from linli.matters.topics.api import guess_category, rank_same, suggest, write_shown
from linli.matters.topics.data import PlaceGuess, Suggestions
from linli.web.resident.queries import own_matters

MAX_LOOKED_AT = 4000  # characters that the advice reads of a text
NEIGHBOURS = 3
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Chip:
    """A category to tap."""

    value: str
    label: str


def advice_for(actor: Actor, text: str, own: Collection[int] = ()) -> dict[str, Any]:
    """Chips of category, places that the words name besides one's `own`, and what was shown."""
    said = text[:MAX_LOOKED_AT]
    found = suggest(said, actor=actor, with_same=False) if said.strip() else Suggestions()
    rows = list_categories()
    names = {row.code: named((row.name, row.name_en, "")) for row in rows}
    guesses = [g for g in found.categories if g.value in names and g.value != _OTHER]
    places = [place for place in found.places if place.id not in own]
    return {
        "categories": rows,
        "chips": [Chip(g.value, names[g.value]) for g in guesses],
        "said_places": places,
        "shown": _shown_of(found, guesses, places),
    }


def _shown_of(found: Suggestions, guesses: Sequence[Any], places: Sequence[PlaceGuess]) -> str:
    """Only what stands on the page: a kind or an urgency is not asked of residents."""
    return write_shown(Suggestions(tuple(guesses), places=tuple(places), model=found.model))


def neighbours_of(actor: Actor, text: str, place: Place | None, category: str) -> dict[str, Any]:
    """Open matters near the place: first those that seem to be the same, with how many told."""
    if place is None:
        return {"same": [], "lines": [], "shown_same": ""}
    own = set(own_matters(actor).values_list("id", flat=True))
    near = [line for line in open_matters_near(actor, place.pk) if line.id not in own]
    found = rank_same(text, place, [line.id for line in near])
    by_id = {line.id: line for line in near}
    same = [by_id[guess.id] for guess in found.same][:NEIGHBOURS]
    wanted = category or guess_category(text)
    alike = open_matters_near(actor, place.pk, wanted) if near else []
    rest = [line for line in alike if line.id not in own | {line.id for line in same}]
    return {
        "same": same,
        "lines": rest[: NEIGHBOURS - len(same)],
        "shown_same": write_shown(found),
    }
