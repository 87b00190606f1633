"""Rated each quarter: owners and tenants apart, each home once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import Invalid, NotAllowed, translatable
from linli.estate.organisations.api import Permission, Role, may, register_reach
from linli.estate.people.api import Membership
from linli.estate.places.api import Home, Ownership
from linli.matters.handling.api import Matter, open_matter
from linli.voice.contracts.data import Side, Way
from linli.voice.contracts.errors import (
    ConfirmationMissing,
    NotARater,
    RatedAlready,
    ScoresWrong,
)
from linli.voice.contracts.models import LONGEST_WORDS, ServiceRating
from linli.voice.contracts.queries import QUESTIONS
from linli.voice.contracts.rules import HIGHEST, LOWEST, rated_quarter


@dataclass(frozen=True)
class Seat:
    """For which home, and on which side, somebody may rate."""

    person_id: int
    home_id: int
    side: Side
    plate: str
    building_id: int | None


def seats_of(person_id: int | None) -> list[Seat]:
    """The homes that the person owns, then the home that the person lives in and nobody of the
    household owns. An owner is an owner, wherever he or she lives."""
    if person_id is None:
        return []
    owned = Ownership.objects.filter(person=person_id, until__isnull=True)
    homes = Home.objects.filter(pk__in=owned.values("home")).select_related("place")
    seats = [
        Seat(person_id, h.pk, Side.OWNER, h.place.plate, h.place.building_id)
        for h in homes.order_by("place__sort_key")
    ]
    lives = Membership.objects.filter(
        person=person_id, until__isnull=True, household__until__isnull=True
    )
    for row in lives.select_related("household__home__place"):
        home = row.household.home
        family = Membership.objects.filter(household=row.household, until__isnull=True)
        owners = Ownership.objects.filter(
            home=home, until__isnull=True, person__in=family.values("person")
        )
        if not owners.exists():
            seats.append(
                Seat(person_id, home.pk, Side.TENANT, home.place.plate, home.place.building_id)
            )
    return seats


def open_seats(person_id: int | None) -> list[Seat]:
    """Where the person has not rated yet, this time."""
    quarter = rated_quarter(today())
    seats = seats_of(person_id)
    done = set(
        ServiceRating.objects.filter(
            quarter=quarter, home__in=[seat.home_id for seat in seats]
        ).values_list("home_id", "side")
    )
    return [seat for seat in seats if (seat.home_id, seat.side.value) not in done]


def may_take_rating(actor: Actor, building_id: int | None) -> bool:
    """The desk for everybody, a captain at the doors of the own building (T2)."""
    if not may(actor, Permission.TAKE_BALLOTS):
        return False
    if register_reach(actor).whole_estate:
        return True
    return building_id in actor.buildings_as(Role.BUILDING_CAPTAIN)


@transaction.atomic
def rate_service(
    home_id: int,
    side: str,
    scores: Mapping[str, int],
    *,
    actor: Actor,
    comment: str = "",
    wants_answer: bool = False,
    person_id: int | None = None,
    confirmation: str = "",
) -> ServiceRating:
    """Rate the quarter that ended last; a comment becomes a matter only if the person wishes.

    `person_id` with `confirmation`: the desk or a captain does it for that person.
    Raises NotARater, RatedAlready, ScoresWrong, ConfirmationMissing, NotAllowed.
    """
    rater = person_id if person_id is not None else actor.person_id
    seat = next((s for s in seats_of(rater) if (s.home_id, s.side) == (home_id, side)), None)
    way = _way(actor, person_id, seat, confirmation)
    if seat is None:
        raise NotARater
    marks = _check(scores)
    words = comment.strip()
    if len(words) > LONGEST_WORDS:
        raise Invalid(translatable("最多 500 个字。请写短些。"), field="comment")
    matter = _open_matter(actor, seat, words) if words and wants_answer else None
    try:
        with transaction.atomic():
            rating: ServiceRating = ServiceRating.objects.create(
                quarter=rated_quarter(today()), side=seat.side.value, home_id=seat.home_id,
                person_id=seat.person_id, comment=words, way=way.value, at=now(),
                matter=matter, confirmation=confirmation.strip()[:80],
                taken_by_id=None if way == Way.PHONE else actor.user_id, **marks,
            )  # fmt: skip
    except IntegrityError as error:
        raise RatedAlready from error
    record("service.rated", "service_rating", rating.pk, actor=actor, way=way.value)
    return rating


def _way(actor: Actor, person_id: int | None, seat: Seat | None, confirmation: str) -> Way:
    if person_id is None:
        return Way.PHONE
    if not may_take_rating(actor, seat.building_id if seat else None):
        raise NotAllowed
    if not confirmation.strip():
        raise ConfirmationMissing(field="confirmation")
    return Way.CAPTAIN if Role.BUILDING_CAPTAIN in actor.roles else Way.DESK


def _check(scores: Mapping[str, int]) -> dict[str, int]:
    marks = {name: scores.get(name) for name in QUESTIONS}
    for name, score in marks.items():
        if not isinstance(score, int) or not LOWEST <= score <= HIGHEST:
            raise ScoresWrong(field=name)
    return {name: int(score or 0) for name, score in marks.items()}


def _open_matter(actor: Actor, seat: Seat, words: str) -> Matter:
    return open_matter(
        actor=actor, kind="advice", category="service_contract", channel="resident",
        text=words, reporter_id=seat.person_id, place_id=seat.home_id,
        client_key=f"rating:{rated_quarter(today())}:{seat.home_id}:{seat.side.value}",
    )  # fmt: skip
