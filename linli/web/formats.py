"""How values read on a page, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.calendars.api import SHANGHAI, now

THIN_SPACE = "\u2009"
_WEEKDAYS = ["一", "二", "三", "四", "五", "六", "日"]


def format_instant(value: datetime | None) -> str:
    """`11月23日 周一 18:30`, with the year when it is not this one."""
    if value is None:
        return ""
    local = timezone.localtime(value, SHANGHAI)
    return f"{format_day(local.date())} {local:%H:%M}"


def format_day(value: date | None) -> str:
    if value is None:
        return ""
    other_year = value.year != now().astimezone(SHANGHAI).year
    if get_language() == "en":
        return f"{value:%a %-d %b}" + (f" {value.year}" if other_year else "")
    year = f"{value.year}年" if other_year else ""
    return f"{year}{value.month}月{value.day}日 周{_WEEKDAYS[value.weekday()]}"


def format_since(value: datetime | None) -> str:
    """Relative within a day ("3 小时前"), else the instant."""
    if value is None:
        return ""
    minutes = int((now() - value).total_seconds() // 60)
    if minutes < 0 or minutes >= 24 * 60:
        return format_instant(value)
    if minutes < 1:
        return _("刚刚")
    if minutes < 60:
        return _("%(n)s 分钟前") % {"n": minutes}
    return _("%(n)s 小时前") % {"n": minutes // 60}


def format_number(value: int) -> str:
    """Groups of three with thin spaces."""
    return f"{value:,}".replace(",", THIN_SPACE)


def format_area(cm2: int | None) -> str:
    """Square metres from integer cm²."""
    return "" if cm2 is None else f"{cm2 / 10_000:.2f} m²"


def say_name(thing: Any) -> str:
    """What the estate calls a thing, in the reader's language where it has an English name."""
    english = (get_language() or "").startswith("en")
    return (english and thing.name_en) or thing.name


FILTERS: dict[str, Callable[..., Any]] = {
    "instant": format_instant,
    "day": format_day,
    "since": format_since,
    "grouped": format_number,
    "area": format_area,
    "named": say_name,
}
