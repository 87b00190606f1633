"""Writes families into homes: people, households, categories, ownerships, leases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from linli.estate.people.api import (
    Household,
    Membership,
    Person,
    PersonStatus,
    identity_index,
    search_keys,
)
from linli.estate.places.api import Home
from linli.web.demo.cast import RESIDENTS, NamedResident, named_family
from linli.web.demo.families import Family, FamilyMaker, Member
from linli.web.demo.papers import PHONE_PREFIX, Papers
from linli.web.demo.places import DemoPlaces
from linli.web.demo.staff import DemoStaff


@dataclass
class Dwelling:
    """One home with the family in it, as planned and as written."""

    home: Home
    family: Family
    named: NamedResident | None = None
    low_income: bool = False
    people: list[Person] = field(default_factory=list)
    identities: list[str] = field(default_factory=list)  # "" where the number is not known
    household: Household | None = None
    since: date = date.min

    @property
    def head(self) -> Person:
        return self.people[0]

    @property
    def plate(self) -> str:
        return str(self.home.place.plate)


def plan_dwellings(places: DemoPlaces, rng: Random, today: date) -> list[Dwelling]:
    """A family for every home; the named residents live where `cast` says."""
    named = {resident.plate: resident for resident in RESIDENTS}
    maker = FamilyMaker(rng, today)
    dwellings = []
    for home, kind in zip(places.homes, maker.choose_kinds(len(places.homes)), strict=True):
        family = maker.make(kind)
        resident = named.get(home.place.plate)
        dwellings.append(Dwelling(home, named_family(resident) if resident else family, resident))
    return dwellings


def write_people(
    dwellings: list[Dwelling], staff: DemoStaff, papers: Papers, rng: Random, today: date,
    registered_at: datetime,
) -> None:  # fmt: skip
    """Everybody with name, keys, papers and phone; then households and memberships."""
    for dwelling in dwellings:
        for member in dwelling.family.members:
            identity = papers.give_identity(member.birth, member.sex)
            if not dwelling.named and rng.random() < 0.004:
                identity = ""
            dwelling.identities.append(identity)
            phone = _phone(member, dwelling, papers, rng, today)
            dwelling.people.append(_person(member, identity, phone, registered_at))
        _share_phones(dwelling, rng, today)
        if dwelling.named:
            dwelling.head.account = staff.accounts[dwelling.named.username]
    people = [person for dwelling in dwellings for person in dwelling.people]
    Person.objects.bulk_create(people, batch_size=1000)
    _write_households(dwellings, rng, today)


def _phone(member: Member, dwelling: Dwelling, papers: Papers, rng: Random, today: date) -> str:
    if dwelling.named and member is dwelling.family.head:
        return PHONE_PREFIX + dwelling.named.phone_end
    age = member.age(today)
    share = 0 if age < 12 else 0.5 if age < 18 else 0.97 if age < 70 else 0.86
    return papers.give_phone() if rng.random() < share else ""


def _person(member: Member, identity: str, phone: str, at: datetime) -> Person:
    pinyin, search = search_keys(member.name)
    return Person(
        name=member.name,
        pinyin=pinyin,
        search=search,
        sex=member.sex,
        # nobody has seen the papers: only the month is known
        birth_date=member.birth if identity else None,
        birth_text="" if identity else f"{member.birth:%Y-%m}",
        phone=phone,
        id_number=identity or None,
        id_index=identity_index(identity) if identity else None,
        id_last4=identity[-4:],
        created_at=at,
        updated_at=at,
    )


def _share_phones(dwelling: Dwelling, rng: Random, today: date) -> None:
    """An old head often leaves a relative's number as the second one."""
    head, others = dwelling.people[0], dwelling.people[1:]
    if dwelling.family.head.age(today) >= 70 and rng.random() < 0.4:
        head.second_phone = next((p.phone for p in others if p.phone), "")


def _write_households(dwellings: list[Dwelling], rng: Random, today: date) -> None:
    for d in dwellings:
        d.since = today - timedelta(days=rng.randint(200, 3300))
    rows = [Household(home=d.home, since=d.since, low_income=d.low_income) for d in dwellings]
    for d, household in zip(
        dwellings, Household.objects.bulk_create(rows, batch_size=2000), strict=True
    ):
        d.household = household
    memberships = [
        Membership(
            household=d.household,
            person=person,
            relation=member.relation,
            relation_text=member.text,
            since=max(d.since, member.birth),
        )
        for d in dwellings
        for member, person in zip(d.family.members, d.people, strict=True)
    ]
    Membership.objects.bulk_create(memberships, batch_size=2000)


def write_departed(
    dwellings: list[Dwelling], papers: Papers, maker: FamilyMaker, registered_at: datetime
) -> int:
    """Some who live alone have lost somebody; the register remembers. Returns how many."""
    rng = maker.rng
    alone = [d for d in dwellings if d.family.kind == "elder_alone" and not d.named]
    gone = []
    for d in rng.sample(alone, len(alone) // 12):
        widowed = d.family.head
        sex = "male" if widowed.sex == "female" else "female"
        couple = maker.make("elder_couple")
        member = next(m for m in couple.members if m.sex == sex)
        person = _person(member, papers.give_identity(member.birth, sex), "", registered_at)
        person.status = PersonStatus.DECEASED.value
        person.status_since = until = maker.today - timedelta(days=rng.randint(30, 900))
        gone.append((d, member, person, until))
    Person.objects.bulk_create([person for _, _, person, _ in gone])
    Membership.objects.bulk_create(
        Membership(
            household=d.household,
            person=person,
            relation="spouse",
            relation_text="夫" if member.sex == "male" else "妻",
            since=min(d.since, until),
            until=until,
        )
        for d, member, person, until in gone
    )
    return len(gone)
