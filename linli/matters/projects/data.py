"""The words of projects made of hot topics. Free of Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ProjectState(StrEnum):
    """running → watched → settled; what comes back while watched runs again."""

    RUNNING = "running"
    WATCHED = "watched"
    SETTLED = "settled"


class TellingKind(StrEnum):
    START = "start"
    PROGRESS = "progress"
    RESULT = "result"


class ToldWay(StrEnum):
    """How a telling reached a matter."""

    TOLD = "told"
    NOTED = "noted"  # its people were told by another matter of theirs
    FINISHED = "finished"  # the result ended the matter as well


class DecisionKind(StrEnum):
    """What somebody made of a topic that the software had found."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    DISMISS = "dismiss"
    RESTORE = "restore"


@dataclass(frozen=True)
class Step:
    title: str
    due_on: date


@dataclass(frozen=True)
class Plan:
    """What somebody plans: all of it can be read by residents."""

    title: str
    goal: str
    ends_on: date
    steps: Sequence[Step]
    watch_weeks: int
    threshold: int  # new matters while watched that open it again


@dataclass(frozen=True)
class TellingPlan:
    """Whom a telling reaches, before it is sent. Numbers are matters'.

    `told` get a message; `noted` are further matters of people whom one of `told` reaches;
    `finished` end with the result; `before` had these words already; `closed` have ended;
    `hidden` are not the actor's to read.
    """

    told: tuple[int, ...]
    noted: tuple[int, ...]
    finished: tuple[int, ...]
    before: int
    closed: int
    hidden: int
    people: int
    reporters_unknown: int


@dataclass(frozen=True)
class StepLine:
    id: int
    title: str
    due_on: date
    done_on: date | None
    is_late: bool


@dataclass(frozen=True)
class TellingLine:
    at: datetime
    kind: str
    body: str
    count: int


@dataclass(frozen=True)
class PublicProject:
    """A project as residents read it: no names, no homes."""

    id: int
    title: str
    places: str
    icon: str
    goal: str
    state: str
    steps: tuple[StepLine, ...]
    next_step: StepLine | None
    ends_on: date
    watch_until: date | None
    result: str
    matters: int
    news: tuple[TellingLine, ...]
    organisation: str
    updated_at: datetime
    has_come_back: bool
