"""Decisions of disclosure that need no database."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from linli.money.disclosure.data import Cell, Figures, Quarter, Way

FEWEST = 3  # payments in one sum: fewer could be somebody's own
SHOWN_DAYS = 30  # working days that a statement hangs (FEE-06)
DUE_MONTHS = 1  # a quarter is published by the end of the first month after it
OBJECTIONS_AN_HOUR = 5  # from one address
OBJECTIONS_A_DAY = 200  # of the whole estate

_QUARTER = re.compile(r"(20[0-9]{2})q([1-4])")


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def read_quarter(code: str) -> Quarter | None:
    """The quarter of a code like "2026q3"; None for anything else."""
    found = _QUARTER.fullmatch(code)
    return Quarter(int(found[1]), int(found[2])) if found else None


def due_on(quarter: Quarter, months: int = DUE_MONTHS) -> date:
    """The last day on which a quarter's statement is in time."""
    month = quarter.end.month + months
    year, month = quarter.end.year + (month - 1) // 12, (month - 1) % 12 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1)


def month_of(day: date) -> date:
    return day.replace(day=1)


def merge_small(cells: Iterable[Cell], fewest: int = FEWEST) -> list[Cell]:
    """Sums over fewer payments than `fewest` lose their building and are added up for the estate:
    a single payment in a house of thirty could be traced to its home."""
    kept: list[Cell] = []
    small: dict[tuple[date, str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.entry_id is None and cell.building and cell.count < fewest:
            small[cell.day, cell.way, cell.label].append(cell)
        else:
            kept.append(cell)
    for (day, way, label), some in small.items():
        rest = [c for c in kept if _is_rest(c, day, way, label)]
        kept = [c for c in kept if c not in rest]
        every = [*some, *rest]
        seals = [c.seal for c in every]
        kept.append(
            Cell(
                day, way, label, sum(c.amount for c in every), sum(c.count for c in every),
                seal=None if None in seals else max(s for s in seals if s is not None),
            )
        )  # fmt: skip
    return kept


def _is_rest(cell: Cell, day: date, way: str, label: str) -> bool:
    key = (cell.day, cell.way, cell.label)
    return cell.entry_id is None and not cell.building and key == (day, way, label)


def in_order(cells: Iterable[Cell]) -> list[Cell]:
    """As they stand in a table: the newest first, then what came in before what went out."""
    return sorted(
        cells, key=lambda c: (-c.day.toordinal(), c.way, c.label, c.building, c.entry_id or 0)
    )


def add_up(opening: int, cells: Iterable[Cell]) -> Figures:
    """The page's figures: they are the sum of its lines and of nothing else."""
    sums: dict[str, dict[str, int]] = {Way.IN.value: {}, Way.OUT.value: {}}
    for cell in cells:
        side = sums[cell.way]
        side[cell.label] = side.get(cell.label, 0) + cell.amount
    came, went = sums[Way.IN.value], sums[Way.OUT.value]
    return Figures(opening, sum(came.values()), sum(went.values()), _largest(came), _largest(went))


def _largest(sums: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(sums.items(), key=lambda one: (-one[1], one[0])))


def content_hash(head: Mapping[str, Any], lines: Sequence[Sequence[Any]]) -> str:
    """SHA-256 in hex over a statement's head and lines, the same for ever."""
    words = json.dumps(
        {"head": dict(head), "lines": [list(line) for line in lines]},
        ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str,
    )  # fmt: skip
    return hashlib.sha256(words.encode()).hexdigest()


def bar_width(amount: int, largest: int, whole: int = 100) -> int:
    """How long a bar is, of `whole`; 1 at least for what is not nothing."""
    if amount <= 0 or largest <= 0:
        return 0
    return max(1, amount * whole // largest)


def is_late(quarter: Quarter, today: date, months: int = DUE_MONTHS) -> bool:
    return today > due_on(quarter, months)
