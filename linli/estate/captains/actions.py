"""The households of a building recommend their captain: once each, counted, published (T2)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import NotAllowed, NotFound
from linli.estate.captains.errors import (
    BadRound,
    NothingToAppoint,
    NotOfBuilding,
    RecommendedTwice,
    RoundClosed,
    RoundOpen,
)
from linli.estate.captains.queries import (
    captains_of,
    count_round,
    households_of,
    may_appoint,
    may_run,
    round_for,
)
from linli.estate.organisations.api import (
    Office,
    Recommendation,
    RecommendationRound,
    Role,
    appoint,
    end_office,
)
from linli.estate.people.api import Membership, Person
from linli.estate.places.api import building_for


def open_round(
    building_id: int, *, actor: Actor, opens_on: date, closes_on: date
) -> RecommendationRound:
    """Ask the households of a building. Raises RoundOpen, BadRound, NotFound, NotAllowed."""
    building = building_for(actor, building_id)
    if not may_run(actor, building):
        raise NotAllowed
    if closes_on < opens_on:
        raise BadRound(field="closes_on")
    with transaction.atomic():
        try:
            with transaction.atomic():
                row: RecommendationRound = RecommendationRound.objects.create(
                    building=building, opens_on=opens_on, closes_on=closes_on
                )
        except IntegrityError as error:
            raise RoundOpen from error
        record("open_round", "recommendation_round", row.pk, actor=actor)
    return row


def recommend(
    round_id: int, *, actor: Actor, household_id: int, candidate_id: int, on_paper: bool = False
) -> Recommendation:
    """Write down a household's word: by itself, or at the desk and the door for it.

    Raises RoundClosed, NotOfBuilding, RecommendedTwice, NotFound, NotAllowed.
    """
    row = round_for(actor, round_id)
    if not (may_run(actor, row.building) or household_id in actor.household_ids):
        raise NotAllowed
    with transaction.atomic():
        locked = RecommendationRound.objects.select_for_update().get(pk=row.pk)
        if locked.closed_at is not None or not locked.opens_on <= today() <= locked.closes_on:
            raise RoundClosed
        _check_building(row.building_id, household_id, candidate_id)
        vote = _write(row, actor, household_id, candidate_id, on_paper)
        record("recommend", "recommendation_round", row.pk, actor=actor, household=household_id)
    return vote


def _check_building(building_id: int, household_id: int, candidate_id: int) -> None:
    if not households_of(building_id).filter(pk=household_id).exists():
        raise NotOfBuilding(field="household")
    lives = Membership.objects.filter(
        person=candidate_id, until__isnull=True, household__home__place__building=building_id
    )
    if not lives.exists():
        raise NotOfBuilding(field="candidate")


def _write(
    row: RecommendationRound, actor: Actor, household_id: int, candidate_id: int, on_paper: bool
) -> Recommendation:
    try:
        with transaction.atomic():
            vote: Recommendation = Recommendation.objects.create(
                round=row, household_id=household_id, candidate_id=candidate_id,
                given_by_id=actor.user_id or 0, given_at=now(), on_paper=on_paper,
            )  # fmt: skip
    except IntegrityError as error:
        raise RecommendedTwice(field="household") from error
    return vote


def close_round(round_id: int, *, actor: Actor) -> RecommendationRound:
    """Count and publish; the count does not change afterwards. Raises RoundClosed, NotFound."""
    row = round_for(actor, round_id)
    if not may_run(actor, row.building):
        raise NotAllowed
    with transaction.atomic():
        locked: RecommendationRound = RecommendationRound.objects.select_for_update().get(pk=row.pk)
        if locked.closed_at is not None:
            raise RoundClosed
        counted = count_round(locked)
        locked.closed_at = now()
        locked.result = {
            "asked": counted.asked,
            "standings": [
                {"person": s.person_id, "households": s.households} for s in counted.standings
            ],
        }
        locked.save(update_fields=["closed_at", "result"])
        record("close_round", "recommendation_round", row.pk, actor=actor)
    return locked


def appoint_captain(
    round_id: int, *, actor: Actor, person_id: int, organisation_id: int | None = None
) -> Office:
    """Appoint somebody whom the households recommended; former captains' terms end yesterday.

    Raises NothingToAppoint, NotFound, NotAllowed.
    """
    row = round_for(actor, round_id)
    if not may_appoint(actor):
        raise NotAllowed
    chosen = {s.person_id for s in count_round(row).standings}
    if row.closed_at is None or person_id not in chosen:
        raise NothingToAppoint
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound
    with transaction.atomic():
        for office in captains_of(row.building_id):
            end_office(
                office.pk, actor=actor, on=max(office.starts_on, today() - timedelta(days=1))
            )
        office = appoint(
            Role.BUILDING_CAPTAIN, actor=actor, account_id=person.account_id,
            person_id=person.pk, organisation_id=organisation_id, building_id=row.building_id,
        )  # fmt: skip
        record("appoint_captain", "recommendation_round", row.pk, actor=actor, office=office.pk)
    return office
