"""Words of residents' polls and consultations (民主协商): no owners' ballots (OWN-07)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    ESTATE = "estate"
    GRID = "grid"
    BUILDING = "building"


class Voice(StrEnum):
    """Who has one voice: each household, or each grown-up who lives here."""

    HOUSEHOLD = "household"
    PERSON = "person"


class PollState(StrEnum):
    """Whether an approved poll is open now is a question of the clock, not of a state."""

    DRAFT = "draft"
    WAITING = "waiting"  # for the approval of somebody else
    APPROVED = "approved"
    COUNTED = "counted"  # closed; the result is frozen
    ARCHIVED = "archived"  # with what became of it
    WITHDRAWN = "withdrawn"


class Phase(StrEnum):
    """What an approved poll is at this moment."""

    COMING = "coming"
    OPEN = "open"
    OVER = "over"


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    WORDS = "words"


class Way(StrEnum):
    PHONE = "phone"
    DESK = "desk"
    CAPTAIN = "captain"


class TalkState(StrEnum):
    """A consultation: people are invited, meet, and the result is posted."""

    INVITED = "invited"
    HELD = "held"
    POSTED = "posted"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Option:
    id: int
    text: str


@dataclass(frozen=True)
class Question:
    """One question as it is asked; `most` choices at a multiple one."""

    id: int
    kind: QuestionKind
    text: str
    options: tuple[Option, ...] = ()
    most: int = 1
    required: bool = True


# question id (as text, as JSON has it) -> ids of the options, or words
Answers = dict[str, list[int] | str]


@dataclass(frozen=True)
class QuestionDraft:
    kind: str
    text: str
    options: tuple[str, ...] = ()
    most: int = 1
    required: bool = True


@dataclass(frozen=True)
class PollDraft:
    """What an author writes. `place_id` is the grid or the building of the audience."""

    title: str
    intro: str
    audience: str
    place_id: int | None
    voice: str
    tenants_only: bool
    is_anonymous: bool
    results_live: bool
    opens_at: object
    closes_at: object
    questions: tuple[QuestionDraft, ...]


@dataclass(frozen=True)
class QuestionResult:
    """Counts of one question; `answered` sheets said something to it. Words are given in full."""

    id: int
    kind: str
    text: str
    answered: int
    counts: tuple[tuple[str, int], ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """`invited` voices could speak, `voices` did; `hidden` ones are not mixed yet."""

    invited: int
    voices: int
    questions: tuple[QuestionResult, ...] = ()
    hidden: int = 0
