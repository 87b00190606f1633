from __future__ import annotations

from collections import Counter

from django.db.models import QuerySet

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.estate.captains.data import RoundResult, Standing
from linli.estate.organisations.api import (
    Office,
    Permission,
    Recommendation,
    RecommendationRound,
    Role,
    may,
    may_within,
    offices_in_force,
)
from linli.estate.people.api import Household, Person
from linli.estate.places.api import Place


def may_run(actor: Actor, building: Place) -> bool:
    """Who opens, records and closes a round: editors of the register that reach the building."""
    return may_within(actor, Permission.EDIT_REGISTER, building.grid_id)


def may_appoint(actor: Actor) -> bool:
    return may(actor, Permission.SET_RULES) or may(actor, Permission.MANAGE_ACCOUNTS)


def rounds_for(actor: Actor) -> QuerySet[RecommendationRound]:
    """Rounds that the actor may read: of buildings in reach; for residents those of their own."""
    rows: QuerySet[RecommendationRound] = RecommendationRound.objects.select_related(
        "building"
    ).order_by("-opens_on", "building__sort_key")
    if may_within(actor, Permission.SEE_REGISTER, None) or may_appoint(actor):
        return rows
    buildings = set(actor.buildings_as(Role.BUILDING_CAPTAIN))
    buildings |= set(Place.objects.filter(pk__in=actor.home_ids).values_list("building", flat=True))
    grids = actor.grids_as(Role.GRID_WORKER)
    return rows.filter(building__in=buildings) | rows.filter(building__grid__in=grids)


def round_for(actor: Actor, round_id: int) -> RecommendationRound:
    """The round, if in reach. Raises NotFound."""
    found = rounds_for(actor).filter(pk=round_id).first()
    if found is None:
        raise NotFound
    return found


def count_round(row: RecommendationRound) -> RoundResult:
    """The count of a round: as it was closed, or as it stands."""
    if row.result is not None:
        asked, counted = (
            row.result["asked"],
            {int(r["person"]): r["households"] for r in row.result["standings"]},
        )
    else:
        asked = households_of(row.building_id).count()
        counted = Counter(
            Recommendation.objects.filter(round=row).values_list("candidate", flat=True)
        )
    names = dict(Person.objects.filter(pk__in=counted).values_list("id", "name"))
    standings = [Standing(pk, names.get(pk, ""), n) for pk, n in counted.items()]
    return RoundResult(
        id=row.pk,
        building_id=row.building_id,
        plate=row.building.plate,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        closed_at=row.closed_at,
        asked=asked,
        answered=sum(counted.values()),
        standings=tuple(sorted(standings, key=lambda s: (-s.households, s.person_id))),
    )


def households_of(building_id: int) -> QuerySet[Household]:
    """The households that live in the building today."""
    rows: QuerySet[Household] = Household.objects.filter(
        home__place__building=building_id, until__isnull=True
    )
    return rows.order_by("home__place__sort_key")


def captains_of(building_id: int) -> QuerySet[Office]:
    """Captains of the building in office today."""
    return offices_in_force(today()).filter(role=Role.BUILDING_CAPTAIN.value, building=building_id)
