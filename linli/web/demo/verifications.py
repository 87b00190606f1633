"""Writes who saw with own eyes what holds, and when: the ground of the four clears (GRID-03)."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from linli.estate.places.api import Place, Verification
from linli.web.demo.places import DemoPlaces
from linli.web.demo.residents import Dwelling

# how old a verification is, in days, and how many of a hundred are so; None: never verified
_AGES: tuple[tuple[tuple[int, int] | None, int], ...] = (
    ((1, 30), 34),
    ((31, 90), 33),
    ((91, 180), 16),
    ((181, 365), 9),
    ((366, 700), 4),
    (None, 4),
)
# not every grid worker is equally quick
_SLOWNESS = {1: 1.0, 2: 0.8, 3: 1.25, 4: 1.6}
_SOURCES = ("door", "door", "door", "phone", "captain")


def write_verifications(
    places: DemoPlaces, dwellings: list[Dwelling], workers: dict[int, int], watched: set[int],
    rng: Random, now: datetime,
) -> int:  # fmt: skip
    """`workers`: grid place -> account; `watched`: homes where somebody has a category."""
    rows: list[Verification] = []
    slowness = {grid.pk: _SLOWNESS[number] for number, grid in places.grids.items()}

    def add(place: Place, clear: str) -> None:
        ages = rng.choices([a for a, _ in _AGES], [share for _, share in _AGES])[0]
        if ages is None or place.grid_id not in workers:
            return
        days = rng.randint(*ages) * slowness[place.grid_id]
        at = now - timedelta(days=int(days), minutes=rng.randint(0, 500))
        rows.append(
            Verification(
                place=place,
                clear=clear,
                verified_by_id=workers[place.grid_id],
                verified_at=at,
                source=rng.choice(_SOURCES) if clear in ("household", "category") else "round",
            )
        )

    for d in dwellings:
        add(d.home.place, "household")
        if d.home.place_id in watched:
            add(d.home.place, "category")
    for spot in places.spots.values():
        add(spot, "facility")
    for building in places.buildings.values():
        add(building, "dispute")
    Verification.objects.bulk_create(rows, batch_size=2000)
    return len(rows)
