"""Terms, notices, quarters, what a rating says. Pure; sources in docs/rules.md."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from linli.voice.contracts.data import DueState, Duty, Tally, Term

DISMISSAL_DAYS = 60  # Civil Code 946: notice of the owners to the company (FEE-09)
NO_RENEWAL_DAYS = 90  # Civil Code 947: notice of the company before the term ends (FEE-09)
DECIDE_DAYS = 180  # an assembly needs time: notice, roll, ballots
RING_DAYS = 30  # before the last day of a notice
HAND_OVER_RING_DAYS = 30
LOWEST, HIGHEST = 1, 5  # a rating's scale


def is_dismissal_in_time(given_on: date, effective_on: date) -> bool:
    """Whether sixty days lie between the written notice and the end (946)."""
    return effective_on - given_on >= timedelta(days=DISMISSAL_DAYS)


def is_no_renewal_in_time(given_on: date, ends_on: date) -> bool:
    """Whether ninety days lie between the company's notice and the end of the term (947)."""
    return ends_on - given_on >= timedelta(days=NO_RENEWAL_DAYS)


def end_of(term: Term) -> date:
    """The day on which the contract really ends."""
    return min(term.ends_on, term.dismissal_effective_on or term.ends_on)


def list_duties(term: Term) -> list[Duty]:
    """What must be thought of before a contract ends, with the day on which it rings.

    `renewal`: owners decide whether to go on; `company_notice`: the last day on which the company
    may say that it will not; `hand_over`: papers, data and money are handed over (949).
    """
    end = end_of(term)
    duties = [Duty("hand_over", end - timedelta(days=HAND_OVER_RING_DAYS), end)]
    if term.dismissal_effective_on is None:
        last = term.ends_on - timedelta(days=NO_RENEWAL_DAYS)
        duties.append(Duty("renewal", term.ends_on - timedelta(days=DECIDE_DAYS), last))
        if not term.no_renewal_given:
            duties.append(Duty("company_notice", last - timedelta(days=RING_DAYS), last))
    return sorted(duties, key=lambda duty: (duty.ring_on, duty.code))


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), the month's last where there is no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def quarter_of(day: date) -> str:
    """ "2026Q4"."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def read_quarter(text: str) -> str | None:
    """The quarter that a text names, None for anything else."""
    year, _, number = text.partition("Q")
    good = len(year) == 4 and year.isascii() and year.isdigit() and year > "1999"
    return text if good and number in ("1", "2", "3", "4") else None


def days_of_quarter(quarter: str) -> tuple[date, date]:
    """The first and the last day."""
    year, number = int(quarter[:4]), int(quarter[5])
    first = date(year, number * 3 - 2, 1)
    return first, add_months(first, 3) - timedelta(days=1)


def quarter_before(quarter: str) -> str:
    return quarter_of(days_of_quarter(quarter)[0] - timedelta(days=1))


def rated_quarter(day: date) -> str:
    """The quarter that people rate on that day: the one that ended last."""
    return quarter_before(quarter_of(day))


def tally_states(counts: Mapping[str, int]) -> Tally:
    """What a count by state says."""
    names = {DueState.DONE: "done", DueState.LATE: "late", DueState.FAILED: "failed",
             DueState.MISSED: "missed", DueState.WAITING: "open"}  # fmt: skip
    return Tally(**{name: counts.get(state.value, 0) for state, name in names.items()})


def add_tallies(tallies: Sequence[Tally]) -> Tally:
    fields = ("done", "late", "failed", "missed", "open")
    return Tally(**{f: sum(getattr(t, f) for t in tallies) for f in fields})


def state_when_done(done_on: date, last_on: date) -> DueState:
    """On the last day it is still in time."""
    return DueState.DONE if done_on <= last_on else DueState.LATE


def mean_tenths(scores: Sequence[int]) -> int | None:
    """The mean in tenths, cut; None without any: 47 means 4.7."""
    return sum(scores) * 10 // len(scores) if scores else None
