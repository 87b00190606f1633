"""Three bodies with their terms and members: owners, residents, supervision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from linli.estate.people.api import Person
from linli.estate.places.api import TenureType
from linli.voice.committee.api import (
    BodyKind,
    BodyTerm,
    Position,
    begin_term,
    find_body,
    last_day,
    register_body,
    seat_member,
)
from linli.web.demo.cast import OWNERS_SEATS, RESIDENTS_SEATS, SUPERVISION_SEATS
from linli.web.demo.hands import Hands

# the organisation that a body is, its seats, who of the cast sits in it (the first one chairs)
_BODIES: tuple[tuple[BodyKind, str, int, tuple[str, ...]], ...] = (
    (BodyKind.OWNERS, "owners", 5, OWNERS_SEATS),
    (BodyKind.RESIDENTS, "committee", 5, RESIDENTS_SEATS),
    (BodyKind.SUPERVISION, "committee", 3, SUPERVISION_SEATS),
)


def seat_bodies(hands: Hands) -> None:
    """Entered three weeks ago; the terms began a year before that."""
    people = _willing(hands)
    with hands.at(hands.ago(21), 8):
        for kind, organisation, seats, accounts in _BODIES:
            term = _begin(hands, kind, organisation, seats)
            _seat(hands, term, accounts, people, seats)


def _begin(hands: Hands, kind: BodyKind, organisation: str, seats: int) -> BodyTerm:
    secretary, start = hands.actor("secretary"), hands.ago(386)
    body = find_body(kind.value) or register_body(
        actor=secretary, kind=kind.value, phone="0319-0000-107",
        organisation_id=hands.register.staff.organisations[organisation].pk,
    )  # fmt: skip
    return begin_term(
        body.pk, actor=secretary, seats=seats, starts_on=start, ends_on=last_day(start),
        elected_on=start - timedelta(days=9),
    )  # fmt: skip


def _seat(
    hands: Hands, term: BodyTerm, accounts: tuple[str, ...], people: Iterator[Person], seats: int
) -> None:
    secretary = hands.actor("secretary")
    for n, username in enumerate(accounts):
        seat_member(
            term.pk, actor=secretary, account_id=hands.register.staff.accounts[username].pk,
            position=(Position.MEMBER if n else Position.CHAIR).value, declares_no_relative=True,
        )  # fmt: skip
    for _ in range(seats - len(accounts)):
        seat_member(term.pk, actor=secretary, person_id=next(people).pk, declares_no_relative=True)
    hands.count("seats", seats)


def _willing(hands: Hands) -> Iterator[Person]:
    """Heads of homes that they own, each of another family, in no order."""
    owned = [
        d for d in hands.register.dwellings
        if d.home.tenure_type == TenureType.OWNED and not d.named and d.family.kind != "elder_alone"
    ]  # fmt: skip
    return (d.head for d in hands.rng.sample(owned, min(20, len(owned))))
