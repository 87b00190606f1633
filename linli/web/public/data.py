"""What the public page shows. Nothing of it names a resident or a home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FixLine:
    """Open matters of one category in one building or public place."""

    icon: str
    category: str
    plate: str
    count: int
    since: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """How soon one sort of matter is answered and done (REQ-04)."""

    name: str
    answer: str
    done: str


@dataclass(frozen=True, slots=True)
class PublishedRate:
    """A rate with what it is made of; `left_out` are (why, how many)."""

    numerator: int
    denominator: int
    left_out: tuple[tuple[str, int], ...]
