"""News of the bodies. Ids and values only, past tense."""

from __future__ import annotations

from dataclasses import dataclass

from linli.base.events.api import Event


@dataclass(frozen=True)
class TermBegan(Event):
    term_id: int
    kind: str

    @property
    def aggregate(self) -> str:
        return f"committee_term:{self.term_id}"


@dataclass(frozen=True)
class MeetingCalled(Event):
    meeting_id: int
    meets_on: str

    @property
    def aggregate(self) -> str:
        return f"committee_meeting:{self.meeting_id}"


@dataclass(frozen=True)
class MinutesPosted(Event):
    meeting_id: int

    @property
    def aggregate(self) -> str:
        return f"committee_meeting:{self.meeting_id}"
