"""Writes who owns a home and who rents it (OWN-04, OWN-05, HSG-01)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from linli.estate.organisations.api import Organisation
from linli.estate.people.api import Person
from linli.estate.places.api import Lease, Ownership, TenureType
from linli.web.demo.residents import Dwelling

_SHARE_LET = 0.04
_YEARS = (5, 5, 5, 3, 3, 2)  # HSG-01: five at most


def write_tenures(
    dwellings: list[Dwelling], housing: Organisation, rng: Random, today: date
) -> None:
    owned = [d for d in dwellings if d.home.tenure_type == TenureType.OWNED]
    let = {d.plate for d in owned if not d.named and rng.random() < _SHARE_LET}
    landlords = [d.head for d in owned if d.plate not in let]
    ownerships, leases = [], []
    for d in dwellings:
        if d.home.tenure_type != TenureType.OWNED:
            ownerships.append(Ownership(home=d.home, organisation=housing, since=_old(rng, today)))
            leases.append(_lease(d, housing, rng, today))
        elif d.plate in let:
            ownerships.append(_owner(d, rng.choice(landlords), rng, today))
            leases.append(_lease(d, None, rng, today))
        else:
            ownerships += _resident_owners(d, rng, today)
    Ownership.objects.bulk_create(ownerships, batch_size=2000)
    Lease.objects.bulk_create(leases, batch_size=2000)


def _old(rng: Random, today: date) -> date:
    return today - timedelta(days=rng.randint(1200, 3300))


def _owner(d: Dwelling, person: Person, rng: Random, today: date, whole: int = 1) -> Ownership:
    since = _old(rng, today)
    return Ownership(
        home=d.home,
        person=person,
        share_part=1,
        share_whole=whole,
        since=since,
        certificate=f"冀（0599）祥和城不动产权第{rng.randint(1, 9_999_999):07}号",
    )


def _resident_owners(d: Dwelling, rng: Random, today: date) -> list[Ownership]:
    couple = [
        person
        for member, person in zip(d.family.members, d.people, strict=True)
        if member.relation in ("head", "spouse")
    ]
    if len(couple) == 2 and (d.named or rng.random() < 0.55):
        return [_owner(d, person, rng, today, whole=2) for person in couple]
    return [_owner(d, d.head, rng, today)]


def _lease(d: Dwelling, landlord: Organisation | None, rng: Random, today: date) -> Lease:
    """A current lease; about one in fourteen ends within four months, a few are past their end."""
    years = rng.choice(_YEARS) if landlord else 1
    days = years * 365
    left = rng.randint(1, 120) if rng.random() < 0.03 else rng.randint(1, days - 1)
    if rng.random() < 0.004:
        left = -rng.randint(1, 40)
    ends_on = today + timedelta(days=left)
    return Lease(
        home=d.home,
        tenant=d.head,
        landlord=landlord,
        starts_on=ends_on - timedelta(days=days - 1),
        ends_on=ends_on,
    )
