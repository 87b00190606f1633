from __future__ import annotations

from dataclasses import dataclass

from linli.base.events.api import Event


@dataclass(frozen=True)
class SpendingCameToDesk(Event):
    """A request waits for another hand."""

    request_id: int
    state: str
    round: int

    @property
    def aggregate(self) -> str:
        return f"spending:{self.request_id}"


@dataclass(frozen=True)
class SpendingPaid(Event):
    """Money went out: `amount` in fen."""

    request_id: int
    payment_id: int
    entry_id: int
    amount: int

    @property
    def aggregate(self) -> str:
        return f"spending:{self.request_id}"
