"""What a GeoReport client sends, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.base.errors import Invalid, translatable

MOST_ROWS = 1000  # of GET requests, as the standard has it
LONGEST_SPAN = timedelta(days=90)
_STATES = frozenset({"open", "closed"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests a client asks for; an empty tuple: all."""

    numbers: tuple[str, ...]
    services: tuple[str, ...]
    states: frozenset[str]
    since: datetime
    until: datetime
    page: int
    page_size: int


def read_wanted(sent: Mapping[str, str], at: datetime) -> Wanted:
    """Filters of GET requests. Raises Invalid naming the parameter.

    Named requests win over every other filter; without dates: the last 90 days, never more.
    """
    until = _instant(sent, "end_date") or at
    since = _instant(sent, "start_date") or until - LONGEST_SPAN
    states = frozenset(_list(sent, "status"))
    if states - _STATES:
        raise Invalid(translatable("status 只能是 open 或 closed。"), field="status")
    return Wanted(
        _list(sent, "service_request_id"), _list(sent, "service_code"), states or _STATES,
        max(since, until - LONGEST_SPAN), until, _count(sent, "page", 1, 10_000),
        _count(sent, "page_size", MOST_ROWS, MOST_ROWS),
    )  # fmt: skip


def _list(sent: Mapping[str, str], name: str) -> tuple[str, ...]:
    parts = (part.strip() for part in sent.get(name, "").split(","))
    return tuple(part for part in parts if part and part.isprintable())[:MOST_ROWS]


def _instant(sent: Mapping[str, str], name: str) -> datetime | None:
    text = sent.get(name, "").strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
        if found.tzinfo is None or not 2000 <= found.year <= 2200:
            raise ValueError(text)
    except ValueError as error:
        message = translatable("%(name)s 要写成带时区的时间，比如 2026-11-05T08:15:30+08:00。")
        raise Invalid(message, field=name, name=name) from error
    return found


def _count(sent: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = sent.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) > 0):
        raise Invalid(translatable("%(name)s 要写成正整数。"), field=name, name=name)
    return min(int(text), most)


@dataclass(frozen=True, slots=True)
class Filed:
    """A new request as sent. The address is a plate or free words."""

    service_code: str
    kind: str
    text: str
    address: str
    name: str
    phone: str


def read_filed(sent: Mapping[str, str]) -> Filed:
    """Fields of POST requests. Raises Invalid naming the one that is missing or wrong.

    One of `address_id`, `address_string` and `lat` with `long` is needed. A `media_url` is
    handed on in words: what lies at a foreign address is never fetched.
    """
    code = sent.get("service_code", "").strip()
    if not code:
        raise Invalid(translatable("缺少 service_code。"), field="service_code")
    first, last = sent.get("first_name", "").strip(), sent.get("last_name", "").strip()
    media = sent.get("media_url", "").strip()
    text = sent.get("description", "").strip()
    text += f"\n图片：{media}" if media.startswith(("https://", "http://")) else ""
    return Filed(
        service_code=code, kind=sent.get("attribute[kind]", "").strip(), text=text.strip(),
        address=_address(sent), name=_full_name(first, last), phone=sent.get("phone", "").strip(),
    )  # fmt: skip


def _address(sent: Mapping[str, str]) -> str:
    named = sent.get("address_id", "").strip() or sent.get("address_string", "").strip()
    lat, long = sent.get("lat", "").strip(), sent.get("long", "").strip()
    if named:
        return named
    if not (lat and long):
        message = translatable("缺少地点：请给 address_string、address_id，或 lat 和 long。")
        raise Invalid(message, field="address_string")
    try:
        north, east = float(lat), float(long)
    except ValueError as error:
        raise Invalid(translatable("lat 和 long 要写成数字。"), field="lat") from error
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise Invalid(translatable("lat 和 long 不在地球上。"), field="lat")
    return f"{north:.6f}, {east:.6f}"


def _full_name(first: str, last: str) -> str:
    plain = first.isascii() and last.isascii()
    return f"{first} {last}".strip() if plain else f"{last}{first}"
