"""Where a list goes on: the sort key of its last row, in a form that fits an address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from linli.matters.handling.errors import UnknownCursor

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_SHAPE = re.compile(r"([np])(-?\d{1,17})\.(\d{1,19})")
_YEARS_100 = 3_200_000_000 * 1_000_000  # microseconds


@dataclass(frozen=True, slots=True)
class Cursor:
    """A row's instant and id, and whether the page before it is wanted."""

    at: datetime
    id: int
    is_backwards: bool = False


def write_cursor(at: datetime, id_: int, *, is_backwards: bool = False) -> str:
    microseconds = (at - _EPOCH) // timedelta(microseconds=1)
    return f"{'p' if is_backwards else 'n'}{microseconds}.{id_}"


def read_cursor(text: str | None) -> Cursor | None:
    """The cursor; None for the first page. Raises UnknownCursor for anything else."""
    if not text:
        return None
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise UnknownCursor(field="cursor")
    microseconds, id_ = int(found[2]), int(found[3])
    if abs(microseconds) > _YEARS_100 or id_ >= 2**63:
        raise UnknownCursor(field="cursor")
    return Cursor(_EPOCH + timedelta(microseconds=microseconds), id_, found[1] == "p")
