"""Once a year the residents say how their committee does, a household once (RC-04, Art. 37)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import NotAllowed, NotFound
from linli.estate.organisations.api import Permission, Role, may, require
from linli.estate.people.api import Household
from linli.estate.places.api import find_place_by_plate
from linli.voice.committee import errors
from linli.voice.committee.closing import settle_duty
from linli.voice.committee.data import APPRAISAL_QUESTIONS, FULL_SCORE, BodyKind, DutyCode
from linli.voice.committee.models import Appraisal, AppraisalScore
from linli.voice.committee.queries import appraisal_for, term_for
from linli.voice.committee.rules import average_tenths


@transaction.atomic
def open_appraisal(term_id: int, *, actor: Actor, opens_on: date, closes_on: date) -> Appraisal:
    """Ask all households about their committee. Raises AppraisalThisYear, TermOrder."""
    require(actor, Permission.RUN_ELECTIONS)
    term = term_for(actor, term_id)
    if term.kind == BodyKind.SUPERVISION:
        raise NotAllowed
    if closes_on < opens_on or closes_on < today():
        raise errors.TermOrder(field="closes_on")
    try:
        with transaction.atomic():
            row: Appraisal = Appraisal.objects.create(
                term=term, year=opens_on.year, opens_on=opens_on, closes_on=closes_on
            )
    except IntegrityError as error:
        raise errors.AppraisalThisYear from error
    record("committee.appraisal_opened", "committee_appraisal", row.pk, actor=actor)
    return row


def may_score(actor: Actor, household: Household) -> bool:
    """The household itself; the desk and, at the door, the building's captain for it."""
    if household.pk in actor.household_ids:
        return True
    own = actor.buildings_as(Role.BUILDING_CAPTAIN)
    if household.home.place.building_id in own:
        return True
    captain_only = actor.roles <= {Role.BUILDING_CAPTAIN}
    return may(actor, Permission.TAKE_BALLOTS) and not captain_only


@transaction.atomic
def score_committee(
    appraisal_id: int,
    *,
    actor: Actor,
    household_id: int,
    scores: Mapping[str, int],
    confirmation: str = "",
) -> AppraisalScore:
    """A household's scores from 1 to 5, once. `confirmation`: how somebody of another household
    said yes to what the desk or a captain gave in.

    Raises ScoredAlready, ScoreOutOfRange, HouseholdNotAsked, AppraisalClosed, NotAllowed, NotFound.
    """
    row = appraisal_for(actor, appraisal_id)
    rows = Household.objects.filter(pk=household_id, until__isnull=True)
    household = rows.select_related("home__place").first()
    if household is None:
        raise NotFound(field="household")
    if not may_score(actor, household):
        raise NotAllowed
    if row.closed_at is not None or not row.opens_on <= today() <= row.closes_on:
        raise errors.AppraisalClosed
    kept = {question: scores.get(question, 0) for question in APPRAISAL_QUESTIONS}
    if not all(1 <= score <= FULL_SCORE for score in kept.values()):
        raise errors.ScoreOutOfRange(field="open")
    own, sure = household.pk in actor.household_ids, confirmation.strip()
    if not own and not sure:
        raise errors.HouseholdNotAsked(field="confirmation")
    try:
        with transaction.atomic():
            given: AppraisalScore = AppraisalScore.objects.create(
                appraisal=row, household=household, scores=kept,
                given_by_id=actor.user_id or 0, confirmation="" if own else sure[:80], at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise errors.ScoredAlready from error
    record("committee.appraised", "committee_appraisal", row.pk, actor=actor,
           household=household.pk)  # fmt: skip
    return given


def household_at(plate: str, *, actor: Actor) -> Household | None:
    """The household behind a door that the actor may give scores for; None for any other."""
    place = find_place_by_plate(plate)
    rows = Household.objects.filter(home=place.pk if place else None, until__isnull=True)
    household = rows.select_related("home__place").order_by("pk").first()
    return household if household and may_score(actor, household) else None


def own_household(actor: Actor) -> Household | None:
    """Where the actor lives."""
    rows = Household.objects.filter(pk__in=actor.household_ids, until__isnull=True)
    return rows.select_related("home__place").order_by("pk").first()


def has_scored(appraisal: Appraisal, household: Household) -> bool:
    return AppraisalScore.objects.filter(appraisal=appraisal.pk, household=household.pk).exists()


@transaction.atomic
def close_appraisal(appraisal_id: int, *, actor: Actor) -> Appraisal:
    """Count and publish; the yearly duty ends with it."""
    require(actor, Permission.RUN_ELECTIONS)
    row: Appraisal | None = (
        Appraisal.objects.select_for_update(of=("self",)).filter(pk=appraisal_id).first()
    )
    if row is None:
        raise NotFound
    if row.closed_at is not None:
        raise errors.AppraisalClosed
    given = list(AppraisalScore.objects.filter(appraisal=row.pk).values_list("scores", flat=True))
    tenths = {q: average_tenths([one[q] for one in given]) for q in APPRAISAL_QUESTIONS}
    row.closed_at, row.result = now(), {"households": len(given), "tenths": tenths}
    row.save(update_fields=["closed_at", "result"])
    record("committee.appraisal_closed", "committee_appraisal", row.pk, actor=actor)
    if row.term.kind == BodyKind.RESIDENTS:
        settle_duty(row.term, DutyCode.APPRAISAL, f"appraisal:{row.pk}", actor=actor)
    return row
