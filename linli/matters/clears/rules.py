"""When a fact is missing, stale or fresh, and what makes a clear complete (GRID-03).

Household clear: somebody is registered with name, day of birth and one phone a family, or the home
is confirmed vacant. Category clear: somebody has asked, and no category has run out. Facility
clear: entrances and public places were looked at. Dispute clear: the door, or the whole building,
was asked. Fresh means complete and every look young enough for the estate's rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from linli.estate.places.data import CLEAR_OF, Clear, Fact
from linli.matters.clears.data import ClearFigures, FactState, Figure, Limits, PlaceFacts

DEFAULT_DAYS: dict[Fact, tuple[int, int]] = {  # in all homes, in watched ones
    Fact.HOUSEHOLD: (180, 90),
    Fact.PERSONS: (365, 180),
    Fact.CONTACT: (180, 60),
    Fact.CATEGORIES: (365, 90),
    Fact.FACILITIES: (90, 90),
    Fact.DISPUTES: (180, 90),
}
DEFAULT_SEEN = 7
DEFAULTS = Limits(
    {fact: days for fact, (days, _) in DEFAULT_DAYS.items()},
    {fact: days for fact, (_, days) in DEFAULT_DAYS.items()},
    DEFAULT_SEEN,
)
SHORTEST, LONGEST = 1, 1095  # days that a rule may say
OF_HOMES = (Fact.HOUSEHOLD, Fact.PERSONS, Fact.CONTACT, Fact.CATEGORIES, Fact.DISPUTES)


def facts_of(place: PlaceFacts) -> tuple[Fact, ...]:
    """What can be asked there: of an empty home only whether it still is."""
    if place.kind != "home":
        return (Fact.FACILITIES,)
    return OF_HOMES if place.members else (Fact.HOUSEHOLD,)


def state_of(place: PlaceFacts, fact: Fact, limits: Limits, at: datetime) -> FactState:
    """Whether one fact of a place is missing, stale or fresh at that instant."""
    if is_missing(place, fact):
        return FactState.MISSING
    seen = place.seen.get(fact)
    if seen is None:
        return FactState.STALE if _is_known_unseen(fact) else FactState.MISSING
    age = at - seen
    young = age <= timedelta(days=limits.of(fact, watched=place.is_watched))
    return FactState.FRESH if young else FactState.STALE


def _is_known_unseen(fact: Fact) -> bool:
    """What a clerk can type without anybody having looked is known, only not verified."""
    return fact in (Fact.HOUSEHOLD, Fact.PERSONS, Fact.CONTACT)


def is_missing(place: PlaceFacts, fact: Fact) -> bool:
    """Whether the register itself lacks something, whoever looked whenever."""
    if fact == Fact.HOUSEHOLD:
        return not place.members and not place.is_vacant
    if fact == Fact.PERSONS:
        return any(not (m.has_name and m.has_birth) for m in place.members)
    if fact == Fact.CONTACT:
        return bool(place.members) and not any(m.has_phone for m in place.members)
    if fact == Fact.CATEGORIES:
        return any(m.has_expired_category for m in place.members)
    return False


def states_of(place: PlaceFacts, limits: Limits, at: datetime) -> dict[Fact, FactState]:
    return {fact: state_of(place, fact, limits, at) for fact in facts_of(place)}


def lacks_of(states: Mapping[Fact, FactState]) -> dict[Fact, FactState]:
    """What is not fresh, and so worth asking."""
    return {fact: state for fact, state in states.items() if state != FactState.FRESH}


def figures_of(states: Mapping[Fact, FactState]) -> dict[Clear, ClearFigures]:
    """One place's share in the clears to which it belongs: each figure of one."""
    found: dict[Clear, ClearFigures] = {}
    for clear in {CLEAR_OF[fact] for fact in states}:
        own = [state for fact, state in states.items() if CLEAR_OF[fact] == clear]
        complete = all(state != FactState.MISSING for state in own)
        fresh = all(state == FactState.FRESH for state in own)
        found[clear] = ClearFigures(Figure(int(complete), 1), Figure(int(fresh), 1))
    return found


def add_up(parts: Iterable[Mapping[Clear, ClearFigures]]) -> dict[Clear, ClearFigures]:
    """The clears of many places together; every clear is there, if only with nothing in it."""
    total = dict.fromkeys(Clear, ClearFigures())
    for part in parts:
        for clear, figures in part.items():
            total[clear] = total[clear] + figures
    return total
