"""How people say a place, and how it is written on its plate."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from linli.estate.places.data import LeaseAlarm, TenureType

LEASE_ALARM_MONTHS = 4  # a month before the application for renewal is due (HSG-01)
LEASE_APPLICATION_MONTHS = 3
LONGEST_RENTAL_YEARS = 5
GRID_GUIDANCE = (300, 500)  # households a grid (GRID-01)

_WORDS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8",
          "九": "9", "十": "10"}  # fmt: skip
_FULL = re.compile(
    r"(?:第?(\d+)(?:号楼|栋|幢|座|号|楼))[-\s]*(?:(\d+)(?:单元|门))?[-\s]*(?:(\d+)(?:室|号|房)?)?"
)
_DASHED = re.compile(r"\d+(?:[-—–/.,、 ]\d+){0,2}")
_CHINESE = re.compile(r"十[一二三四五六七八九]|二十|[一二三四五六七八九十]")


def read_plate(text: str) -> str | None:
    """The plate that somebody means: "3号楼2单元1502室" and "3-2-1502" are `3-2-1502`.

    A building alone is `5号楼`, a building and an entrance `3-2`. None when the text names none;
    a bare number is none, it may be anything.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = _CHINESE.sub(_digits, plain)
    whole = _FULL.fullmatch(plain)
    if whole:
        building, entrance, home = whole.groups()
        parts = [building, entrance, home] if entrance else [building]
        if home and not entrance:
            return None
        return f"{building}号楼" if len(parts) == 1 else _join(parts)
    if _DASHED.fullmatch(plain):
        parts = re.split(r"[-—–/.,、 ]", plain)
        return _join(parts) if len(parts) > 1 else None
    return None


def _join(parts: list[str | None]) -> str:
    return "-".join(str(int(part)) for part in parts if part)


def _digits(match: re.Match[str]) -> str:
    word = match[0]
    if word.startswith("十") and len(word) == 2:
        return "1" + _WORDS[word[1]]
    return "20" if word == "二十" else _WORDS[word]


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where there is none."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def lease_alarm(ends_on: date, today: date) -> LeaseAlarm | None:
    """What the end of a public-rental lease asks for today (HSG-01); None before the alarm.

    Four months before the end the tenant is told; three months before it the application for
    renewal is due. A person decides, never the software.
    """
    if today > ends_on:
        return LeaseAlarm.ENDED
    if today > add_months(ends_on, -LEASE_APPLICATION_MONTHS):
        return LeaseAlarm.APPLICATION_OVERDUE
    if today >= add_months(ends_on, -LEASE_ALARM_MONTHS):
        return LeaseAlarm.TELL_TENANT
    return None


def is_lease_too_long(starts_on: date, ends_on: date, tenure: str) -> bool:
    """Whether a lease exceeds what public rental allows (five years, HSG-01)."""
    limit = add_months(starts_on, 12 * LONGEST_RENTAL_YEARS)
    return tenure == TenureType.PUBLIC_RENTAL and ends_on > limit


def rate_load(households: int) -> str:
    """A grid's households against the guidance of GB/T 34300: "under", "within" or "over"."""
    least, most = GRID_GUIDANCE
    return "under" if households < least else "over" if households > most else "within"


def is_whole(shares: list[tuple[int, int]]) -> bool:
    """Whether shares (part, whole) add up to no more than one."""
    numerator, denominator = 0, 1
    for part, whole in shares:
        numerator, denominator = numerator * whole + part * denominator, denominator * whole
    return numerator <= denominator
