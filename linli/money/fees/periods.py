"""Months, quarters, years, and how much of a month a span of days is. Pure."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache
from math import gcd

from linli.money.fees.data import Cycle, Period
from linli.money.fees.errors import BadPeriod

_MONTHS = {Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.YEAR: 12}
_CODE = re.compile(r"(20\d\d)(?:Q([1-4])|-(0[1-9]|1[0-2]))?")
ONE_DAY = timedelta(days=1)


def days_of_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def first_of_next_month(day: date, months: int = 1) -> date:
    """The first of the month so many months after `day`'s."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, 1)


def period_around(day: date, cycle: Cycle) -> Period:
    """The month, quarter or year that holds `day`."""
    length = _MONTHS[cycle]
    start = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Period(cycle, start, first_of_next_month(start, length) - ONE_DAY)


def read_period(code: str) -> Period:
    """The period with this code ("2026-11", "2026Q4", "2026"). Raises BadPeriod."""
    found = _CODE.fullmatch(code.strip())
    if found is None:
        raise BadPeriod(field="period")
    year, quarter, month = int(found[1]), found[2], found[3]
    if quarter:
        return period_around(date(year, int(quarter) * 3, 1), Cycle.QUARTER)
    if month:
        return period_around(date(year, int(month), 1), Cycle.MONTH)
    return period_around(date(year, 1, 1), Cycle.YEAR)


def period_before(period: Period) -> Period:
    return period_around(period.start - ONE_DAY, period.cycle)


def period_after(period: Period) -> Period:
    return period_around(period.end + ONE_DAY, period.cycle)


@lru_cache(maxsize=4096)
def months_of(start: date, end: date) -> tuple[int, tuple[tuple[int, int], ...]]:
    """A span as (whole months, parts of months as (days, days of that month)); both days count."""
    whole, parts, day = 0, [], start
    while day <= end:
        last = min(end, day.replace(day=days_of_month(day)))
        days, length = (last - day).days + 1, days_of_month(day)
        if days == length:
            whole += 1
        else:
            parts.append((days, length))
        day = last + ONE_DAY
    return whole, tuple(parts)


@lru_cache(maxsize=4096)
def weight_of(start: date, end: date) -> tuple[int, int]:
    """How many months a span is, as a reduced fraction: days over the days of their month."""
    whole, parts = months_of(start, end)
    top, bottom = whole, 1
    for days, length in parts:
        top, bottom = top * length + days * bottom, bottom * length
    divisor = gcd(top, bottom)
    return top // divisor, bottom // divisor


def list_months(start: date, end: date) -> list[str]:
    """The calendar months that a span touches, as "2026-11"."""
    months, day = [], start.replace(day=1)
    while day <= end:
        months.append(f"{day:%Y-%m}")
        day = first_of_next_month(day)
    return months
