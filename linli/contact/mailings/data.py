"""Words of a mailing (群发通知): one message to many people, each told in the own way."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class MailingState(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"  # for the approval of somebody else
    SENDING = "sending"
    STOPPED = "stopped"
    DONE = "done"


class RecipientState(StrEnum):
    """What becomes of one person: sent by itself, told by hand, or has it through a housemate."""

    AUTO = "auto"
    BY_HAND = "by_hand"
    TOLD = "told"
    SHARED = "shared"  # the same address already gets it
    STOPPED = "stopped"


@dataclass(frozen=True)
class Sample:
    """Exactly what one person gets, and which way."""

    name: str
    plate: str
    channel: str
    address: str
    text: str
    language: str


@dataclass(frozen=True)
class Preview:
    """What would happen now: people by channel, some of them in full, who must be told by hand.

    `by_channel` counts the first way of each; `shared` have it by a housemate's phone.
    """

    total: int
    by_channel: tuple[tuple[str, int], ...]
    shared: int
    english: int
    samples: tuple[Sample, ...]
    by_hand: tuple[Sample, ...]


@dataclass(frozen=True)
class Figures:
    """How far a mailing is; each person counts once."""

    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    seen: int = 0

    def of(self, *states: str) -> int:
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def open(self) -> int:
        return self.of("queued", "sending")

    @property
    def reached(self) -> int:
        return self.of("sent", "delivered", "read", "told", "shared")
