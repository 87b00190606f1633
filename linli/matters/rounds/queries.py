"""Reads of rounds. Every door takes the actor and opens only what is in reach."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from linli.base.accounts.api import Actor
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, Role, may, may_within
from linli.estate.people.data import HEALTH_KINDS
from linli.estate.places.api import Place
from linli.matters.rounds.data import ClaimState, Lens
from linli.matters.rounds.models import DoorVisit, Round, RoundClaim, RoundDoor


def lens_at(actor: Actor, grid_id: int | None) -> Lens:
    """How much the actor may see and ask at doors of that grid."""
    full = may_within(actor, Permission.EDIT_REGISTER, grid_id)
    return Lens.FULL if full else Lens.NARROW


def may_make_rounds(actor: Actor) -> bool:
    """Who edits the register somewhere may make rounds there."""
    return may_within(actor, Permission.EDIT_REGISTER, None) or bool(
        actor.grids_as(Role.GRID_WORKER)
    )


def sees_questions(actor: Actor) -> bool:
    return may_make_rounds(actor)


def rounds_for(actor: Actor) -> QuerySet[Round]:
    """Own rounds, shared ones, and for those who edit the whole register all of them."""
    rows: QuerySet[Round] = Round.objects.select_related("worker", "start").order_by("-day", "-id")
    if may_within(actor, Permission.EDIT_REGISTER, None):
        return rows
    if actor.user_id is None:
        return rows.none()
    shared = Q(shares__account=actor.user_id, shares__ended_at__isnull=True)
    return rows.filter(Q(worker=actor.user_id) | shared).distinct()


def round_for(actor: Actor, round_id: int) -> Round:
    """The round, if in reach. Raises NotFound."""
    found = rounds_for(actor).filter(pk=round_id).first()
    if found is None:
        raise NotFound
    return found


def was_on_round(actor: Actor, round_id: int, at: datetime) -> bool:
    """Whether the actor walked on this round at that instant: a share may have ended since."""
    walked = Q(worker=actor.user_id) | Q(shares__account=actor.user_id) & (
        Q(shares__ended_at__isnull=True) | Q(shares__ended_at__gte=at)
    )
    return Round.objects.filter(walked, pk=round_id).exists()


def doors_of(round_id: int) -> QuerySet[RoundDoor]:
    """The stops of a round in walking order; `round_id` comes from `round_for`."""
    rows: QuerySet[RoundDoor] = RoundDoor.objects.filter(round=round_id)
    return rows.select_related("place").order_by("position", "id")


def last_visits(place_ids: Iterable[int]) -> dict[int, DoorVisit]:
    """The latest visit at each place."""
    rows = DoorVisit.objects.filter(place__in=list(place_ids), person__isnull=True)
    latest = rows.order_by("place_id", "-at", "-id").distinct("place_id")
    return {row.place_id: row for row in latest}


def vain_parts(place_ids: Iterable[int], since: datetime) -> dict[int, list[str]]:
    """At which parts of the week nobody was at home, by place."""
    rows = DoorVisit.objects.filter(place__in=list(place_ids), outcome="nobody", at__gte=since)
    found: dict[int, list[str]] = {}
    for place_id, part in rows.order_by("at").values_list("place_id", "day_part"):
        found.setdefault(place_id, []).append(part)
    return found


def open_claims(actor: Actor) -> QuerySet[RoundClaim]:
    """Questions that the actor may decide: of places in reach; else the own ones, to look at."""
    rows: QuerySet[RoundClaim] = RoundClaim.objects.filter(state=ClaimState.OPEN.value)
    rows = rows.select_related("place", "person", "operation__account").order_by(
        "place__sort_key", "person_id", "field", "id"
    )
    if not may(actor, Permission.SEE_HEALTH):
        for kind in HEALTH_KINDS:
            rows = rows.exclude(field__startswith=f"category:{kind.value}:")
    if may_within(actor, Permission.EDIT_REGISTER, None):
        return rows
    return rows.filter(
        Q(place__grid__in=actor.grids_as(Role.GRID_WORKER))
        | Q(operation__account=actor.user_id or 0)
    )


def may_decide(actor: Actor, place: Place) -> bool:
    return lens_at(actor, place.grid_id) == Lens.FULL
