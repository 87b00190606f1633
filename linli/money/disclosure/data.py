"""Words of disclosure: what everybody may see of the books, and ask about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

PUBLIC_BOOKS = ("joint_account", "common_income", "maintenance_fund")


class Way(StrEnum):
    IN = "in"
    OUT = "out"


class ObjectionState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"


class BundleKind(StrEnum):
    """A pack of what is published of a period (FEE-05), or all that is handed over when the
    contract ends (FEE-09)."""

    PACK = "pack"
    HANDOVER = "handover"


class BundleState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True)
class Quarter:
    """Three months; both days belong to it. `code` is "2026q3"."""

    year: int
    number: int

    @property
    def code(self) -> str:
        return f"{self.year}q{self.number}"

    @property
    def start(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def end(self) -> date:
        after = self.next.start
        return date.fromordinal(after.toordinal() - 1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> Quarter:
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)


@dataclass(frozen=True)
class Cell:
    """Money that moved for one reason: of households by month and building, else one entry.

    `amount` is fen and positive in the sense of `way` (negative where something was taken back);
    `entry_id` is none for a sum of households' payments. `seal` is the number of the ledger's
    seal, None while it waits for the next.
    """

    day: date
    way: str
    label: str
    amount: int
    count: int = 1
    building: str = ""
    entry_id: int | None = None
    source: str = ""
    seal: int | None = None
    number: int = 0  # of the line within a published statement
    line_id: int | None = None


@dataclass(frozen=True)
class Figures:
    """What one number, one picture and the head of a page need; fen."""

    opening: int
    came_in: int
    went_out: int
    sources: tuple[tuple[str, int], ...] = ()  # label and sum, the largest first
    uses: tuple[tuple[str, int], ...] = ()

    @property
    def closing(self) -> int:
        return self.opening + self.came_in - self.went_out


@dataclass(frozen=True)
class PublicRate:
    """The collection rate with what it is made of, in fen; `left_out` is (why, how many)."""

    paid: int = 0
    billed: int = 0
    paid_bills: int = 0
    bills: int = 0
    left_out: tuple[tuple[str, int], ...] = field(default_factory=tuple)
