"""Builders of elections, through the actions: posted in the past, open now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from linli.base.calendars.api import clock_at, now, today
from linli.estate.people.api import Household, Membership, Person
from linli.estate.places.api import Home
from linli.estate.testing import Cast, make_household, make_person
from linli.voice.elections.api import (
    Election,
    ElectionVoter,
    add_candidate,
    open_voting,
    post_roll,
    write_election,
)

DAYS = 21  # ago that the roll was posted


def make_neighbours(number: int = 8) -> list[Person]:
    """Grown-up residents, each alone in a home of building 1 or 2 that stood empty."""
    lived = Household.objects.filter(until=None).values("home")
    homes = Home.objects.exclude(pk__in=lived).filter(place__building__number__in=["1", "2"])
    plates = homes.order_by("place__sort_key").values_list("place__plate", flat=True)
    found = []
    for n, plate in enumerate(list(plates[:number]), start=1):
        person = make_person(f"邻居{n}", birth_date=today() - timedelta(days=365 * 40))
        make_household(plate, person)
        found.append(person)
    return found


def make_child(plate_of: Person, name: str = "小孩") -> Person:
    """Somebody of ten in the same household."""
    home = Membership.objects.get(person=plate_of.pk, until=None).household
    child = make_person(name, birth_date=today() - timedelta(days=3650))
    Membership.objects.create(household=home, person=child, relation="son")
    return child


def make_election(cast: Cast, candidates: list[Person], **over: Any) -> Election:
    """Five seats of the residents' committee, everybody votes; not yet posted."""
    secretary = cast.actor("secretary")
    fields: dict[str, Any] = {
        "kind": "residents_committee", "mode": "all_voters", "title": "居委会换届选举", "seats": 5,
        "opens_at": now() + timedelta(days=DAYS), "closes_at": now() + timedelta(days=DAYS + 2),
        "term_starts_on": today() + timedelta(days=DAYS + 3), "rules_text": "选 5 位，可以少选。",
    }  # fmt: skip
    election = write_election(actor=secretary, **fields | over)
    for person in candidates:
        add_candidate(election.pk, actor=secretary, person_id=person.pk, statement="愿意做事。")
    return election


def make_open(cast: Cast, candidates: list[Person], **over: Any) -> Election:
    """An election whose roll has hung its days and in which one votes now."""
    with clock_at(now() - timedelta(days=DAYS)):
        election = make_election(cast, candidates, **over)
        post_roll(election.pk, actor=cast.actor("secretary"))
    return open_voting(election.pk, actor=cast.actor("secretary"))


def voter_of(election: Election, person: Person) -> ElectionVoter:
    return ElectionVoter.objects.get(election=election.pk, person=person.pk)
