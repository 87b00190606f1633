"""News of polls."""

from __future__ import annotations

from dataclasses import dataclass

from linli.base.events.api import Event


@dataclass(frozen=True)
class PollEvent(Event):
    poll_id: int

    @property
    def aggregate(self) -> str:
        return f"poll:{self.poll_id}"


@dataclass(frozen=True)
class PollOpened(PollEvent):
    """Let out; it opens at its time."""


@dataclass(frozen=True)
class PollArchived(PollEvent):
    """Everybody can read what became of it."""
