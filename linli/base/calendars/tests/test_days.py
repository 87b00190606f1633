"""Working days as the State Council announced them, and deadlines that count on them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.calendars.api import (
    SHANGHAI,
    CalendarDay,
    add_working_days,
    calendar_overrides,
    clock_at,
    is_announced,
    is_working_day,
    now,
    today,
)

# 国务院办公厅关于2026年部分节假日安排的通知
HOLIDAYS_2026 = ["01-01", "02-17", "04-06", "05-01", "06-19", "09-25", "10-01", "10-07"]
WORKING_WEEKENDS_2026 = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


@pytest.mark.rule("REQ-04")
@pytest.mark.parametrize("day", HOLIDAYS_2026)
def test_holidays_of_2026_are_off(day: str) -> None:
    assert not is_working_day(date.fromisoformat(f"2026-{day}"))


@pytest.mark.rule("REQ-04")
@pytest.mark.parametrize("day", WORKING_WEEKENDS_2026)
def test_weekends_that_were_exchanged_are_worked(day: str) -> None:
    moved = date.fromisoformat(f"2026-{day}")
    assert moved.weekday() >= 5
    assert is_working_day(moved)


@pytest.mark.rule("REQ-04")
def test_a_year_not_yet_announced_counts_weekdays_and_says_so() -> None:
    assert not is_announced(date(2027, 1, 1))
    assert is_announced(date(2026, 12, 31))
    assert is_working_day(date(2027, 10, 1)), "a Friday, until the State Council says otherwise"
    assert not is_working_day(date(2027, 10, 2))


@pytest.mark.rule("REQ-04")
def test_the_estates_own_word_stands_above(cast: Any) -> None:
    CalendarDay.objects.create(day=date(2026, 11, 23), is_working=False, note="停电")
    CalendarDay.objects.create(day=date(2026, 11, 28), is_working=True)
    own = calendar_overrides()
    assert is_working_day(date(2026, 11, 23))
    assert not is_working_day(date(2026, 11, 23), own)
    assert is_working_day(date(2026, 11, 28), own)


@pytest.mark.rule("REQ-04")
@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23T09:00", 1, "2026-11-24T18:00"),
        ("2026-11-27T17:59", 1, "2026-11-30T18:00"),  # over a weekend
        ("2026-09-30T10:00", 1, "2026-10-08T18:00"),  # over the National Day week
        ("2026-10-09T10:00", 1, "2026-10-10T18:00"),  # onto a working Saturday
        ("2026-11-28T10:00", 1, "2026-11-30T18:00"),  # begun on a Saturday
    ],
)
def test_deadlines_end_with_office_hours(start: str, days: int, end: str) -> None:
    begun = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
    assert add_working_days(begun, days) == datetime.fromisoformat(end).replace(tzinfo=SHANGHAI)


def test_the_day_is_the_estates_not_the_servers() -> None:
    late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # already Tuesday in Xingtai
    assert add_working_days(late, 1).date() == date(2026, 11, 25)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)), st.integers(1, 40))
def test_deadlines_fall_on_working_days_and_grow(start: datetime, days: int) -> None:
    begun = start.replace(tzinfo=SHANGHAI)
    end = add_working_days(begun, days)
    assert is_working_day(end.date())
    passed = [begun.date() + timedelta(n + 1) for n in range((end.date() - begun.date()).days)]
    assert sum(is_working_day(day) for day in passed) == days


def test_a_fixed_clock_holds_inside_only() -> None:
    instant = datetime(2026, 2, 16, 16, 30, tzinfo=UTC)
    with clock_at(instant):
        assert now() == instant
        assert today() == date(2026, 2, 17)
    assert now() != instant


def test_a_clock_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="time zone"), clock_at(datetime(2026, 1, 1)):
        pass
