"""What may be asked for when, and for how long. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date

from linli.money.arrears.data import DebtState, Part, PlanState, Terms

MOST_PARTS = 36
ORDER = (DebtState.DUE, DebtState.OVERDUE, DebtState.DEMANDED, DebtState.LITIGATION)


def debt_state(
    due_on: date, day: date, *, is_demanded: bool = False, in_court: bool = False
) -> DebtState:
    """Where an unpaid bill stands: due until its day has passed, then one step after the other.

    A demand counts from its service, and a suit only after a demand (FEE-01).
    """
    if day <= due_on:
        return DebtState.DUE
    if not is_demanded:
        return DebtState.OVERDUE
    return DebtState.LITIGATION if in_court else DebtState.DEMANDED


def may_follow(before: DebtState, after: DebtState) -> bool:
    """Steps go one at a time: no suit without a demand, no demand before the bill is overdue."""
    return ORDER.index(after) == ORDER.index(before) + 1


def same_day_in(day: date, years: int) -> date:
    """The same day so many years on; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def limitation_ends(due_on: date, interruptions: Iterable[date], terms: Terms) -> date:
    """Up to which day a claim can be brought: three years from the day it fell due (民法典 188).

    A demand that was served, an agreement, a payment and a suit begin them anew (195).
    """
    last = max([due_on, *(day for day in interruptions if day >= due_on)])
    return same_day_in(last, terms.limitation_years)


def share_equally(owed: int, days: Sequence[date]) -> list[Part]:
    """Equal parts, the first ones a fen larger where it does not go even."""
    each, rest = divmod(owed, len(days))
    return [Part(day, each + (n < rest)) for n, day in enumerate(days)]


def parts_fit(parts: Sequence[Part], owed: int) -> bool:
    """Whether the parts sum to what is owed, to the fen, none of them empty."""
    return bool(parts) and all(p.amount > 0 for p in parts) and sum(p.amount for p in parts) == owed


def days_fit(parts: Sequence[Part], day: date) -> bool:
    """Whether the days follow each other, from today on, within three years."""
    days = [part.due_on for part in parts]
    in_order = all(a < b for a, b in itertools.pairwise(days))
    return (
        in_order and len(days) <= MOST_PARTS and day <= days[0] and days[-1] <= same_day_in(day, 3)
    )


def plan_state(parts: Sequence[Part], owed: int, paid: int, day: date, terms: Terms) -> PlanState:
    """How an agreement stands: kept when all is paid, broken when what was due `grace_days` ago
    is not covered by all that was paid since."""
    if paid >= owed:
        return PlanState.KEPT
    expected = sum(p.amount for p in parts if (day - p.due_on).days > terms.grace_days)
    return PlanState.BROKEN if paid < expected else PlanState.RUNNING


def months_owed(spans: Iterable[tuple[date, date]]) -> int:
    """How many different calendar months these spans touch (HSG-01 counts them together)."""
    months = set()
    for start, end in spans:
        first, last = start.year * 12 + start.month, end.year * 12 + end.month
        months |= set(range(first, last + 1))
    return len(months)
