"""The numbers beside the views of the queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from linli.base.accounts.api import Actor
from linli.matters.handling.data import COUNT_LIMIT, MOST_COUNTED, View
from linli.matters.handling.filters import OPEN, VIEWS, to_accept

_OFFICE_VIEWS = (
    View.OPEN, View.RECEIVED, View.WORKING, View.TO_VISIT, View.OVERDUE, View.EMERGENCIES,
)  # fmt: skip
_TALLY = """SELECT state, is_overdue, is_emergency, sum(n)::bigint FROM matter_tally
WHERE estate_id = %(estate)s GROUP BY 1, 2, 3"""


def count_views(
    actor: Actor, seen: str, params: dict[str, Any]
) -> tuple[dict[str, int], frozenset[str]]:
    """The numbers, and which of them are floors: there are more than were counted.

    Those who see all (`seen` is "") read the tally; for others their rows are counted, and
    counting stops at MOST_COUNTED in each view.
    """
    counts = _count_at_once(actor, seen, params)
    if not seen or counts[View.OPEN] <= MOST_COUNTED:
        return counts, frozenset()
    counts |= _count_each(seen, params)
    beyond = [view for view in _OFFICE_VIEWS if counts[view] > MOST_COUNTED]
    return counts | dict.fromkeys(beyond, MOST_COUNTED), frozenset(beyond)


def _count_at_once(actor: Actor, seen: str, params: dict[str, Any]) -> dict[str, int]:
    mine = f"m.estate_id = %(estate)s AND {OPEN} AND m.holder_id = ANY(%(me)s)"
    offered = f"m.estate_id = %(estate)s AND {to_accept(actor)}"
    if seen:
        offered = f"{offered} AND {seen}"
    cells = _TALLY if not seen else _cells(seen)
    sql = f"""{cells} UNION ALL (SELECT 'mine', false, false, count(*) FROM
(SELECT 1 FROM matter m WHERE {mine} LIMIT {COUNT_LIMIT}) a)
UNION ALL (SELECT 'to_accept', false, false, count(*) FROM
(SELECT 1 FROM matter m WHERE {offered} LIMIT {COUNT_LIMIT}) b)"""  # noqa: S608
    with connection.cursor() as db:
        db.execute(sql, params)
        return _sum_cells(db.fetchall())


def _cells(seen: str) -> str:
    return f"""SELECT state, is_overdue, is_emergency, count(*) FROM (
SELECT m.state, m.is_overdue, m.urgency = 'emergency' AS is_emergency FROM matter m
WHERE m.estate_id = %(estate)s AND {OPEN} AND {seen} LIMIT {MOST_COUNTED + 1}) c
GROUP BY 1, 2, 3"""  # noqa: S608


def _count_each(seen: str, params: dict[str, Any]) -> dict[str, int]:
    """Each view for itself: rare, for whoever sees a large part but not all."""
    sql = " UNION ALL ".join(
        f"SELECT '{view.value}', (SELECT count(*) FROM (SELECT 1 FROM matter m WHERE"  # noqa: S608
        f" m.estate_id = %(estate)s AND {VIEWS[view]} AND {seen} LIMIT {MOST_COUNTED + 1}) x)"
        for view in _OFFICE_VIEWS
    )
    with connection.cursor() as db:
        db.execute(sql, params)
        return dict(db.fetchall())


def _sum_cells(cells: Sequence[tuple[str, bool, bool, int]]) -> dict[str, int]:
    counts = dict.fromkeys(_OFFICE_VIEWS, 0)
    states = {"received": View.RECEIVED, "accepted": View.WORKING, "done": View.TO_VISIT}
    for state, is_overdue, is_emergency, n in cells:
        if state not in states:
            counts[View(state)] = n
            continue
        counts[View.OPEN] += n
        counts[states[state]] += n
        counts[View.OVERDUE] += n if is_overdue and state != "done" else 0
        counts[View.EMERGENCIES] += n if is_emergency else 0
    return {view.value: n for view, n in counts.items()}
