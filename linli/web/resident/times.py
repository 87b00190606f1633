"""Instants as one says them at the door: today, tomorrow, else the day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.calendars.api import SHANGHAI, now
from linli.web.formats import format_day


def say_instant(value: datetime) -> str:
    """`今天 17:00`, `明天 9:00`, `11月25日 周三 9:00`."""
    local = timezone.localtime(value, SHANGHAI)
    return f"{_say_day(local)} {local.hour}:{local:%M}"


def say_span(start: datetime, until: datetime | None) -> str:
    """`明天 9:00–10:00`; both days when it runs over midnight."""
    if until is None:
        return say_instant(start)
    first, last = (timezone.localtime(t, SHANGHAI) for t in (start, until))
    if first.date() != last.date():
        return f"{say_instant(start)} – {say_instant(until)}"
    return f"{say_instant(start)}–{last.hour}:{last:%M}"


def _say_day(local: datetime) -> str:
    today = now().astimezone(SHANGHAI).date()
    near = {0: _("今天"), 1: _("明天"), -1: _("昨天")}
    return near.get((local.date() - today) // timedelta(days=1)) or format_day(local.date())


def say_greeting(name: str, sex: str, age: int | None) -> str:
    """`张阿姨,早上好`: elders by the family name, others by their own; never a guess at both."""
    hour = now().astimezone(SHANGHAI).hour
    if hour < 11:
        return _("%(name)s，早上好") % {"name": _call(name, sex, age)}
    if hour < 18:
        return _("%(name)s，您好") % {"name": _call(name, sex, age)}
    return _("%(name)s，晚上好") % {"name": _call(name, sex, age)}


_DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "端木")


def family_name(name: str) -> str:
    return name[:2] if name.startswith(_DOUBLE_SURNAMES) else name[:1]


def _call(name: str, sex: str, age: int | None) -> str:
    elder = {"female": "阿姨", "male": "叔叔"}.get(sex)
    if not name or not elder or age is None or age < 50 or (get_language() or "")[:2] == "en":
        return name or _("您")
    return family_name(name) + elder
