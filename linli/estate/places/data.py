"""What others may hold of places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    GRID = "grid"
    BUILDING = "building"
    ENTRANCE = "entrance"
    HOME = "home"
    PUBLIC_PLACE = "public_place"
    FACILITY = "facility"


class TenureType(StrEnum):
    """产权性质 (OWN-07): who holds the home, and so who may vote on it."""

    OWNED = "owned"
    PUBLIC_RENTAL = "public_rental"
    SHARED = "shared"
    UNSOLD = "unsold"
    UNKNOWN = "unknown"


class AreaSource(StrEnum):
    """Where an area comes from, best first (OWN-04)."""

    REGISTRY = "registry"
    SURVEYED = "surveyed"
    CONTRACT = "contract"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PlaceCard:
    """A place as pages show it: its plate and where it lies."""

    id: int
    kind: PlaceKind
    plate: str
    name: str
    grid_id: int | None
    building_id: int | None
    entrance_id: int | None
