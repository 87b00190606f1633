"""News of the queue. Ids and values only, past tense; order holds per matter."""

from __future__ import annotations

from dataclasses import dataclass

from linli.base.events.api import Event


@dataclass(frozen=True)
class MatterEvent(Event):
    matter_id: int

    @property
    def aggregate(self) -> str:
        return f"matter:{self.matter_id}"


@dataclass(frozen=True)
class MatterOpened(MatterEvent):
    category: str
    kind: str
    urgency: str
    channel: str
    holder_id: int
    offered_to_organisation_id: int | None
    offered_to_id: int | None


@dataclass(frozen=True)
class MatterOffered(MatterEvent):
    """The first offer and each hand-over; `account_id` None means the whole organisation."""

    organisation_id: int | None
    account_id: int | None


@dataclass(frozen=True)
class MatterAccepted(MatterEvent):
    holder_id: int
    organisation_id: int


@dataclass(frozen=True)
class MatterHandedOn(MatterEvent):
    """Handed on without an acceptance for the second time: the duty lead has it now."""

    holder_id: int


@dataclass(frozen=True)
class ReporterTold(MatterEvent):
    """Something that the reporter and everybody joined should hear; `entry_id` has the words."""

    entry_id: int
    kind: str
    person_ids: tuple[int, ...]


@dataclass(frozen=True)
class ReporterAnswered(MatterEvent):
    entry_id: int
    holder_id: int | None


@dataclass(frozen=True)
class VisitAppointed(MatterEvent):
    start: str  # ISO 8601
    until: str


@dataclass(frozen=True)
class MatterDone(MatterEvent):
    done_by_id: int


@dataclass(frozen=True)
class MatterClosed(MatterEvent):
    result: str


@dataclass(frozen=True)
class MatterReopened(MatterEvent):
    holder_id: int
    why: str


@dataclass(frozen=True)
class MatterDeclined(MatterEvent):
    reason: str


@dataclass(frozen=True)
class MatterWithdrawn(MatterEvent):
    """Taken back by its reporter; with those who had it or were offered it."""

    holder_id: int | None
    offered_to_organisation_id: int | None
    offered_to_id: int | None


@dataclass(frozen=True)
class MatterMerged(MatterEvent):
    into_id: int


@dataclass(frozen=True)
class MatterOverdue(MatterEvent):
    """First said when it becomes overdue (level 1), then at each climb (2, 3)."""

    level: int
    account_id: int | None


@dataclass(frozen=True)
class WorkerThanked(MatterEvent):
    account_id: int
