"""Pure decisions on topics: when one is hot, whether it rises, what it is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from linli.matters.topics.data import TopicStatus, Trend

HOT_DAYS = 14  # days that a topic's figure looks back
HOT_COUNT = 3  # matters within them that make it hot
_PART = 1.3  # one half of the days against the other


def is_hot(recent: int) -> bool:
    return recent >= HOT_COUNT


def trend_of(times: Sequence[datetime], at: datetime, days: int = HOT_DAYS) -> Trend:
    """Later half of the days against the earlier: a third more rises, a third less falls."""
    half = timedelta(days=days / 2)
    late = sum(at - half < time <= at for time in times)
    early = sum(at - 2 * half < time <= at - half for time in times)
    if late > early * _PART and late - early >= 1:
        return Trend.RISING
    if early > late * _PART:
        return Trend.FALLING
    return Trend.STEADY


def days_shown(times: Sequence[datetime], at: datetime, most: int = HOT_DAYS) -> int:
    """Over how many days the recent ones came in: at least one, at most `most`."""
    recent = [time for time in times if at - timedelta(days=most) < time <= at]
    if not recent:
        return most
    return max(1, min(most, (at - min(recent)).days + 1))


def name_places(plates: Sequence[str]) -> str:
    """Buildings as people say them: neighbours as a range, others in a row, at most four.

    "7号楼", "8号楼", "9号楼" are "7–9号楼"; none is "".
    """
    numbers = sorted({int(m[0]) for plate in plates if (m := re.match(r"\d+(?=号楼$)", plate))})
    named = [plate for plate in dict.fromkeys(plates) if not re.fullmatch(r"\d+号楼", plate)]
    parts = [f"{a}" if a == b else f"{a}–{b}" for a, b in _runs(numbers)]
    text = "、".join(parts[:4]) + ("等" if len(parts) > 4 else "")
    return "、".join(([f"{text}号楼"] if parts else []) + named[:2])


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def status_after(status: str, settled_at: datetime | None, came: datetime) -> TopicStatus:
    """A settled topic that is reported after its end is back."""
    if status == TopicStatus.SETTLED and settled_at is not None and came > settled_at:
        return TopicStatus.BACK
    return TopicStatus(status)
