"""When something recurs: days, weeks, months from an anchor, or before a certificate ends. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from linli.base.calendars.api import is_working_day
from linli.voice.contracts.data import Holiday, Schedule, Slot, Unit
from linli.voice.contracts.rules import add_months


def list_slots(
    schedule: Schedule, after: date | None, upto: date, overrides: Mapping[date, bool] | None = None
) -> list[Slot]:
    """The slots later than `after` (None: all) whose own day is not later than `upto`.

    Months count from the first day, so that the 31st comes back after February. A slot that is
    shifted keeps its own day, by which it is known.
    """
    found = []
    for day in _days(schedule, after, upto):
        due_on = _due_on(day, schedule.holiday, overrides)
        if due_on is not None:
            found.append(Slot(day, due_on))
    return found


def _days(schedule: Schedule, after: date | None, upto: date) -> Iterator[date]:
    n = _first_index(schedule, after)
    while True:
        day = _nth(schedule, n)
        if day > upto:
            return
        if after is None or day > after:
            yield day
        n += 1


def _first_index(schedule: Schedule, after: date | None) -> int:
    """An index not beyond the first slot after that day, so that years need no counting."""
    if after is None or after < schedule.starts_on:
        return 0
    days = (after - schedule.starts_on).days
    step = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31}[schedule.unit] * schedule.every
    return days // step


def _nth(schedule: Schedule, n: int) -> date:
    if schedule.unit == Unit.MONTH:
        return add_months(schedule.starts_on, n * schedule.every)
    days = schedule.every * (7 if schedule.unit == Unit.WEEK else 1)
    return schedule.starts_on + timedelta(days=n * days)


def _due_on(day: date, holiday: Holiday, overrides: Mapping[date, bool] | None) -> date | None:
    if holiday == Holiday.KEEP or is_working_day(day, overrides):
        return day
    if holiday == Holiday.SKIP:
        return None
    while not is_working_day(day, overrides):
        day += timedelta(days=1)
    return day


def slot_before_expiry(valid_until: date, months: int) -> Slot:
    """The last day for asking: `months` before the certificate ends (DEV-05)."""
    day = add_months(valid_until, -months)
    return Slot(day, day)
