"""How a matter's clock reads: the ring of a row and the words beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from linli.matters.handling.data import QueueRow
from linli.matters.handling.labels import STATES

_SOON = 0.8  # of the time is gone


def _(message: str) -> str:
    return _translated(get_language(), message)


@lru_cache(maxsize=1000)
def _translated(language: str | None, message: str) -> str:
    """Kept, since a page of the queue says the same few words fifty times."""
    return gettext(message)


@dataclass(frozen=True, slots=True)
class ClockFace:
    """`share` of the time gone in percent (0 to 100); `state` as the macro `clock` knows it."""

    share: int
    state: str
    words: str


def clock_of(matter: Any, at: datetime) -> ClockFace:
    """The face for a matter or a row of one."""
    if matter.closed_at is not None:
        return ClockFace(100, "done", str(STATES[matter.state]))
    share = _share(matter.created_at, matter.due_at, at)
    if matter.is_waiting_for_reporter:
        return ClockFace(share, "waiting", _("等居民回话"))
    if matter.state == "done":
        return ClockFace(100, "done", str(STATES["done"]))
    left = matter.due_at - at
    if left <= timedelta(0):
        return ClockFace(100, "overdue", _("超时 %(time)s") % {"time": span(-left)})
    state = "soon" if share >= _SOON * 100 else "running"
    return ClockFace(share, state, _("还剩 %(time)s") % {"time": span(left)})


def span(length: timedelta) -> str:
    """The length in its one or two largest units that matter."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return _span_words(get_language(), "minutes", max(minutes, 1))
    if minutes < 48 * 60:
        return _span_words(get_language(), "hours", minutes // 60)
    return _span_words(get_language(), "days", minutes // (24 * 60))


@lru_cache(maxsize=4000)
def _span_words(language: str | None, unit: str, n: int) -> str:
    if unit == "minutes":
        return pgettext("span", "%(n)s 分钟") % {"n": n}
    if unit == "hours":
        return pgettext("span", "%(n)s 小时") % {"n": n}
    return pgettext("span", "%(n)s 天") % {"n": n}


def age_of(created: datetime, at: datetime) -> str:
    minutes = int((at - created).total_seconds() // 60)
    return _("刚刚") if minutes < 1 else span(at - created)


def _share(start: datetime, due: datetime, at: datetime) -> int:
    whole = (due - start).total_seconds()
    if whole <= 0:
        return 100
    return min(100, max(0, round(100 * (at - start).total_seconds() / whole)))


def row_words(row: QueueRow, face: ClockFace) -> tuple[str, str]:
    """The word of state that a row wears, and its tone; the ring alone would be colour only."""
    is_emergency = row.urgency == "emergency" and row.closed_at is None
    if face.state == "overdue":
        words = _("紧急") + f" · {face.words}" if is_emergency else face.words
        return words, "persimmon"
    if is_emergency:
        return _("紧急"), "persimmon"
    if face.state == "waiting":
        return face.words, "amber"
    if row.state == "received":
        return _("等%(name)s接") % {"name": row.offered_to} if row.offered_to else _(
            "待接办"
        ), "amber"
    if row.state in ("done", "closed"):
        return str(STATES[row.state]), "jade"
    return (face.words, "amber") if face.state == "soon" else ("", "")
