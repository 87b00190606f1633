"""Pure: from raw counts to the three rates (REQ-05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from linli.matters.handling.data import QueueFilters, Reckoning
from linli.matters.rates.data import Exclusion, Rate, RateRow


class Counts(NamedTuple):
    """The counts of one group, as the database gives them."""

    key: str
    matters: int
    declined: int
    merged: int
    withdrawn: int
    asks_nothing: int
    valid: int
    in_time: int
    late: int
    visited: int
    confirmed: int
    solved: int
    rated: int
    satisfied: int


def row_of(counts: Counts, name: str, base: QueueFilters) -> RateRow:
    """The three rates of one group; `base` lists its matters.

    response = contacted in time / (contacted, or due to be); resolution = revisited and solved /
    revisited; satisfaction = satisfied / revisited and asked. A resident's own confirmation is a
    return visit like another; `confirmed` says how many of the revisited it is.
    """
    c = counts
    out = (
        Exclusion("declined", c.declined),
        Exclusion("merged", c.merged),
        Exclusion("withdrawn", c.withdrawn),
        Exclusion("asks_nothing", c.asks_nothing),
    )
    not_yet_due = Exclusion("not_yet_due", c.valid - c.in_time - c.late)
    response = _rate(
        c.in_time, c.in_time + c.late, (*out, not_yet_due),
        base, (Reckoning.ANSWERED_IN_TIME, Reckoning.ANSWERED_LATE, Reckoning.VALID),
    )  # fmt: skip
    not_visited = Exclusion("not_visited", c.valid - c.visited)
    resolution = _rate(
        c.solved, c.visited, (*out, not_visited),
        base, (Reckoning.SOLVED, Reckoning.NOT_SOLVED, Reckoning.VISITED),
    )  # fmt: skip
    satisfaction = _rate(
        c.satisfied, c.rated,
        (*out, not_visited, Exclusion("not_asked", c.visited - c.rated)),
        base, (Reckoning.SATISFIED, Reckoning.NOT_SATISFIED, Reckoning.RATED),
    )  # fmt: skip
    confirmed_list = replace(base, reckoning=Reckoning.CONFIRMED.value)
    return RateRow(
        c.key, name, c.matters, response, resolution, satisfaction, c.confirmed, confirmed_list
    )


def _rate(
    numerator: int,
    denominator: int,
    exclusions: tuple[Exclusion, ...],
    base: QueueFilters,
    lists: tuple[Reckoning, Reckoning, Reckoning],
) -> Rate:
    hit, rest, whole = (replace(base, reckoning=r.value) for r in lists)
    kept = tuple(e for e in exclusions if e.count)
    return Rate(numerator, denominator, kept, hit, rest, whole)


def month_of(key: str) -> tuple[date, date]:
    """The first and the last day of "2026-11"."""
    year, month = int(key[:4]), int(key[5:7])
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)
