"""The day's list: what is unknown or stale first, then in walking order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import NotAllowed, NotFound
from linli.estate.organisations.api import Permission, Role, may_within, offices_in_force
from linli.estate.places.api import Place
from linli.estate.places.data import PlaceKind
from linli.matters.clears.api import (
    lacks_of,
    places_in_reach,
    read_limits,
    read_places,
    states_of,
)
from linli.matters.clears.data import FactState, PlaceFacts
from linli.matters.rounds.errors import NothingToAsk
from linli.matters.rounds.models import Round, RoundDoor
from linli.matters.rounds.queries import last_visits
from linli.matters.rounds.rules import (
    DEFAULT_DOORS,
    MOST_DOORS,
    is_resting,
    walking_order,
    weight,
)


def make_round(
    *,
    actor: Actor,
    day: date | None = None,
    worker_id: int | None = None,
    start_id: int | None = None,
    place_ids: Sequence[int] | None = None,
    doors: int = DEFAULT_DOORS,
    purpose: str = "",
) -> Round:
    """Make a list of doors for a day: of the reach, or of the places named.

    What the register lacks counts three times what is stale, twice where somebody needs a second
    look; doors that refused lately are left in peace. From the chosen doors the way goes building,
    entrance, floor, beginning where the walk starts. `worker_id` is somebody else's for those who
    edit the whole register. Raises NothingToAsk, NotAllowed, NotFound.
    """
    worker = _worker(actor, worker_id)
    places = _candidates(actor, worker, place_ids)
    start = Place.objects.filter(pk=start_id).first() if start_id else None
    chosen = _choose(read_places(places), min(max(doors, 1), MOST_DOORS))
    if not chosen:
        raise NothingToAsk
    with transaction.atomic():
        made: Round = Round.objects.create(
            worker_id=worker, made_by_id=actor.user_id, day=day or today(), start=start,
            purpose=purpose.strip()[:80], created_at=now(),
        )  # fmt: skip
        _add_doors(made, _in_walking_order(chosen, start))
        record("make_round", "round", made.pk, actor=actor, doors=len(chosen))
    return made


def extend_round(round_id: int, place_ids: Sequence[int], *, actor: Actor) -> int:
    """Add doors to a round of today; those on it already stay. Returns how many were added."""
    found = Round.objects.filter(pk=round_id, closed_at__isnull=True).first()
    if found is None:
        raise NotFound
    known = set(found.doors.values_list("place_id", flat=True))
    places = _candidates(actor, found.worker_id, [p for p in place_ids if p not in known])
    chosen = _choose(read_places(places), MOST_DOORS - len(known))
    with transaction.atomic():
        _add_doors(found, _in_walking_order(chosen, found.start), after=len(known))
        record("extend_round", "round", found.pk, actor=actor, doors=len(chosen))
    return len(chosen)


def _worker(actor: Actor, worker_id: int | None) -> int:
    if actor.user_id is None:
        raise NotAllowed
    if worker_id is None or worker_id == actor.user_id:
        return actor.user_id
    if not may_within(actor, Permission.EDIT_REGISTER, None):
        raise NotAllowed
    walks = offices_in_force().filter(account=worker_id, role=Role.GRID_WORKER.value)
    if not walks.exists():
        raise NotFound
    return worker_id


def _candidates(actor: Actor, worker: int, place_ids: Sequence[int] | None) -> QuerySet[Place]:
    if not actor.grids_as(Role.GRID_WORKER) and not may_within(
        actor, Permission.EDIT_REGISTER, None
    ):
        raise NotAllowed
    places = places_in_reach(actor)
    if place_ids is not None:
        return places.filter(pk__in=list(place_ids)[:MOST_DOORS])
    if worker != actor.user_id:
        offices = offices_in_force().filter(account=worker, role=Role.GRID_WORKER.value)
        places = places.filter(grid__in=offices.values("grid"))
    return places


def _choose(places: list[PlaceFacts], most: int) -> list[tuple[PlaceFacts, dict[str, str]]]:
    """The doors most worth a visit, with what to ask and why."""
    limits, at = read_limits(), now()
    resting = {
        place_id
        for place_id, visit in last_visits(p.place_id for p in places).items()
        if is_resting(visit.outcome, visit.at, at)
    }
    found = []
    for place in places:
        lacks = {f.value: s.value for f, s in lacks_of(states_of(place, limits, at)).items()}
        if lacks and place.place_id not in resting:
            found.append((weight(lacks.values(), watched=place.is_watched), place, lacks))
    found.sort(key=lambda one: (-one[0], one[1].sort_key, one[1].place_id))
    return [(place, lacks) for _, place, lacks in found[:most]]


def _in_walking_order(
    chosen: list[tuple[PlaceFacts, dict[str, str]]], start: Place | None
) -> list[tuple[PlaceFacts, dict[str, str]]]:
    ids = {place.building_id for place, _ in chosen if place.building_id}
    begin = (start.building_id or start.pk) if start else None
    buildings = Place.objects.filter(
        pk__in=ids | ({begin} if begin else set()), kind=PlaceKind.BUILDING
    ).order_by("sort_key", "id")
    centres = {
        b.pk: (
            (b.plan_x or 0) + (b.plan_width or 0) // 2, (b.plan_y or 0) + (b.plan_height or 0) // 2
        )
        for b in buildings
    }  # fmt: skip
    rank = {pk: n for n, pk in enumerate(walking_order(centres, begin))}
    return sorted(chosen, key=lambda one: _step(one[0], rank))


def _step(place: PlaceFacts, rank: dict[int, int]) -> tuple[int, str, int, str, int]:
    """Building, entrance, floor, door; the entrance itself before its homes."""
    building = rank.get(place.building_id or 0, len(rank))
    home = place.kind == PlaceKind.HOME
    entrance = place.sort_key.rsplit("-", 1)[0] if home else place.sort_key
    return building, entrance, (place.floor or 0) if home else -99, place.sort_key, place.place_id


def _add_doors(
    made: Round, chosen: list[tuple[PlaceFacts, dict[str, str]]], after: int = 0
) -> None:
    RoundDoor.objects.bulk_create(
        RoundDoor(
            round=made, place_id=place.place_id, position=after + n,
            household_id=place.household_id,
            missing=sorted(f for f, s in lacks.items() if s == FactState.MISSING),
            stale=sorted(f for f, s in lacks.items() if s == FactState.STALE),
        )
        for n, (place, lacks) in enumerate(chosen, start=1)
    )  # fmt: skip


VAIN_DAYS = timedelta(days=60)  # how far back vain attempts tell when to come


def mend(place_ids: Sequence[int], *, actor: Actor) -> tuple[Round, int]:
    """Put these places on today's own round, or on a new one. Returns it and how many were added.

    Raises NothingToAsk, NotAllowed.
    """
    today_own = Round.objects.filter(worker=actor.user_id, day=today(), closed_at__isnull=True)
    found: Round | None = today_own.order_by("-id").first()
    if found is None:
        made = make_round(actor=actor, place_ids=place_ids, doors=MOST_DOORS)
        return made, made.doors.count()
    return found, extend_round(found.pk, place_ids, actor=actor)
