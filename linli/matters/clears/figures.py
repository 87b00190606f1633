"""The four clears as figures: of buildings, grids and the estate, and what is behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now, today
from linli.base.errors import NotAllowed
from linli.estate.organisations.api import Permission, may, register_reach
from linli.estate.places.api import Place, PlaceKind
from linli.estate.places.data import CLEAR_OF, Clear, Fact
from linli.matters.clears.data import ClearsRow, FactState, Lack, Limits, PlaceFacts, Snapshot
from linli.matters.clears.models import ClearSnapshot
from linli.matters.clears.readings import read_limits, read_places, units_of
from linli.matters.clears.rules import add_up, figures_of, lacks_of, states_of


def places_in_reach(actor: Actor) -> QuerySet[Place]:
    """The units whose clears somebody may see: all for the estate-wide, a grid worker's own grid.

    Raises NotAllowed for everybody else.
    """
    reach = register_reach(actor)
    if reach.is_empty or not (may(actor, Permission.SEE_REGISTER) or actor.user_id is None):
        raise NotAllowed
    rows = units_of()
    return rows if reach.whole_estate else rows.filter(grid__in=reach.grid_ids)


def count_clears(actor: Actor | None, building_id: int | None = None) -> list[ClearsRow]:
    """One row a building in the order of the house, then what stands outside all buildings.

    None counts the whole estate, for the night's snapshot.
    """
    places = units_of() if actor is None else places_in_reach(actor)
    if building_id is not None:
        places = places.filter(building=building_id)
    groups: dict[int | None, list[PlaceFacts]] = defaultdict(list)
    for place in read_places(places):
        groups[place.building_id].append(place)
    names = _buildings(key for key in groups if key)
    limits = read_limits()
    rows = [_row(key, *names[key], groups[key], limits) for key in names if key in groups]
    if None in groups:
        rows.append(_row(None, "", None, groups[None], limits))
    return rows


def _buildings(ids: Iterable[int]) -> dict[int, tuple[str, int | None]]:
    rows = Place.objects.filter(pk__in=list(ids), kind=PlaceKind.BUILDING).order_by(
        "sort_key", "id"
    )
    return {pk: (plate, grid) for pk, plate, grid in rows.values_list("id", "plate", "grid_id")}


def _row(
    key: int | None, name: str, grid_id: int | None, places: list[PlaceFacts], limits: Limits
) -> ClearsRow:
    at = now()
    parts = [figures_of(states_of(place, limits, at)) for place in places]
    return ClearsRow(key, name, add_up(parts), grid_id)


def group_by_grid(rows: Iterable[ClearsRow]) -> list[ClearsRow]:
    """The same rows added up by grid, in the order of the house."""
    groups: dict[int | None, list[ClearsRow]] = defaultdict(list)
    for row in rows:
        groups[row.grid_id].append(row)
    grids = Place.objects.filter(kind=PlaceKind.GRID).order_by("sort_key", "id")
    return [
        ClearsRow(grid.pk, grid.name, add_up(row.clears for row in groups[grid.pk]), grid.pk)
        for grid in grids
        if grid.pk in groups
    ]


def total_of(rows: Iterable[ClearsRow]) -> ClearsRow:
    return ClearsRow(None, "", add_up(row.clears for row in rows))


def list_lacks(
    actor: Actor, *, building_id: int | None = None, outside: bool = False,
    grid_id: int | None = None, clear: Clear | None = None,
) -> list[Lack]:  # fmt: skip
    """What is missing or stale, in the order of the house; of one building, grid, clear or all."""
    places = places_in_reach(actor)
    if building_id is not None:
        places = places.filter(building=building_id)
    if grid_id is not None:
        places = places.filter(grid=grid_id)
    if outside:
        places = places.filter(building__isnull=True)
    limits, at = read_limits(), now()
    lacks = []
    for place in read_places(places):
        facts = lacks_of(states_of(place, limits, at))
        if clear is not None:
            facts = {fact: state for fact, state in facts.items() if CLEAR_OF[fact] == clear}
        if facts:
            lacks.append(_lack(place, facts))
    return lacks


def _lack(place: PlaceFacts, facts: dict[Fact, FactState]) -> Lack:
    looks = [place.seen[fact] for fact in facts if fact in place.seen]
    return Lack(
        place.place_id, place.plate, place.kind, place.building_id, facts, min(looks, default=None)
    )


def list_trend(
    actor: Actor, *, weeks: int = 12, grid_id: int | None = None, building_id: int | None = None
) -> list[Snapshot]:
    """How the shares of fresh units went, one day a week back from the newest; oldest first."""
    reach = register_reach(actor)
    rows = ClearSnapshot.objects.filter(day__gt=today() - timedelta(days=7 * weeks))
    if not reach.whole_estate:
        rows = rows.filter(grid__in=reach.grid_ids)
    if grid_id is not None:
        rows = rows.filter(grid=grid_id)
    if building_id is not None:
        rows = rows.filter(place=building_id)
    sums = rows.order_by("day").values("day", "clear").annotate(all=Sum("units"), ok=Sum("fresh"))
    days: dict[date, dict[Clear, int | None]] = defaultdict(dict)
    for one in sums:
        share = one["ok"] * 1000 // one["all"] if one["all"] else None
        days[one["day"]][Clear(one["clear"])] = share
    return [Snapshot(day, days[day]) for day in _a_week_apart(list(days))]


def _a_week_apart(days: list[date]) -> list[date]:
    """The newest day, and back from it one at least a week before the last chosen."""
    chosen: list[date] = []
    for day in reversed(days):
        if not chosen or chosen[-1] - day >= timedelta(days=7):
            chosen.append(day)
    return chosen[::-1]
