"""The clock that all writes read, so that a demo or a test can live through three months."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_fixed: ContextVar[datetime | None] = ContextVar("linli_clock", default=None)


def now() -> datetime:
    """The current instant, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The current day in the estate's time zone."""
    return now().astimezone(SHANGHAI).date()


@contextmanager
def clock_at(instant: datetime) -> Iterator[None]:
    """Let every write inside happen at `instant` (time zone required)."""
    if instant.tzinfo is None:
        raise ValueError("clock_at needs an instant with a time zone")
    token = _fixed.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
