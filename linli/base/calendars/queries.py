from __future__ import annotations

from datetime import date

from linli.base.calendars.models import CalendarDay


def calendar_overrides() -> dict[date, bool]:
    """The estate's own days: day -> working or not."""
    return dict(CalendarDay.objects.values_list("day", "is_working"))
