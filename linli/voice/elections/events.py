"""News of elections. Ids and values only, past tense."""

from __future__ import annotations

from dataclasses import dataclass

from linli.base.events.api import Event


@dataclass(frozen=True)
class ElectionEvent(Event):
    election_id: int

    @property
    def aggregate(self) -> str:
        return f"election:{self.election_id}"


@dataclass(frozen=True)
class RollPosted(ElectionEvent):
    kind: str
    opens_on: str


@dataclass(frozen=True)
class ElectionCounted(ElectionEvent):
    is_valid: bool
    winners: tuple[int, ...]
