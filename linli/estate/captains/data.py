"""What pages show of a building's choice of its captain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Standing:
    """One candidate and the households that recommend him or her."""

    person_id: int
    name: str
    households: int


@dataclass(frozen=True)
class RoundResult:
    """A round as the building may read it: how many were asked, how many answered, for whom."""

    id: int
    building_id: int
    plate: str
    opens_on: date
    closes_on: date
    closed_at: datetime | None
    asked: int
    answered: int
    standings: tuple[Standing, ...]
