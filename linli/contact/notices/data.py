"""Words of a notice (公告): written, approved, posted for its days, archived as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DISCLOSURE_DAYS = 15  # RC-04: what the committee discloses hangs at least so long


class NoticeKind(StrEnum):
    """What it is about; `DISCLOSURE` (居务公开) has lawful days."""

    DISCLOSURE = "disclosure"
    OUTAGE = "outage"
    SAFETY = "safety"
    ACTIVITY = "activity"
    SERVICE = "service"
    OTHER = "other"


class DraftState(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"
    POSTED = "posted"  # sealed: the notice itself stands in its own table
    DROPPED = "dropped"


@dataclass(frozen=True)
class CarriedNotice:
    """A notice that somebody must carry to the homes of those without a phone."""

    id: int
    number: str
    title: str
    href: str
    post_until: date
    to_tell: int
    told: int


@dataclass(frozen=True)
class SeenLine:
    """Who has seen a notice, and how: on the own page, or told at the door."""

    name: str
    plate: str
    way: str
    at: object
