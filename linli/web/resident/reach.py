"""How to reach a person today: who stands at the desk, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from linli.base.calendars.api import SHANGHAI, now
from linli.resources.rosters.api import Duty, Shift
from linli.web.resident.times import say_instant


@dataclass(frozen=True, slots=True)
class DeskHours:
    """Hours of the service desk on one day, as planned; `is_open` at this moment."""

    start: datetime
    until: datetime
    is_open: bool


def next_desk_hours() -> DeskHours | None:
    """Today's hours of the desk, or the next ones within a week; None when nothing is planned."""
    at = now()
    rows = Shift.objects.filter(
        duty=Duty.DESK.value, ends_at__gt=at, starts_at__lt=at + timedelta(days=7),
        member__left_on__isnull=True,
    )  # fmt: skip
    spans = list(rows.order_by("starts_at").values_list("starts_at", "ends_at")[:60])
    if not spans:
        return None
    first = spans[0][0].astimezone(SHANGHAI).date()
    end_of_day = datetime.combine(first + timedelta(days=1), time(), SHANGHAI)
    start, until = spans[0]
    for begins, ends in spans:
        if begins <= until and begins < end_of_day:
            until = max(until, ends)
    return DeskHours(start, until, start <= at < until)


def say_desk_hours() -> str:
    """The sentence about the desk on every page that sends people there."""
    hours = next_desk_hours()
    if hours is None:
        return _("窗口几点有人，请打热线问一声。")
    until = say_instant(hours.until)
    if hours.is_open:
        return _("服务中心窗口现在有人，到%(until)s。") % {"until": until}
    return _("服务中心窗口%(start)s开，到%(until)s。") % {
        "start": say_instant(hours.start),
        "until": until,
    }
