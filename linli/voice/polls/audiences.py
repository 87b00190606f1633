"""Who is asked, and who of them has spoken."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.estate.organisations.api import Permission, Role, is_staff, may, register_reach
from linli.estate.people.api import Membership, PersonStatus
from linli.estate.places.api import Ownership, Place
from linli.voice.polls.data import Audience, Voice
from linli.voice.polls.models import Poll, PollVoice
from linli.voice.polls.rules import is_grown_up


@dataclass(frozen=True)
class Invited:
    """Somebody who is asked, with the home on whose behalf."""

    person_id: int
    household_id: int
    home_id: int
    building_id: int | None
    name: str
    plate: str


def memberships_in(poll: Poll) -> QuerySet[Membership]:
    """Who lives now where the poll asks, whether owner or tenant.

    `tenants_only` leaves out the homes that somebody of the household owns.
    """
    rows: QuerySet[Membership] = Membership.objects.filter(
        until__isnull=True, household__until__isnull=True, person__status=PersonStatus.ACTIVE.value
    )
    if poll.audience == Audience.GRID:
        rows = rows.filter(household__home__place__grid=poll.place_id)
    elif poll.audience == Audience.BUILDING:
        rows = rows.filter(household__home__place__building=poll.place_id)
    if poll.tenants_only:
        owning = Ownership.objects.filter(
            home=OuterRef("household__home"), until__isnull=True,
            person__memberships__household=OuterRef("household"),
            person__memberships__until__isnull=True,
        )  # fmt: skip
        rows = rows.filter(~Exists(owning))
    return rows


def invited_person(poll: Poll, person_id: int | None) -> Invited | None:
    """The person, if asked: lives there, and is grown up."""
    if person_id is None:
        return None
    return next(iter(_grown_up(memberships_in(poll).filter(person=person_id))), None)


def _grown_up(rows: QuerySet[Membership]) -> list[Invited]:
    day = today()
    found = rows.select_related("person", "household__home__place").order_by(
        "household__home__place__sort_key", "id"
    )
    return [
        Invited(
            row.person_id, row.household_id, row.household.home_id,
            row.household.home.place.building_id, row.person.name, row.household.home.place.plate,
        )
        for row in found
        if is_grown_up(row.person.birth_date, day)
    ]  # fmt: skip


def count_invited(poll: Poll) -> int:
    """How many voices there are: households with a grown-up, or grown-ups."""
    rows, day = memberships_in(poll), today()
    grown = [
        (household, person)
        for household, person, born in rows.values_list(
            "household_id", "person_id", "person__birth_date"
        )
        if is_grown_up(born, day)
    ]
    if poll.voice == Voice.HOUSEHOLD:
        return len({household for household, _ in grown})
    return len({person for _, person in grown})


def has_spoken(poll: Poll, invited: Invited) -> bool:
    own = Q(person=invited.person_id)
    if poll.voice == Voice.HOUSEHOLD:
        own |= Q(household=invited.household_id)
    return bool(PollVoice.objects.filter(own, poll=poll).exists())


def is_in_audience(actor: Actor, poll: Poll) -> bool:
    return invited_person(poll, actor.person_id) is not None


def may_help(actor: Actor, building_id: int | None) -> bool:
    """Whether the actor may take a voice for somebody of that building (T2): the desk for all,
    a captain for the own building."""
    if not may(actor, Permission.TAKE_BALLOTS):
        return False
    if register_reach(actor).whole_estate:
        return True
    return building_id in actor.buildings_as(Role.BUILDING_CAPTAIN)


def people_to_help(actor: Actor, poll: Poll, plate: str) -> list[Invited]:
    """The people of one home who are asked and have not spoken, for whoever may help there."""
    home = Place.objects.filter(plate=plate, kind="home").first()
    if home is None or not may_help(actor, home.building_id):
        return []
    rows = memberships_in(poll).filter(household__home=home.pk)
    return [one for one in _grown_up(rows) if not has_spoken(poll, one)]


def sees_all(actor: Actor) -> bool:
    return is_staff(actor)
