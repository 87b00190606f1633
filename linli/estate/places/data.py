"""What others may hold of places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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


class Clear(StrEnum):
    """四清 (GRID-03): what somebody saw with own eyes."""

    HOUSEHOLD = "household"
    CATEGORY = "category"
    FACILITY = "facility"
    DISPUTE = "dispute"


class Fact(StrEnum):
    """What is asked at a door, each of one of the four clears (GRID-03)."""

    HOUSEHOLD = "household"  # who lives here, or nobody
    PERSONS = "persons"  # names and days of birth
    CONTACT = "contact"  # a phone that is answered
    CATEGORIES = "categories"  # who needs a second look
    FACILITIES = "facilities"  # what all use: door, light, lift, fire gear
    DISPUTES = "disputes"  # trouble with neighbours


CLEAR_OF: dict[Fact, Clear] = {
    Fact.HOUSEHOLD: Clear.HOUSEHOLD,
    Fact.PERSONS: Clear.HOUSEHOLD,
    Fact.CONTACT: Clear.HOUSEHOLD,
    Fact.CATEGORIES: Clear.CATEGORY,
    Fact.FACILITIES: Clear.FACILITY,
    Fact.DISPUTES: Clear.DISPUTE,
}


class HomeState(StrEnum):
    """A home on the building's plan."""

    LIVED_IN = "lived_in"
    VACANT = "vacant"
    UNKNOWN = "unknown"  # nobody registered, vacancy not confirmed


class LeaseAlarm(StrEnum):
    """What the end of a lease asks for (HSG-01)."""

    TELL_TENANT = "tell_tenant"
    APPLICATION_OVERDUE = "application_overdue"
    ENDED = "ended"


@dataclass(frozen=True)
class HomeTile:
    """One door on the plan of a building. `head` only for those who may know names."""

    id: int
    plate: str
    number: str
    floor: int | None
    state: HomeState
    tenure: TenureType
    head: str = ""
    people: int = 0


@dataclass(frozen=True)
class EntrancePlan:
    """One entrance: its floors from the top down, each with its doors in order."""

    id: int
    plate: str
    floors: tuple[tuple[int | None, tuple[HomeTile, ...]], ...]


@dataclass(frozen=True)
class GridCard:
    """A grid as anybody may see it (GRID-02): no resident's data. Counts are of today.

    `load` compares households with the guidance of 300 to 500: "under", "within" or "over".
    """

    id: int
    name: str
    area: tuple[str, ...]
    worker: str
    worker_phone: str
    supervision_phone: str
    households: int
    people: int
    load: str


@dataclass(frozen=True)
class PlanBuilding:
    """A building where it stands; x, y, width, height in the plan's units (cm / 10)."""

    id: int
    label: str
    x: int
    y: int
    width: int
    height: int
    href: str = ""
    state: str = "calm"  # calm, watch, alarm
    count: int = 0


@dataclass(frozen=True)
class PlanSpot:
    """A public place, or a facility out of doors, where it lies; `ground` is empty for a dot.

    `words` say what it is, `sign` is their one character on the plan; `count` is shown unless 0.
    """

    id: int
    label: str
    x: int
    y: int
    width: int
    height: int
    words: str
    sign: str
    ground: str = ""  # road, green, water, paved
    count: int = 0


@dataclass(frozen=True)
class EstatePlan:
    """The buildings as they stand, what lies between them, and the size of the paper."""

    buildings: tuple[PlanBuilding, ...]
    width: int
    height: int
    areas: tuple[PlanSpot, ...] = ()
    dots: tuple[PlanSpot, ...] = ()

    @property
    def counted_spots(self) -> list[PlanSpot]:
        """Public places and facilities with a count, the most first."""
        spots = (spot for spot in (*self.areas, *self.dots) if spot.count)
        return sorted(spots, key=lambda spot: -spot.count)

    @property
    def by_type(self) -> list[tuple[str, str, tuple[PlanSpot, ...]]]:
        """(words, sign, spots) in the order of the words: the plan as a list."""
        groups: dict[str, list[PlanSpot]] = {}
        for spot in (*self.areas, *self.dots):
            groups.setdefault(spot.words, []).append(spot)
        return [(words, spots[0].sign, tuple(spots)) for words, spots in groups.items()]


@dataclass(frozen=True)
class Share:
    """An owner's share to be set: a person or an organisation, `part` of `whole`."""

    person_id: int | None = None
    organisation_id: int | None = None
    part: int = 1
    whole: int = 1
    since: date | None = None
