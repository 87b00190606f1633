"""The words of the service guide (办事指南). Free of Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Part(StrEnum):
    """What an entry says, in the order in which it is read."""

    WHAT = "what"
    WHO = "who"
    PAPERS = "papers"
    WHERE = "where"
    WHEN = "when"
    HOW_LONG = "how_long"
    COST = "cost"
    CONTACT = "contact"
    LAW = "law"


class VersionState(StrEnum):
    """draft → waiting → published → replaced; a waiting one may go back to draft."""

    DRAFT = "draft"
    WAITING = "waiting"  # for a second pair of eyes
    PUBLISHED = "published"
    REPLACED = "replaced"  # kept as it was


class Use(StrEnum):
    """How an entry was used; counted by the day, without anybody's name."""

    SHOWN = "shown"
    OFFERED = "offered"  # beside an agent's call
    USED = "used"  # the agent answered with it
    PRINTED = "printed"
    HELPED = "helped"
    LACKING = "lacking"


@dataclass(frozen=True)
class EntryWords:
    """What somebody writes of an entry. English may be missing part by part."""

    title_zh: str
    title_en: str
    parts_zh: Mapping[str, str]
    parts_en: Mapping[str, str]
    keywords: str  # as people call it, separated by blanks
    valid_until: date | None
    category: str  # a code, "" for none
    organisation_id: int
    account_id: int | None = None


@dataclass(frozen=True)
class PartLine:
    """One part in the reader's language; `is_foreign` when only Chinese is there."""

    code: str
    text: str
    is_foreign: bool


@dataclass(frozen=True)
class EntryCard:
    """A published entry in the reader's language."""

    id: int
    version_id: int
    number: int
    title: str
    summary: str
    icon: str
    parts: tuple[PartLine, ...]
    valid_until: date | None
    is_expired: bool
    is_demo: bool
    owner: str
    keywords: tuple[str, ...] = ()
    score: float = 0.0


@dataclass(frozen=True)
class EntryRow:
    """An entry as its writers see it; counts are of the last 90 days."""

    id: int
    title: str
    owner: str
    state: str  # of the latest version
    version_id: int
    is_published: bool
    is_retired: bool
    valid_until: date | None
    is_expired: bool
    counts: Mapping[str, int] = field(default_factory=dict)
