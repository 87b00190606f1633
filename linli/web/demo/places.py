"""Writes the places of the demo estate: grids, buildings, entrances, homes, spots."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from random import Random

from linli.estate.places.api import AreaSource, Home, Place, PlaceKind, TenureType
from linli.web.demo import plan
from linli.web.demo.data import DemoScale
from linli.web.demo.plan import Box

# of each six entrances two were sold, so two thirds of the homes are public rental
OWNED_ENTRANCES = frozenset({2, 5})
_NUMERALS = "零一二三四五六七八九十"


@dataclass
class DemoPlaces:
    """The written places by what the rest of the load asks for."""

    grids: dict[int, Place] = field(default_factory=dict)
    buildings: dict[int, Place] = field(default_factory=dict)
    entrances: dict[tuple[int, int], Place] = field(default_factory=dict)
    homes: list[Home] = field(default_factory=list)  # in the order of their plates
    spots: dict[str, Place] = field(default_factory=dict)  # by plate: public places, facilities

    def of_type(self, facility_type: str) -> list[Place]:
        return [spot for spot in self.spots.values() if spot.facility_type == facility_type]


def write_places(scale: DemoScale, rng: Random) -> DemoPlaces:
    places = DemoPlaces()
    _write_grids(places, scale)
    _write_buildings(places, scale)
    _write_entrances(places, scale, rng)
    _write_homes(places, rng, scale)
    _write_spots(places, scale, rng)
    return places


def _boxed(box: Box) -> dict[str, int]:
    return {
        "plan_x": box.x, "plan_y": box.y, "plan_width": box.width, "plan_height": box.height,
    }  # fmt: skip


def _token(rng: Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def _write_grids(places: DemoPlaces, scale: DemoScale) -> None:
    numbers = sorted({plan.grid_of(n) for n in range(1, scale.buildings + 1)})
    rows = [
        Place(
            kind=PlaceKind.GRID.value,
            plate=f"第{n}网格",
            name=f"第{_NUMERALS[n]}网格（{plan.GRID_NAMES[n]}）",
            number=str(n),
            sort_key=f"{n:02}",
            **_boxed(plan.grid_box(n)),
        )
        for n in numbers
    ]
    places.grids = dict(zip(numbers, Place.objects.bulk_create(rows), strict=True))


def _write_buildings(places: DemoPlaces, scale: DemoScale) -> None:
    numbers = range(1, scale.buildings + 1)
    rows = [
        Place(
            kind=PlaceKind.BUILDING.value,
            plate=f"{n}号楼",
            name=f"{n}号楼",
            number=str(n),
            grid=places.grids[plan.grid_of(n)],
            sort_key=f"{n:03}",
            **_boxed(plan.building_box(n)),
        )
        for n in numbers
    ]
    places.buildings = dict(zip(numbers, Place.objects.bulk_create(rows), strict=True))


def _write_entrances(places: DemoPlaces, scale: DemoScale, rng: Random) -> None:
    keys = [(b, e) for b in places.buildings for e in range(1, scale.entrances + 1)]
    rows = [
        Place(
            kind=PlaceKind.ENTRANCE.value,
            plate=f"{b}-{e}",
            name=f"{b}号楼{e}单元",
            number=str(e),
            grid_id=places.buildings[b].grid_id,
            building=places.buildings[b],
            sort_key=f"{b:03}-{e:02}",
            qr_token=_token(rng),
            **_boxed(plan.entrance_box(b, e, scale.entrances)),
        )
        for b, e in keys
    ]
    places.entrances = dict(zip(keys, Place.objects.bulk_create(rows), strict=True))


def _write_homes(places: DemoPlaces, rng: Random, scale: DemoScale) -> None:
    rows = [
        _home_place(b, e, floor, side, entrance)
        for (b, e), entrance in places.entrances.items()
        for floor in range(1, scale.floors + 1)
        for side in (1, 2)
    ]
    written = Place.objects.bulk_create(rows, batch_size=2000)
    areas: dict[tuple[int | None, int], int] = {}
    homes = []
    for place in written:
        owned = int(place.plate.split("-")[1]) in OWNED_ENTRANCES
        stack = (place.entrance_id, int(place.number) % 100)  # homes above one another are alike
        low, high = (740_000, 960_000) if owned else (480_000, 600_000)
        area = areas.setdefault(stack, rng.randrange(low, high, 100))
        homes.append(_home(place, area, owned, rng))
    places.homes = Home.objects.bulk_create(homes, batch_size=2000)


def _home_place(b: int, e: int, floor: int, side: int, entrance: Place) -> Place:
    number = floor * 100 + side
    return Place(
        kind=PlaceKind.HOME.value,
        plate=f"{b}-{e}-{number}",
        name=f"{b}号楼{e}单元{number}",
        number=str(number),
        floor=floor,
        grid_id=entrance.grid_id,
        building_id=entrance.building_id,
        entrance=entrance,
        sort_key=f"{b:03}-{e:02}-{number:05}",
    )


def _home(place: Place, area: int, owned: bool, rng: Random) -> Home:
    source = AreaSource.SURVEYED
    if owned:
        source = AreaSource.REGISTRY if rng.random() < 0.86 else AreaSource.CONTRACT
    tenure = TenureType.OWNED if owned else TenureType.PUBLIC_RENTAL
    return Home(place=place, area_cm2=area, area_source=source.value, tenure_type=tenure.value)


def _write_spots(places: DemoPlaces, scale: DemoScale, rng: Random) -> None:
    rows = [
        Place(
            kind=spot.kind,
            plate=spot.plate,
            name=spot.name,
            grid=places.grids.get(spot.grid),
            sort_key=f"{spot.kind}-{n:03}",
            facility_type=spot.type,
            qr_token=_token(rng),
            **_boxed(spot.box),
        )
        for n, spot in enumerate(plan.list_public_places() + plan.list_facilities(scale.buildings))
    ]
    rows += [_lift(b, e, entrance, scale, rng) for (b, e), entrance in places.entrances.items()]
    places.spots = {row.plate: row for row in Place.objects.bulk_create(rows)}


def _lift(b: int, e: int, entrance: Place, scale: DemoScale, rng: Random) -> Place:
    return Place(
        kind=PlaceKind.FACILITY.value,
        plate=f"{b}-{e}电梯",
        name=f"{b}号楼{e}单元电梯",
        grid_id=entrance.grid_id,
        building_id=entrance.building_id,
        entrance=entrance,
        sort_key=f"lift-{b:03}-{e:02}",
        facility_type="lift",
        qr_token=_token(rng),
        **_boxed(plan.lift_box(b, e, scale.entrances)),
    )
