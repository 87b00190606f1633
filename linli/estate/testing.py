"""Builders of the register, and the one cast that all tests share."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from linli.base.accounts.api import Actor, User
from linli.base.calendars.api import now
from linli.base.scopes.api import Estate, estate_scope
from linli.estate.models import (
    Home,
    Household,
    Membership,
    Office,
    Organisation,
    Ownership,
    Person,
    Place,
)
from linli.estate.organisations.api import OrganisationKind, Role, load_actor
from linli.estate.people.api import fill_search

_count = itertools.count(1)
LONG_AGO = date(2020, 1, 1)


def make_estate(**over: Any) -> Estate:
    n = next(_count)
    return Estate.objects.create(**{"code": f"estate-{n}", "name": f"试验小区{n}", **over})


def make_place(kind: str, plate: str, **over: Any) -> Place:
    place: Place = Place.objects.create(
        **{"kind": kind, "plate": plate, "name": plate, "sort_key": plate, **over}
    )
    return place


def make_home(building: Place, entrance: Place, number: int, **over: Any) -> Home:
    plate = f"{building.number}-{entrance.number}-{number}"
    place = make_place(
        "home", plate, number=str(number), floor=number // 100, grid=building.grid,
        building=building, entrance=entrance,
        sort_key=f"{int(building.number):03}-{int(entrance.number):02}-{number:05}",
    )  # fmt: skip
    fields = {"area_cm2": 800_000, "area_source": "contract", "tenure_type": "public_rental"}
    home: Home = Home.objects.create(place=place, **{**fields, **over})
    return home


def make_building(number: int, grid: Place, *, entrances: int = 2, floors: int = 3) -> Place:
    """A building with `entrances` × `floors` × 2 homes."""
    building = make_place(
        "building", f"{number}号楼", number=str(number), grid=grid, sort_key=f"{number:03}"
    )
    for e in range(1, entrances + 1):
        entrance = make_place(
            "entrance", f"{number}-{e}", number=str(e), grid=grid, building=building,
            sort_key=f"{number:03}-{e:02}",
        )  # fmt: skip
        for floor, side in itertools.product(range(1, floors + 1), (1, 2)):
            make_home(building, entrance, floor * 100 + side)
    return building


def make_person(name: str = "", **over: Any) -> Person:
    n = next(_count)
    fields = {"name": name or f"居民{n}", "created_at": now(), "updated_at": now()}
    person = Person(**{**fields, **over})
    fill_search(person)
    person.save()
    return person


def make_household(plate: str, *people: Person, **over: Any) -> Household:
    """People living in the home with this plate; the first is the head."""
    home = Home.objects.get(place__plate=plate)
    household: Household = Household.objects.create(home=home, **{"since": LONG_AGO, **over})
    for n, person in enumerate(people):
        relation = "head" if n == 0 else "other"
        Membership.objects.create(household=household, person=person, relation=relation)
    return household


def make_account(name: str, *, person: Person | None = None, **over: Any) -> User:
    n = next(_count)
    account = User.objects.create_user(f"user{n}", name=name, **over)
    if person is not None:
        person.account = account
        person.save(update_fields=["account"])
    return account


def make_office(role: str, account: User | None = None, **over: Any) -> Office:
    fields = {"starts_on": LONG_AGO, **over}
    office: Office = Office.objects.create(role=role, account=account, **fields)
    return office


@dataclass
class Cast:
    """Everybody. `cast.agent` is an account; `cast.actor("agent")` acts as that person.

    Homes 1-1-101 (resident), 1-1-201 (elder), 2-1-101 (owner), 2-1-201 (tenant) are lived in.
    Buildings 1 and 2 lie in grid one, building 3 in grid two. `outsider` has an account and
    nothing else; `foreign_lead` leads the centre of another estate.
    """

    estate: Estate
    other_estate: Estate
    accounts: dict[str, User] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            account: User = self.__dict__["accounts"][name]
        except KeyError:
            raise AttributeError(name) from None
        return account

    def actor(self, name: str) -> Actor:
        """The actor behind an account of the cast, with today's offices."""
        return load_actor(self.accounts[name])


def make_cast() -> Cast:
    """Two estates and all the people that tests need."""
    cast = Cast(make_estate(name="祥和城小区"), make_estate(name="外地小区"))
    with estate_scope(cast.estate.pk):
        _make_places(cast)
        _make_organisations(cast)
        _make_residents(cast)
        _make_staff(cast)
    cast.accounts["outsider"] = make_account("路人", estate=cast.estate)
    with estate_scope(cast.other_estate.pk):
        lead = make_account("外地主任", estate=cast.other_estate)
        centre = Organisation.objects.create(kind="service_center", name="外地中心")
        make_office(Role.CENTRE_LEAD.value, lead, organisation=centre)
        cast.accounts["foreign_lead"] = lead
    return cast


def _make_places(cast: Cast) -> None:
    for n, buildings in ((1, (1, 2)), (2, (3,))):
        grid = make_place("grid", f"第{n}网格", number=str(n))
        cast.places[f"grid{n}"] = grid
        for number in buildings:
            cast.places[f"building{number}"] = make_building(number, grid)
    cast.places["gate"] = make_place("public_place", "东门")


_ORGANISATIONS = {
    "center": (OrganisationKind.SERVICE_CENTER, "党群服务中心"),
    "committee": (OrganisationKind.RESIDENTS_COMMITTEE, "社区居委会"),
    "housing": (OrganisationKind.HOUSING_AFTER_MGMT, "保障房后期管理服务中心"),
    "property": (OrganisationKind.PROPERTY_COMPANY, "物业公司"),
    "police": (OrganisationKind.POLICE_LIAISON, "警务联络站"),
    "volunteers": (OrganisationKind.VOLUNTEERS, "志愿者服务队"),
    "care": (OrganisationKind.CARE_PROVIDER, "医养团队"),
    "owners": (OrganisationKind.OWNERS_COMMITTEE, "业主委员会"),
}


def _make_organisations(cast: Cast) -> None:
    for key, (kind, name) in _ORGANISATIONS.items():
        cast.organisations[key] = Organisation.objects.create(kind=kind.value, name=name)


def _make_residents(cast: Cast) -> None:
    homes = {
        "resident": ("张秀兰", "1-1-101"),
        "elder": ("王德山", "1-1-201"),
        "owner": ("赵业", "2-1-101"),
        "tenant": ("钱租", "2-1-201"),
    }
    for key, (name, plate) in homes.items():
        person = make_person(
            name, phone=f"1990000{next(_count) % 10_000:04}", birth_date=date(1950, 3, 5)
        )
        cast.people[key] = person
        cast.accounts[key] = make_account(name, person=person, estate=cast.estate)
        make_household(plate, person)
    home = Home.objects.get(place__plate="2-1-101")
    Home.objects.filter(pk=home.pk).update(tenure_type="owned")
    Ownership.objects.create(home=home, person=cast.people["owner"])


def _make_staff(cast: Cast) -> None:
    staff: dict[str, tuple[str, Role, str, dict[str, Any]]] = {
        "administrator": ("管理员", Role.ADMINISTRATOR, "center", {}),
        "lead": ("刘主任", Role.CENTRE_LEAD, "center", {}),
        "agent": ("陈接线", Role.AGENT, "center", {}),
        "agent2": ("周接线", Role.AGENT, "center", {}),
        "clerk": ("孙录入", Role.CLERK, "center", {}),
        "secretary": ("高书记", Role.COMMITTEE_SECRETARY, "committee", {}),
        "housing_officer": ("郑房管", Role.HOUSING_OFFICER, "housing", {}),
        "accountant": ("冯会计", Role.ACCOUNTANT, "committee", {}),
        "property_manager": ("马经理", Role.ORGANISATION_LEAD, "property", {}),
        "worker": ("李师傅", Role.WORKER, "property", {}),
        "worker2": ("王师傅", Role.WORKER, "property", {}),
        "grid_worker": ("何网格", Role.GRID_WORKER, "committee", {"grid": "grid1"}),
        "grid_worker2": ("吕网格", Role.GRID_WORKER, "committee", {"grid": "grid2"}),
        "captain": ("许楼长", Role.BUILDING_CAPTAIN, "committee", {"building": "building1"}),
        "volunteer": ("沈志愿", Role.VOLUNTEER, "volunteers", {}),
        "carer": ("韩护工", Role.CARER, "care", {}),
        "guard": ("秦保安", Role.GUARD, "property", {}),
        "owners_chair": ("戴业委", Role.OWNERS_COMMITTEE_MEMBER, "owners", {}),
        "owners_member": ("邱业委", Role.OWNERS_COMMITTEE_MEMBER, "owners", {}),
        "committee_member": ("范居委", Role.RESIDENTS_COMMITTEE_MEMBER, "committee", {}),
        "supervisor": ("倪监督", Role.SUPERVISION_MEMBER, "committee", {}),
    }
    for key, (name, role, organisation, reach) in staff.items():
        account = make_account(name, estate=cast.estate)
        cast.accounts[key] = account
        make_office(
            role.value,
            account,
            organisation=cast.organisations[organisation],
            **{what: cast.places[where] for what, where in reach.items()},
        )


def addresses_of(namespace: str, **ids: Any) -> list[str]:
    """Every address of a package's `urls`, its parameters filled from `ids`.

    A KeyError names the parameter that a test forgot, so that a new page cannot stay untried.
    """
    from django.urls import URLPattern, get_resolver, reverse

    _, patterns = get_resolver().namespace_dict[namespace]
    return [
        reverse(f"{namespace}:{p.name}", kwargs={k: ids[k] for k in p.pattern.converters})
        for p in patterns.url_patterns
        if isinstance(p, URLPattern)
    ]
