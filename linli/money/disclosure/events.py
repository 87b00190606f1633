from __future__ import annotations

from dataclasses import dataclass

from linli.base.events.api import Event


@dataclass(frozen=True)
class StatementPublished(Event):
    statement_id: int
    book: str
    quarter: str
    version: int

    @property
    def aggregate(self) -> str:
        return f"statement:{self.book}:{self.quarter}"
