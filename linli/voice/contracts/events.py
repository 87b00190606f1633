"""News of papers and of what the company does."""

from __future__ import annotations

from dataclasses import dataclass

from linli.base.events.api import Event


@dataclass(frozen=True)
class PaperPublished(Event):
    """A new version of a contract, covenant or rules can be read."""

    paper_id: int
    version_id: int

    @property
    def aggregate(self) -> str:
        return f"paper:{self.paper_id}"


@dataclass(frozen=True)
class PerformancePublished(Event):
    """A quarter's figures were published (FEE-05)."""

    report_id: int
    quarter: str

    @property
    def aggregate(self) -> str:
        return f"service_report:{self.quarter}"
