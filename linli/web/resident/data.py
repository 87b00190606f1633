"""What the resident's pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a matter that its reporter may be told; `worker` as one calls the person."""

    state: str
    worker: str
    respond_by: datetime
    due_at: datetime
    is_answered: bool
    is_waiting_for_reporter: bool
    appointment_from: datetime | None
    appointment_until: datetime | None
    result: str
    decline_reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a matter stands in words, and what happens next.

    `mark` is a state of the macro `clock`; `asks` says that the reporter is to do something.
    """

    word: str
    tone: str
    now: str
    next: str
    mark: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One of the own matters, in a list."""

    number: str
    title: str
    icon: str
    plate: str
    created_at: datetime
    standing: Standing
    share: float  # of its time that is gone
    is_own: bool  # False: somebody else of the household told it


@dataclass(frozen=True, slots=True)
class Worker:
    account_id: int
    name: str


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """A place to choose; `value` is its id."""

    value: str
    label: str
    plate: str
