"""Dates as clerks write them. What could be read in two ways is not read."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from .codes import Code
from .data import Cell
from .numerals import CLASS, replace_numerals
from .texts import SPACES, is_ditto, plain, says_nothing, says_unknown

YEAR_FIRST = re.compile(
    r"(?P<y>[0-9]{4})(?:年|[-./])(?P<m>[0-9]{1,2})(?:月|[-./])?"
    r"(?:(?<=[月./-])(?P<d>[0-9]{1,2})[日号]?)?[.。]?(?:生|出生)?"
)
COMPACT = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
YEAR_LAST = re.compile(r"(?P<a>[0-9]{1,2})[-./](?P<b>[0-9]{1,2})[-./](?P<y>[0-9]{4})")
MIDNIGHT = re.compile(r"[T ]0{1,2}:00(:00(\.0+)?)?$")
DASHES = re.compile(r"[‐‑‒–—―−~]")
EPOCH = date(1899, 12, 30)
FIRST_YEAR = 1880


@dataclass(frozen=True, slots=True)
class DateReading:
    """`text`: `YYYY-MM-DD` or `YYYY-MM`; None with `code` if the cell could not be read."""

    text: str | None = None
    code: Code | None = None


NONE = DateReading()
UNREADABLE = DateReading(code=Code.BIRTH_UNREADABLE)


def read_birth(value: Cell, as_of: date) -> DateReading:
    """A date of birth, not after `as_of`. Lunar, approximate and two-digit years are refused."""
    return _read_cell(value, as_of)


def read_date(value: Cell) -> DateReading:
    """Any other date (a lease), also in the future."""
    reading = _read_cell(value, date(2200, 1, 1))
    return DateReading(code=Code.DATE_UNREADABLE) if reading.code else reading


def _read_cell(value: Cell, latest: date) -> DateReading:
    if value is None or value == "":
        return NONE
    if isinstance(value, datetime):
        return _judge(value.date(), latest)
    if isinstance(value, date):
        return _judge(value, latest)
    if isinstance(value, bool):
        return UNREADABLE
    if isinstance(value, (int, float)):
        return _read_number(value, latest)
    return _read_text(value, latest) if isinstance(value, str) else UNREADABLE


def _judge(day: date, latest: date) -> DateReading:
    if not day.year >= FIRST_YEAR or day > latest:
        return UNREADABLE
    return DateReading(day.isoformat())


def _judge_parts(year: int, month: int, day: int | None, latest: date) -> DateReading:
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return UNREADABLE
    reading = _judge(first, latest)
    return DateReading(reading.text[:7]) if reading.text and day is None else reading


def _read_number(value: float, latest: date) -> DateReading:
    if not float(value).is_integer():
        return _read_decimal(value, latest)
    number = int(value)
    if 10_000_000 <= number <= 99_999_999:
        return _read_text(str(number), latest)
    if 100_000 <= number <= 999_999:
        return _read_six(str(number), latest)
    # 1949 alone may be a year or a day in 1905.
    if not 2200 <= number < 100_000:
        return UNREADABLE
    return _judge(EPOCH + timedelta(days=number), latest)


def _read_decimal(value: float, latest: date) -> DateReading:
    """1949.03 typed as a number; 1949.1 may have been 1949.10."""
    whole, _, part = repr(float(value)).partition(".")
    if len(whole) != 4 or not whole.isdigit() or part == "1" or len(part) > 2:
        return UNREADABLE
    return _judge_parts(int(whole), int(part), None, latest)


def _read_six(text: str, latest: date) -> DateReading:
    """194903 is a month; 200503 may also be 20-05-03."""
    if 1 <= int(text[2:4]) <= 12 and 1 <= int(text[4:]) <= 31:
        return UNREADABLE
    return _judge_parts(int(text[:4]), int(text[4:]), None, latest)


@lru_cache(maxsize=65536)
def _read_text(raw: str, latest: date) -> DateReading:
    text = MIDNIGHT.sub("", plain(raw))
    text = DASHES.sub("-", SPACES.sub("", text))
    if says_nothing(text) or says_unknown(text):
        return NONE
    if is_ditto(raw):
        return UNREADABLE
    if "年" in text and re.search(f"[{CLASS}]", text):
        text = replace_numerals(text)
    found = YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text)
    if found:
        day = found["d"]
        return _judge_parts(int(found["y"]), int(found["m"]), int(day) if day else None, latest)
    found = YEAR_LAST.fullmatch(text)
    if found:
        return _read_year_last(int(found["a"]), int(found["b"]), int(found["y"]), latest)
    return _read_digits(text, latest)


def _read_year_last(one: int, two: int, year: int, latest: date) -> DateReading:
    """3/5/1949 may be March or May; 25/3/1949 can only be March."""
    if one <= 12 and two <= 12 and one != two:
        return UNREADABLE
    month, day = (two, one) if one > 12 else (one, two)
    return _judge_parts(year, month, day, latest)


def _read_digits(text: str, latest: date) -> DateReading:
    """A bare serial, as a .csv shows it, or digits with `.0`."""
    digits = re.sub(r"\.0+$", "", text)
    if re.fullmatch(r"[0-9]{5,6}|[0-9]{8}", digits) and not digits.startswith("0"):
        return _read_number(int(digits), latest)
    return UNREADABLE
