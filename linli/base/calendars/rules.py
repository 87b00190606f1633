"""Working days and deadlines (REQ-04)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

import chinese_calendar
from chinese_calendar.constants import holidays

from linli.base.calendars.clock import SHANGHAI

END_OF_WORK = 18  # o'clock; a deadline in working days ends with the day's office hours
LAST_KNOWN_YEAR = max(day.year for day in holidays)


def is_working_day(day: date, overrides: Mapping[date, bool] | None = None) -> bool:
    """Whether offices work on `day`: the estate's override, the announced calendar, weekdays."""
    if overrides and day in overrides:
        return overrides[day]
    return _announced(day)


def is_announced(day: date) -> bool:
    """False beyond the last year for which the State Council's arrangement is known."""
    return day.year <= LAST_KNOWN_YEAR


@lru_cache(maxsize=4096)
def _announced(day: date) -> bool:
    if not is_announced(day):
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day))


def add_working_days(
    start: datetime, days: int, overrides: Mapping[date, bool] | None = None
) -> datetime:
    """The end of the office day that lies `days` working days after `start`'s day.

    `start` bears a time zone; the result is in UTC+8. The starting day is not counted.
    """
    day = start.astimezone(SHANGHAI).date()
    left = days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day, overrides)
    return datetime(day.year, day.month, day.day, END_OF_WORK, tzinfo=SHANGHAI)
