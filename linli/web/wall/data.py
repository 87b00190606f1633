"""What the wall shows. Categories and buildings only: whoever stands before it may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that rings. `since` is when it came in, or when its time ran out."""

    number: str
    sign: str
    what: str
    plate: str
    holder: str
    since: datetime
    is_danger: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Share:
    """Open matters of one organisation, and how many of them are late."""

    name: str
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Shift:
    duty: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Today:
    came: int
    closed: int
    to_visit: int
