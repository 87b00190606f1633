"""Pictures of the estate: buildings as they stand, doors by floor, grids with their load."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Count, Q

from linli.base.accounts.api import Actor
from linli.base.errors import NotFound
from linli.base.scopes.api import Estate, current_estate_id
from linli.estate.organisations.api import Role, offices_in_force, register_reach
from linli.estate.people.api import Household, Membership, Relation
from linli.estate.places.data import (
    EntrancePlan,
    EstatePlan,
    GridCard,
    HomeState,
    HomeTile,
    PlaceKind,
    PlanBuilding,
    PlanSpot,
    TenureType,
)
from linli.estate.places.facilities import ROADS, ground_of, type_sign, type_words
from linli.estate.places.models import Home, Place
from linli.estate.places.rules import rate_load

PAPER = 1000  # width of the drawn plan in its own units
MARGIN = 40
SMALLEST = (90, 44)  # a building that still shows its number and takes a finger


def may_see_doors(actor: Actor, building: Place) -> bool:
    """Whether the actor learns who lives behind which door of the building.

    The register's roles in reach, and the building's captain, who learns names and nothing else.
    """
    reach = register_reach(actor)
    if reach.whole_estate or building.grid_id in reach.grid_ids:
        return True
    return building.pk in actor.buildings_as(Role.BUILDING_CAPTAIN)


def building_for(actor: Actor, building_id: int) -> Place:
    """The building, for those who may see its doors. Raises NotFound."""
    building = Place.objects.filter(pk=building_id, kind=PlaceKind.BUILDING).first()
    if building is None or not may_see_doors(actor, building):
        raise NotFound
    return building


def buildings_for(actor: Actor) -> list[Place]:
    """The buildings whose doors the actor may see, in the order of the house."""
    rows = Place.objects.filter(kind=PlaceKind.BUILDING).order_by("sort_key", "id")
    return [building for building in rows if may_see_doors(actor, building)]


def plan_of_building(actor: Actor, building: Place) -> list[EntrancePlan]:
    """The doors of a building, entrance by entrance, floors from the top down.

    Four queries whatever its size; `building` comes from `building_for`.
    """
    entrances = Place.objects.filter(building=building, kind=PlaceKind.ENTRANCE)
    tiles = defaultdict(list)
    for entrance_id, tile in _tiles(building):
        tiles[entrance_id].append(tile)
    return [
        EntrancePlan(entrance.pk, entrance.plate, _floors(tiles[entrance.pk]))
        for entrance in entrances.order_by("sort_key", "id")
    ]


def _tiles(building: Place) -> Iterable[tuple[int | None, HomeTile]]:
    homes = Home.objects.filter(place__building=building).select_related("place")
    heads, sizes = _households_of(building)
    for home in homes.order_by("place__sort_key", "place_id"):
        people = sizes.get(home.pk, 0)
        yield (
            home.place.entrance_id,
            HomeTile(
                id=home.pk,
                plate=home.place.plate,
                number=home.place.number,
                floor=home.place.floor,
                state=_state(people, home.is_vacant),
                tenure=TenureType(home.tenure_type),
                head=heads.get(home.pk, ""),
                people=people,
            ),
        )


def _state(people: int, is_vacant: bool) -> HomeState:
    if people:
        return HomeState.LIVED_IN
    return HomeState.VACANT if is_vacant else HomeState.UNKNOWN


def _households_of(building: Place) -> tuple[dict[int, str], Counter[int]]:
    rows = Membership.objects.filter(
        household__home__place__building=building, household__until__isnull=True, until__isnull=True
    ).values_list("household__home", "relation", "person__name")
    heads: dict[int, str] = {}
    sizes: Counter[int] = Counter()
    for home_id, relation, name in rows.order_by("id"):
        sizes[home_id] += 1
        if relation == Relation.HEAD or home_id not in heads:
            heads[home_id] = name
    return heads, sizes


def _floors(tiles: list[HomeTile]) -> tuple[tuple[int | None, tuple[HomeTile, ...]], ...]:
    in_order = sorted(tiles, key=lambda tile: -(tile.floor or 0))
    return tuple((floor, tuple(row)) for floor, row in groupby(in_order, key=lambda t: t.floor))


def list_grid_cards() -> list[GridCard]:
    """Every grid with its area, worker, phones and load: public, no resident's data (GRID-02)."""
    grids = Place.objects.filter(kind=PlaceKind.GRID).order_by("sort_key", "id")
    estate = Estate.objects.get(pk=current_estate_id())
    supervision = estate.supervision_phone or estate.hotline
    return [_grid_card(grid, supervision) for grid in grids]


def grid_card(grid_id: int) -> GridCard:
    """One grid's card. Raises NotFound."""
    for card in list_grid_cards():
        if card.id == grid_id:
            return card
    raise NotFound


def _grid_card(grid: Place, supervision: str) -> GridCard:
    office = (
        offices_in_force()
        .filter(role=Role.GRID_WORKER.value, grid=grid)
        .select_related("account", "person")
        .order_by("starts_on", "id")
        .last()
    )
    holder = (office.account or office.person) if office else None
    areas = Place.objects.filter(grid=grid, kind=PlaceKind.BUILDING).order_by("sort_key", "id")
    households = Household.objects.filter(home__place__grid=grid, until__isnull=True).count()
    people = Membership.objects.filter(
        household__home__place__grid=grid, household__until__isnull=True, until__isnull=True
    ).count()
    return GridCard(
        id=grid.pk,
        name=grid.name,
        area=tuple(areas.values_list("plate", flat=True)),
        worker=holder.name if holder else "",
        worker_phone=(holder.phone or "") if holder else "",
        supervision_phone=supervision,
        households=households,
        people=people,
        load=rate_load(households),
    )


def estate_plan(
    *,
    states: Mapping[int, str] | None = None,
    counts: Mapping[int, int] | None = None,
    href: Callable[[int], str] | None = None,
) -> EstatePlan:
    """The estate as it stands, drawn 1000 units wide: buildings, and what lies between them.

    `states` (calm, watch, alarm) go by building id, `counts` by the id of a building or of what
    lies between; `href` turns a building id into the page that its plate opens. Unless every
    building has its place on the plan they stand in rows, without anything between them.
    """
    counts = counts or {}
    rows = list(Place.objects.filter(kind=PlaceKind.BUILDING).order_by("sort_key", "id"))
    plan = _draw(rows)
    buildings = tuple(
        replace(
            building,
            href=href(building.id) if href else "",
            state=(states or {}).get(building.id, "calm"),
            count=counts.get(building.id, 0),
        )
        for building in plan.buildings
    )
    areas, dots = (
        tuple(replace(spot, count=counts.get(spot.id, 0)) for spot in spots)
        for spots in (plan.areas, plan.dots)
    )
    return replace(plan, buildings=buildings, areas=areas, dots=dots)


def _draw(rows: list[Place]) -> EstatePlan:
    if not rows or any(row.plan_x is None or row.plan_y is None for row in rows):
        return _draw_in_rows(rows)
    spots = _spots_between()
    paper = _Paper.around([*rows, *spots])
    buildings = tuple(
        PlanBuilding(row.pk, row.plate, *paper.box(row, smallest=SMALLEST)) for row in rows
    )
    areas = (s for s in spots if s.kind == PlaceKind.PUBLIC_PLACE)
    dots = (s for s in spots if s.kind == PlaceKind.FACILITY)
    return EstatePlan(
        buildings, PAPER, paper.height,
        tuple(_spot(s, paper, ground_of(s.facility_type)) for s in areas),
        tuple(_spot(s, paper) for s in dots),
    )  # fmt: skip


def _spots_between() -> list[Place]:
    """Public places and facilities out of doors, roads first, since others lie upon them."""
    between = Place.objects.filter(
        kind__in=[PlaceKind.PUBLIC_PLACE, PlaceKind.FACILITY], building__isnull=True,
        plan_x__isnull=False, plan_y__isnull=False, is_closed=False,
    ).order_by("sort_key", "id")  # fmt: skip
    return sorted(between, key=lambda place: place.facility_type not in ROADS)


@dataclass(frozen=True)
class _Paper:
    """From centimetres of the estate to the drawing's units."""

    left: int
    top: int
    scale: float
    height: int

    @classmethod
    def around(cls, places: list[Place]) -> _Paper:
        boxes = [_box(place) for place in places]
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right = max(box[0] + box[2] for box in boxes)
        bottom = max(box[1] + box[3] for box in boxes)
        scale = (PAPER - 2 * MARGIN) / max(right - left, 1)
        return cls(left, top, scale, round(2 * MARGIN + (bottom - top) * scale))

    def box(self, place: Place, smallest: tuple[int, int]) -> tuple[int, int, int, int]:
        """x, y, width, height."""
        x, y, width, height = _box(place)
        return (
            round(MARGIN + (x - self.left) * self.scale),
            round(MARGIN + (y - self.top) * self.scale),
            max(round(width * self.scale), smallest[0]),
            max(round(height * self.scale), smallest[1]),
        )


def _box(place: Place) -> tuple[int, int, int, int]:
    """x, y, width, height in cm, of a place that lies on the plan."""
    return place.plan_x or 0, place.plan_y or 0, place.plan_width or 0, place.plan_height or 0


def _spot(place: Place, paper: _Paper, ground: str = "") -> PlanSpot:
    box = paper.box(place, smallest=(6, 6))
    code = place.facility_type
    return PlanSpot(
        place.pk,
        place.plate,
        *box,
        words=str(type_words(code)),
        sign=type_sign(code),
        ground=ground,
    )  # fmt: skip


def _draw_in_rows(rows: list[Place]) -> EstatePlan:
    columns, width, height = 5, 140, 76
    drawn = tuple(
        PlanBuilding(
            row.pk,
            row.plate,
            MARGIN + n % columns * 187,
            MARGIN + n // columns * 130,
            width,
            height,
        )
        for n, row in enumerate(rows)
    )
    lines = max(1, -(-len(rows) // columns))
    return EstatePlan(drawn, PAPER, 2 * MARGIN + lines * 130)


def count_homes(building_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Homes, and homes that are lived in, by building id."""
    rows = (
        Home.objects.filter(place__building__in=list(building_ids))
        .values("place__building")
        .annotate(
            homes=Count("pk"),
            lived_in=Count("households", filter=Q(households__until__isnull=True)),
        )
    )
    return {row["place__building"]: (row["homes"], row["lived_in"]) for row in rows}
