"""Words of banking: accounts at banks, their statement files, their lines. Amounts are fen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from linli.base.events.data import Event


class Bank(StrEnum):
    ICBC = "icbc"
    CCB = "ccb"
    ABC = "abc"
    OTHER = "other"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class StatementState(StrEnum):
    UNMAPPED = "unmapped"  # nobody has said yet what its columns mean
    PREVIEWED = "previewed"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class Column(StrEnum):
    """What a column of a statement file may mean."""

    NONE = "none"
    DATE = "date"
    TIME = "time"
    MONEY_IN = "money_in"  # 贷方: in the bank's books the customer's money is a credit
    MONEY_OUT = "money_out"  # 借方
    AMOUNT = "amount"  # signed, or unsigned beside SIDE
    SIDE = "side"  # 借/贷
    BALANCE = "balance"
    SUMMARY = "summary"
    PURPOSE = "purpose"
    NOTE = "note"
    NAME = "name"
    ACCOUNT = "account"
    SERIAL = "serial"
    OWN_ACCOUNT = "own_account"
    CURRENCY = "currency"


@dataclass(frozen=True)
class SheetRow:
    """One row of the file as texts; `number` is what a person counts, from 1."""

    number: int
    cells: tuple[str, ...]

    def at(self, column: int) -> str:
        return self.cells[column] if 0 <= column < len(self.cells) else ""


@dataclass(frozen=True)
class Mapping:
    """What each column of one header means."""

    header: tuple[str, ...]
    columns: tuple[Column, ...]

    def find(self, column: Column) -> int:
        """The place of a column, -1 where there is none."""
        return self.columns.index(column) if column in self.columns else -1


@dataclass(frozen=True)
class Line:
    """One movement as the bank tells it. `balance` is what stood on the account afterwards."""

    row: int
    booked_on: date
    booked_at: time | None
    direction: Direction
    amount: int
    balance: int | None
    name: str = ""
    account: str = ""
    purpose: str = ""
    serial: str = ""

    @property
    def signed(self) -> int:
        return self.amount if self.direction is Direction.IN else -self.amount


@dataclass(frozen=True)
class Statement:
    """A file that was read to its end and found consistent; lines in the order of their day."""

    bank: Bank
    mapping: Mapping
    lines: tuple[Line, ...]
    opening: int | None
    closing: int | None
    has_totals: bool
    own_number: str = ""


@dataclass(frozen=True)
class Facts:
    """What the lines above the header and the totals below say about the whole."""

    own_number: str = ""
    currency: str = ""
    opening: int | None = None
    closing: int | None = None
    total_in: int | None = None
    total_out: int | None = None
    count: int | None = None
    count_in: int | None = None
    count_out: int | None = None
    totals_row: int = 0
    places: dict[str, int] = field(default_factory=dict)  # fact → row it stands in


@dataclass(frozen=True)
class StatementConfirmed(Event):
    """Lines of a bank account came in for good."""

    statement_id: int

    @property
    def aggregate(self) -> str:
        return f"bank_statement:{self.statement_id}"
