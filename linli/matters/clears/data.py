"""What is known of each place, and how fresh it is (GRID-03)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from linli.estate.places.data import Clear, Fact


class FactState(StrEnum):
    FRESH = "fresh"
    STALE = "stale"  # known, and looked at too long ago
    MISSING = "missing"  # not known, or never asked


class Group(StrEnum):
    """For whom a freshness rule holds: everybody, or homes where somebody needs a second look."""

    ALL = "all"
    WATCHED = "watched"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many days what was seen stays fresh, by fact: in all homes, and in watched ones.

    `seen` is after how many days without a sign of life somebody is looked for.
    """

    days: Mapping[Fact, int]
    watched_days: Mapping[Fact, int]
    seen: int = 7

    def of(self, fact: Fact, *, watched: bool) -> int:
        return (self.watched_days if watched else self.days)[fact]


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What the register knows of one person, as far as completeness needs it."""

    person_id: int
    has_name: bool
    has_birth: bool
    has_phone: bool
    is_watched: bool = False
    has_expired_category: bool = False
    categories_seen_at: datetime | None = None  # the oldest look at any of the categories
    has_categories: bool = False


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """One place with what is known of it: a home, an entrance, a public place."""

    place_id: int
    kind: str
    plate: str
    building_id: int | None
    entrance_id: int | None
    grid_id: int | None
    floor: int | None
    sort_key: str
    is_vacant: bool = False
    household_id: int | None = None
    members: tuple[MemberFacts, ...] = ()
    seen: Mapping[Fact, datetime] = field(default_factory=dict)

    @property
    def is_watched(self) -> bool:
        return any(member.is_watched for member in self.members)


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with all that it stands on: so many of so many."""

    numerator: int = 0
    denominator: int = 0

    @property
    def per_mille(self) -> int | None:
        """In thousandths, cut and not rounded: 1000 always means all. None of nothing."""
        return self.numerator * 1000 // self.denominator if self.denominator else None

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.numerator + other.numerator, self.denominator + other.denominator)


@dataclass(frozen=True, slots=True)
class ClearFigures:
    """One of the four clears: what is complete, and what is complete and fresh."""

    complete: Figure = Figure()
    fresh: Figure = Figure()

    def __add__(self, other: ClearFigures) -> ClearFigures:
        return ClearFigures(self.complete + other.complete, self.fresh + other.fresh)


@dataclass(frozen=True, slots=True)
class ClearsRow:
    """The four clears of a building, a grid, the estate or what stands outside all buildings."""

    place_id: int | None
    name: str
    clears: Mapping[Clear, ClearFigures]
    grid_id: int | None = None

    @property
    def fresh(self) -> Figure:
        """All four together, each unit of each clear counted once."""
        return sum((one.fresh for one in self.clears.values()), Figure())


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing or stale at one place, for the list and for the round that mends it."""

    place_id: int
    plate: str
    kind: str
    building_id: int | None
    facts: Mapping[Fact, FactState]
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One day of the trend: four shares of fresh units in thousandths, None without units."""

    day: date
    fresh: Mapping[Clear, int | None]
