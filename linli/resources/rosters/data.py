"""What others may hold of rosters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Duty(StrEnum):
    DESK = "desk"
    DUTY_LEAD = "duty_lead"
    REPAIR = "repair"
    GUARD = "guard"
    CARE = "care"
    ROUND = "round"


@dataclass(frozen=True)
class OnDuty:
    """Somebody on duty at an instant; `stands_in_for` when the planned one is away that day."""

    account_id: int
    member_id: int
    organisation_id: int
    name: str
    phone: str
    duty: Duty
    until: datetime
    stands_in_for: int | None = None


@dataclass(frozen=True)
class ShiftPlan:
    """One shift to be planned: instants bear a time zone."""

    member_id: int
    duty: Duty
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class WeekCell:
    """What one member does on one day: shifts as (duty, start, end), and the absence."""

    day: date
    shifts: tuple[tuple[int, Duty, datetime, datetime], ...] = ()
    away: str = ""
    stand_in: str = ""


@dataclass(frozen=True)
class WeekRow:
    member_id: int
    name: str
    job_title: str
    cells: tuple[WeekCell, ...]
