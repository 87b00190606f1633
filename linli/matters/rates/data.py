"""The three rates and the honours, as others may hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from linli.matters.handling.data import QueueFilters


class GroupBy(StrEnum):
    NONE = "none"
    GRID = "grid"
    BUILDING = "building"
    CATEGORY = "category"
    ORGANISATION = "organisation"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the estate, both included, by which a matter came in."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class RateFilters:
    category: str = ""
    kind: str = ""
    channel: str = ""
    organisation_id: int | None = None
    grid_id: int | None = None
    building_id: int | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Matters that a rate leaves out: why (a code), how many."""

    why: str  # declined | merged | withdrawn | asks_nothing | not_yet_due | not_visited | not_asked
    count: int


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate with all that it stands on (REQ-05); each count opens as a list of matters."""

    numerator: int
    denominator: int
    exclusions: tuple[Exclusion, ...]
    numerator_list: QueueFilters
    rest_list: QueueFilters  # in the denominator, not in the numerator
    denominator_list: QueueFilters

    @property
    def per_mille(self) -> int | None:
        """The rate in thousandths, None without a denominator."""
        if not self.denominator:
            return None
        return (self.numerator * 1000 + self.denominator // 2) // self.denominator


@dataclass(frozen=True, slots=True)
class RateRow:
    """The three rates of one group; `key` is an id, a code or "2026-11", "" for all."""

    key: str
    name: str
    matters: int  # that came in, excluded ones included
    response: Rate
    resolution: Rate
    satisfaction: Rate
    confirmed: int  # of the revisited: the resident's own word, without a visitor
    confirmed_list: QueueFilters


@dataclass(frozen=True, slots=True)
class RateTable:
    period: Period
    group_by: str
    total: RateRow
    rows: tuple[RateRow, ...]


@dataclass(frozen=True, slots=True)
class ThanksLine:
    at: datetime
    body: str
    matter_id: int
    number: str
    title: str  # empty when it is not the reader's


@dataclass(frozen=True, slots=True)
class HonourLine:
    """One worker's month: what was solved and who said thank you (T7)."""

    account_id: int
    name: str
    organisation: str
    solved: int
    thanks: int


@dataclass(frozen=True, slots=True)
class Work:
    """One's own work: open, solved, thanked, by month."""

    open_matters: int
    overdue: int
    solved_this_month: int
    solved_in_all: int
    thanks_in_all: int
    months: tuple[tuple[str, int, int], ...]  # "2026-11", solved, thanks; oldest first
    thanks: tuple[ThanksLine, ...]
