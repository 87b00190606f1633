"""Writes rounds, agreements and weeks of the four clears, so that their pages live."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from linli.base.calendars.api import SHANGHAI, clock_at
from linli.estate.people.api import Membership, PersonCategory
from linli.estate.people.data import CategoryKind
from linli.estate.places.api import Clear, Place, Verification
from linli.matters.clears.api import ClearSnapshot, count_clears, take_snapshot
from linli.matters.rounds.api import DoorVisit, Round, RoundDoor, Watch
from linli.web.demo.register import Register

_WEEKS = 11
_ASKED = 0.82  # of homes where nobody stands out, how many were asked about categories
_AGREED = 0.7
_PARTS = ("morning", "afternoon", "evening")


def write_rounds(register: Register, rng: Random, now: datetime) -> int:
    """Returns how many doors today's rounds have. Needs the register, not the matters."""
    workers = {
        grid.pk: register.staff.accounts[name].pk
        for number, grid in register.places.grids.items()
        if (name := {1: "grid1", 2: "grid", 3: "grid3", 4: "grid4"}.get(number))
        in register.staff.accounts
    }
    _write_looks(register, workers, rng, now)
    _write_watches(register, workers, rng, now)
    _write_trend(rng, now)
    return sum(_write_round(grid, worker, rng, now) for grid, worker in workers.items())


def _write_looks(register: Register, workers: dict[int, int], rng: Random, now: datetime) -> None:
    """Entrances, and homes where nobody stands out, were looked at, too."""
    asked = set(Verification.objects.filter(clear=Clear.CATEGORY).values_list("place", flat=True))
    homes = [d.home.place for d in register.dwellings if d.home.place_id not in asked]
    looks = [(place, Clear.CATEGORY) for place in homes if rng.random() < _ASKED]
    looks += [(place, Clear.FACILITY) for place in register.places.entrances.values()]
    Verification.objects.bulk_create(
        (
            Verification(
                place=place, clear=clear.value, verified_by_id=workers[place.grid_id],
                verified_at=now - timedelta(days=rng.randint(1, 150)), source="round",
            )
            for place, clear in looks
            if place.grid_id in workers
        ),
        batch_size=2000,
    )  # fmt: skip


def _write_watches(register: Register, workers: dict[int, int], rng: Random, now: datetime) -> None:
    """Most who live alone agreed that the captain looks after them; many were met lately."""
    alone = PersonCategory.objects.filter(
        kind=CategoryKind.ELDER_ALONE.value, ended_on__isnull=True
    ).values("person")
    rows = Membership.objects.filter(person__in=alone, until__isnull=True)
    watches, visits = [], []
    for row in rows.select_related("household__home__place").order_by("person_id"):
        worker = workers.get(row.household.home.place.grid_id or 0)
        if worker is None or rng.random() > _AGREED:
            continue
        agreed_at = now - timedelta(days=rng.randint(20, 90))
        watches.append(
            Watch(person_id=row.person_id, agreed=True, set_by_id=worker, set_at=agreed_at)
        )
        if rng.random() < 0.9:
            visits.append(_visit(row, worker, now - timedelta(hours=rng.randint(5, 240)), rng))
    Watch.objects.bulk_create(watches)
    DoorVisit.objects.bulk_create(visits)


def _visit(row: Membership, worker: int, at: datetime, rng: Random) -> DoorVisit:
    return DoorVisit(
        place_id=row.household.home_id, household_id=row.household_id, account_id=worker, at=at,
        day_part=rng.choice(_PARTS), outcome="met", consent="oral",
    )  # fmt: skip


def _write_trend(rng: Random, now: datetime) -> None:
    """Eleven weeks that lead up to how it stands today."""
    with clock_at(now):
        take_snapshot()
    today = now.astimezone(SHANGHAI).date()
    rows = []
    for row in count_clears(None):
        for clear, one in row.clears.items():
            units, complete, fresh = (
                one.complete.denominator, one.complete.numerator, one.fresh.numerator
            )  # fmt: skip
            for week in range(1, _WEEKS + 1):
                part = 1 - week * rng.uniform(0.02, 0.05)
                rows.append(
                    ClearSnapshot(
                        day=today - timedelta(days=7 * week), place_id=row.place_id,
                        grid_id=row.grid_id, clear=clear.value, units=units, complete=complete,
                        fresh=int(fresh * part),
                    )
                )  # fmt: skip
    ClearSnapshot.objects.bulk_create(rows, batch_size=2000)


def _write_round(grid_id: int, worker: int, rng: Random, now: datetime) -> int:
    """Today's round of a grid: doors that nobody has ever looked at, some seen already."""
    seen = Verification.objects.filter(clear=Clear.HOUSEHOLD).values("place")
    homes = Place.objects.filter(kind="home", grid=grid_id).exclude(pk__in=seen)
    doors = list(homes.order_by("sort_key", "id")[:18])
    made = Round.objects.create(
        worker_id=worker, made_by_id=worker, day=now.astimezone(SHANGHAI).date(),
        start_id=doors[0].building_id if doors else None, created_at=now - timedelta(hours=6),
    )  # fmt: skip
    lives = Membership.objects.filter(
        until__isnull=True, household__home__in=[place.pk for place in doors]
    )
    households = dict(lives.values_list("household__home", "household"))
    RoundDoor.objects.bulk_create(
        RoundDoor(
            round=made, place=place, position=n, household_id=households.get(place.pk),
            missing=[] if place.pk in households else ["household"],
            stale=["household", "persons", "contact"] if place.pk in households else [],
        )
        for n, place in enumerate(doors, start=1)
    )  # fmt: skip
    return len(doors)
