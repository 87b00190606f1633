"""Writes the register of the demo estate, from gates to leases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from linli.base.scopes.api import Estate
from linli.web.demo.captains import write_captains
from linli.web.demo.cast import STAFF
from linli.web.demo.categories import CategoryMaker, choose_disabled, choose_low_income
from linli.web.demo.data import DemoScale, Progress
from linli.web.demo.families import FamilyMaker
from linli.web.demo.papers import Papers
from linli.web.demo.places import DemoPlaces, write_places
from linli.web.demo.residents import Dwelling, plan_dwellings, write_departed, write_people
from linli.web.demo.staff import DemoStaff, write_staff
from linli.web.demo.tenures import write_tenures
from linli.web.demo.verifications import write_verifications

_STEPS = 7


@dataclass
class Register:
    """What was written, by what the matters ask for."""

    places: DemoPlaces
    staff: DemoStaff
    dwellings: list[Dwelling]
    counts: dict[str, int] = field(default_factory=dict)


def write_register(
    estate: Estate, scale: DemoScale, seed: int, now: datetime, today: date, tell: Progress
) -> Register:
    """Everything but matters. The same seed, scale and day give the same rows."""

    def rng(topic: str) -> Random:
        return Random(f"{seed}:{topic}")  # noqa: S311  repeatable on purpose

    registered_at = now - timedelta(days=430)
    tell("楼栋和房屋", 0, _STEPS)
    places = write_places(scale, rng("places"))
    tell("单位和人员", 1, _STEPS)
    staff = write_staff(estate, places, today)
    tell("住户", 2, _STEPS)
    dwellings = plan_dwellings(places, rng("families"), today)
    choose_low_income(dwellings, scale, rng("aid"))
    papers = Papers(rng("papers"))
    write_people(dwellings, staff, papers, rng("people"), today, registered_at)
    departed = write_departed(dwellings, papers, FamilyMaker(rng("departed"), today), registered_at)
    tell("人员类别", 3, _STEPS)
    workers = _grid_workers(places, staff)
    made = _write_categories(dwellings, scale, rng("categories"), today, now, workers)
    tell("产权和租约", 4, _STEPS)
    write_tenures(dwellings, staff.organisations["housing"], rng("tenures"), today)
    tell("楼长推选", 5, _STEPS)
    votes = write_captains(places, dwellings, staff, estate, rng("captains"), today)
    tell("核实记录", 6, _STEPS)
    watched = {person.person_id for person in made.rows}
    homes = {d.home.place_id for d in dwellings if any(person.pk in watched for person in d.people)}
    seen = write_verifications(places, dwellings, workers, homes, rng("verifications"), now)
    tell("核实记录", _STEPS, _STEPS)
    counts = {
        "buildings": len(places.buildings),
        "entrances": len(places.entrances),
        "homes": len(places.homes),
        "households": len(dwellings),
        "people": sum(len(d.people) for d in dwellings),
        "departed": departed,
        "low_income_households": sum(d.low_income for d in dwellings),
        "categories": len(made.rows),
        "recommendations": votes,
        "verifications": seen,
    }
    return Register(places, staff, dwellings, counts)


def _grid_workers(places: DemoPlaces, staff: DemoStaff) -> dict[int, int]:
    return {
        places.grids[member.grid].pk: staff.accounts[member.username].pk
        for member in STAFF
        if member.grid in places.grids
    }


def _write_categories(
    dwellings: list[Dwelling], scale: DemoScale, rng: Random, today: date, now: datetime,
    workers: dict[int, int],
) -> CategoryMaker:  # fmt: skip
    maker = CategoryMaker(rng, today, now)
    maker.verifiers.update(workers.items())
    for d in dwellings:
        if d.low_income:
            maker.add_aid(d)
    for d in choose_disabled(dwellings, scale, rng):
        maker.add_disability(d)
    maker.add_others(dwellings)
    maker.write()
    return maker
