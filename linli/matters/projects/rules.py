"""Pure decisions of projects: whom a telling reaches, what stays private, when it is back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from linli.matters.projects.data import ProjectState, Step

SHADES = 4
LONGEST_PLAN = timedelta(days=366)
_PHONE = re.compile(r"(?<!\d)\d{7,}(?!\d)")
_HOME = re.compile(r"\d+\s*[-—–]\s*\d+\s*[-—–]\s*\d{2,4}|\d+\s*单元\s*\d{2,4}|\d{3,4}\s*室")


def find_private(text: str, names: Iterable[str]) -> str:
    """The first phone, home or reporter's name in a text for everybody; "" when there is none."""
    for pattern in (_PHONE, _HOME):
        found = pattern.search(text)
        if found:
            return found.group()
    return next((name for name in names if len(name) > 1 and name in text), "")


def shades_of(most: int) -> list[tuple[int, int]]:
    """Up to four steps of matters a building, as (from, to), the lightest first; even steps."""
    steps = min(SHADES, most)
    ends = [-(-most * n // steps) for n in range(1, steps + 1)]
    return [(1 if n == 0 else ends[n - 1] + 1, end) for n, end in enumerate(ends)]


def shade_of(count: int, most: int) -> int:
    """The step of a building with `count` matters, from 1; 0 without any."""
    steps = shades_of(most)
    return next((n for n, (first, last) in enumerate(steps, 1) if first <= count <= last), 0)


def is_plan_in_time(day: date, ends_on: date, steps: Sequence[Step]) -> bool:
    """It ends after today and within a year, and no step lies outside."""
    if not day < ends_on <= day + LONGEST_PLAN:
        return False
    return all(day <= step.due_on <= ends_on for step in steps)


def choose_told(listeners: Mapping[int, Collection[int]]) -> tuple[list[int], list[int]]:
    """(matters to tell, matters to note): every person is reached, none twice where possible.

    `listeners` are the people of each matter. A matter all of whose people another one reaches
    is noted; one without known people is told, since its slip and its phone lead there.
    """
    told: list[int] = []
    noted: list[int] = []
    reached: set[int] = set()
    for matter_id in sorted(listeners, key=lambda m: (-len(set(listeners[m])), m)):
        people = set(listeners[matter_id])
        if people and people <= reached:
            noted.append(matter_id)
        else:
            told.append(matter_id)
            reached |= people
    return told, noted


def is_back(new_matters: int, threshold: int) -> bool:
    return new_matters >= threshold


def state_after(state: str, watch_until: date | None, day: date) -> ProjectState:
    """A watch that ended without anything new is settled."""
    if state == ProjectState.WATCHED and watch_until is not None and day > watch_until:
        return ProjectState.SETTLED
    return ProjectState(state)
