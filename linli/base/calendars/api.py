from linli.base.calendars.clock import SHANGHAI, clock_at, now, today
from linli.base.calendars.models import CalendarDay
from linli.base.calendars.queries import calendar_overrides
from linli.base.calendars.rules import (
    LAST_KNOWN_YEAR,
    add_working_days,
    is_announced,
    is_working_day,
)

__all__ = [
    "LAST_KNOWN_YEAR",
    "SHANGHAI",
    "CalendarDay",
    "add_working_days",
    "calendar_overrides",
    "clock_at",
    "is_announced",
    "is_working_day",
    "now",
    "today",
]
