"""What others may hold of suggestions and hot topics. Free of Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class TopicStatus(StrEnum):
    """open → handled → settled; a settled one that is spoken of again is back."""

    OPEN = "open"
    HANDLED = "handled"  # a project takes care of it
    SETTLED = "settled"
    BACK = "back"  # settled, and reported anew


class Trend(StrEnum):
    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"


@dataclass(frozen=True, slots=True)
class HotTopic:
    """One underlying problem that several texts speak of.

    `buildings` are ids of places in their order; `count` counts matters of the last `days` days,
    `total` all of them; `label` is Chinese and made of the category, the places and the figures.
    """

    id: int
    label: str
    category: str
    category_name: str
    buildings: tuple[int, ...]
    places: str
    count: int
    total: int
    days: int
    trend: Trend
    first_at: datetime
    last_at: datetime
    status: TopicStatus


@dataclass(frozen=True, slots=True)
class WeekCount:
    """Matters of a topic in the week that begins on `week` (a Monday)."""

    week: date
    count: int


class Field(StrEnum):
    """What is suggested."""

    CATEGORY = "category"
    KIND = "kind"
    URGENCY = "urgency"
    PLACE = "place"
    SAME = "same"  # the matter that tells of the same incident


class Decision(StrEnum):
    """What became of a suggestion."""

    ACCEPTED = "accepted"
    CHANGED = "changed"  # a person chose something else
    DEFAULT = "default"  # nobody was there to choose; it holds until somebody does


@dataclass(frozen=True, slots=True)
class Guess:
    """A value with its probability (0 to 1)."""

    value: str
    score: float


@dataclass(frozen=True, slots=True)
class PlaceGuess:
    """A place that the text names; `said` are the words that name it."""

    id: int
    plate: str
    said: str


@dataclass(frozen=True, slots=True)
class SameGuess:
    """An open matter that may tell of the same incident; the title is empty when not to see."""

    id: int
    number: str
    title: str
    created_at: datetime
    score: float


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What the software makes of a text. Empty fields: it does not know.

    `categories` are up to three, best first. `danger` is the service to call (110, 119, 120, gas,
    lift) or empty, `danger_sign` the words that gave it away. `model` is the version that spoke,
    "words" when no model was at hand.
    """

    categories: tuple[Guess, ...] = ()
    kind: Guess | None = None
    urgency: Guess | None = None
    danger: str = ""
    danger_sign: str = ""
    places: tuple[PlaceGuess, ...] = ()
    unknown_places: tuple[str, ...] = ()  # plates that are said but not in the register
    same: tuple[SameGuess, ...] = ()
    model: str = "words"


@dataclass(frozen=True, slots=True)
class AcceptedShare:
    """How many shown suggestions of a field people took, over those that they decided on."""

    field: str
    accepted: int
    decided: int

    @property
    def share(self) -> float | None:
        return self.accepted / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A trained model: where it came from and how well it did on texts that it had not seen."""

    version: str
    trained_at: datetime | None
    texts: int
    own_texts: int
    metrics: Mapping[str, float] = field(default_factory=dict)
