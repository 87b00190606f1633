"""Writing a new estate, whole or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import transaction

from linli.base.accounts.api import User, create_account, system_actor
from linli.base.audit.api import record
from linli.base.scopes.api import Estate, estate_scope
from linli.estate.organisations.api import (
    Organisation,
    OrganisationKind,
    Role,
    appoint,
    create_organisation,
)
from linli.estate.places.api import AreaSource, Home, Place, PlaceKind
from linli.web.founding.data import AdministratorPlan, EstatePlan, GridPlan, HomePlan
from linli.web.founding.errors import CentreMissing, GridUnclear, HomesTwice
from linli.web.founding.furnishing import furnish_estate
from linli.web.founding.layout import place_boxes
from linli.web.founding.second_factor import add_second_factor


def found_estate(plan: EstatePlan) -> tuple[Estate, list[str]]:
    """Write the estate in one transaction; it and the administrator's recovery codes.

    Raises HomesTwice, GridUnclear, CentreMissing, Invalid (the password), AccountTaken.
    """
    _judge(plan)
    with transaction.atomic():
        estate = Estate.objects.create(
            code=plan.code, name=plan.name, hotline=plan.hotline, address=plan.address,
            supervision_phone=plan.supervision_phone,
        )  # fmt: skip
        with estate_scope(estate.pk):
            _write_places(plan.homes, plan.grids or _one_grid(plan.homes))
            centre = _write_organisations(plan, estate)
            codes = _write_administrator(plan.administrator, estate, centre)
            record("found_estate", "estate", estate.pk, actor=None, homes=len(plan.homes))
        furnish_estate(estate)
    return estate, codes


def _judge(plan: EstatePlan) -> None:
    plate, count = Counter(home.plate for home in plan.homes).most_common(1)[0]
    if count > 1:
        raise HomesTwice(plate=plate)
    if not any(o.kind == OrganisationKind.SERVICE_CENTER for o in plan.organisations):
        raise CentreMissing
    free = {home.building for home in plan.homes}
    for grid in plan.grids:
        for building in grid.buildings:
            if building not in free:
                raise GridUnclear(grid=grid.name, building=building)
            free.discard(building)


def _one_grid(homes: Iterable[HomePlan]) -> tuple[GridPlan, ...]:
    return (GridPlan("第1网格", tuple(dict.fromkeys(home.building for home in homes))),)


def _write_places(homes: Sequence[HomePlan], grids: Sequence[GridPlan]) -> None:
    grid_of: dict[str, Place] = {}
    for n, grid in enumerate(grids, 1):
        row = _save(PlaceKind.GRID, grid.name, name=grid.name, number=str(n), sort_key=f"{n:03}")
        grid_of |= dict.fromkeys(grid.buildings, row)
    buildings = _write_buildings(homes, grid_of)
    entrances = _write_entrances(homes, buildings)
    places = Place.objects.bulk_create(
        [_home_place(home, buildings[home.building], entrances) for home in homes], batch_size=500
    )
    Home.objects.bulk_create(
        [_home(plan, place) for plan, place in zip(homes, places, strict=True)], batch_size=500
    )


def _write_buildings(homes: Sequence[HomePlan], grid_of: dict[str, Place]) -> dict[str, Place]:
    names = sorted({home.building for home in homes}, key=_sort_key)
    boxes = place_boxes(names)
    made = {}
    for name in names:
        shown = f"{name}号楼" if name.isdigit() else name
        made[name] = _save(
            PlaceKind.BUILDING, shown, name=shown, number=name, sort_key=_sort_key(name),
            grid=grid_of.get(name), **boxes[name],
        )  # fmt: skip
    return made


def _write_entrances(
    homes: Sequence[HomePlan], buildings: dict[str, Place]
) -> dict[tuple[str, str], Place]:
    names = dict.fromkeys((home.building, home.entrance) for home in homes)
    return {
        (b, e): _save(
            PlaceKind.ENTRANCE, f"{b}-{e}", name=f"{buildings[b].name}{e}单元", number=e,
            sort_key=f"{_sort_key(b)}-{_sort_key(e, 2)}", grid=buildings[b].grid,
            building=buildings[b],
        )
        for b, e in names
    }  # fmt: skip


def _home_place(home: HomePlan, building: Place, entrances: dict[tuple[str, str], Place]) -> Place:
    entrance = entrances[home.building, home.entrance]
    return Place(
        kind=PlaceKind.HOME.value, plate=home.plate, name=home.plate, number=home.number,
        floor=home.floor, grid=building.grid, building=building, entrance=entrance,
        sort_key=f"{entrance.sort_key}-{_sort_key(home.number, 5)}",
    )  # fmt: skip


def _home(plan: HomePlan, place: Place) -> Home:
    source = AreaSource.UNKNOWN if plan.area_cm2 is None else AreaSource.SURVEYED
    return Home(
        place=place, area_cm2=plan.area_cm2, area_source=source.value,
        tenure_type=plan.tenure.value,
    )  # fmt: skip


def _save(kind: PlaceKind, plate: str, **fields: object) -> Place:
    place: Place = Place.objects.create(kind=kind.value, plate=plate, **fields)
    return place


def _sort_key(name: str, width: int = 3) -> str:
    """Numbers in a name compare as numbers."""
    return re.sub(r"\d+", lambda found: found[0].zfill(width), name)


def _write_organisations(plan: EstatePlan, estate: Estate) -> Organisation:
    actor = system_actor(estate.pk)
    made = [
        create_organisation(
            actor=actor, kind=o.kind, name=o.name, short_name=o.short_name, phone=o.phone
        )
        for o in plan.organisations
    ]
    return next(o for o in made if o.kind == OrganisationKind.SERVICE_CENTER.value)


def _write_administrator(
    plan: AdministratorPlan, estate: Estate, centre: Organisation
) -> list[str]:
    actor = system_actor(estate.pk)
    account: User = create_account(
        plan.username, name=plan.name, actor=actor, password=plan.password, estate=estate,
        must_use_second_factor=True,
    )  # fmt: skip
    appoint(Role.ADMINISTRATOR, actor=actor, account_id=account.pk, organisation_id=centre.pk)
    return add_second_factor(account, plan.totp_secret)
