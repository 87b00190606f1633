"""The page of the queue: one read of rows, one of counts, whatever the length of the history.

Plain SQL on partial indexes with a keyset cursor, and no model instances: this is the page that
everybody has open all day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import get_language

from linli.base.accounts.api import Actor
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Role
from linli.matters.handling import duty, reckonings, rules, standings
from linli.matters.handling.cursors import Cursor, read_cursor, write_cursor
from linli.matters.handling.data import (
    PAGE_SIZE,
    QueueFilters,
    QueuePage,
    QueueRow,
)
from linli.matters.handling.filters import (
    NEWEST_FIRST,
    conditions_of,
    needs_last_visit,
    person_params,
)
from linli.matters.handling.models import MatterParty
from linli.matters.handling.reach import reach_sql
from linli.matters.handling.tallies import count_views
from linli.matters.routing.api import names_of_estate
from linli.matters.routing.data import Names


class _Row(NamedTuple):
    id: int
    number: str
    title: str
    state: str
    urgency: str
    channel: str
    category_id: int
    kind_id: int
    place_text: str
    building_id: int | None
    grid_id: int | None
    organisation_id: int | None
    offered_to_organisation_id: int | None
    due_at: datetime
    respond_by: datetime
    responded_at: datetime | None
    created_at: datetime
    closed_at: datetime | None
    appointment_from: datetime | None
    is_overdue: bool
    is_waiting_for_reporter: bool
    reopened: int
    escalation: int
    version: int
    holder_id: int | None
    taken_by_id: int | None
    offered_to_id: int | None
    done_by_id: int | None
    reporter_id: int | None
    household_id: int | None
    reported_by_id: int | None
    plate: str | None
    holder: str | None
    offered_to: str | None


_COLUMNS = """m.id, m.number, m.title, m.state, m.urgency, m.channel, m.category_id,
m.kind_id, m.place_text, m.building_id, m.grid_id, m.organisation_id,
m.offered_to_organisation_id, m.due_at, m.respond_by, m.responded_at,
m.created_at, m.closed_at, m.appointment_from, m.is_overdue, m.is_waiting_for_reporter,
m.reopened, m.escalation, m.version, m.holder_id, m.taken_by_id, m.offered_to_id, m.done_by_id,
m.reporter_id, m.household_id, m.reported_by_id"""
# names are joined to the page's rows, not to the list: no plan reads more than one page of them
_NAMES = """LEFT JOIN place p ON p.id = m.place_id
LEFT JOIN account h ON h.id = m.holder_id
LEFT JOIN account o ON o.id = m.offered_to_id"""


def find_queue_page(
    actor: Actor, filters: QueueFilters | None = None, cursor: str | None = None
) -> QueuePage:
    """One page of what an actor may see, and the numbers beside the views.

    Open views run by deadline, ended ones latest first. Raises UnknownFilter, UnknownCursor.
    An outsider and an administrator get an empty page.
    """
    filters = filters or QueueFilters()
    where = read_cursor(cursor)
    names = names_of_estate()
    stands_in = duty.stands_in_for(actor.user_id) if actor.roles else frozenset()
    params = {"estate": current_estate_id(), **person_params(actor, stands_in)}
    seen = reach_sql(actor, params)
    conditions = ["m.estate_id = %(estate)s", *conditions_of(filters, names, actor, params)]
    if seen:
        conditions.append(seen)
    found = _read_rows(filters, where, conditions, params)
    rows, is_more = _cut(found, where)
    lines = _lines(_masked(rows, names, actor), names)
    forth, back = _cursors(rows, where, is_more, newest=filters.view in NEWEST_FIRST)
    counts, at_least = count_views(actor, seen, params)
    return QueuePage(lines, counts, at_least, forth, back)


def _read_rows(
    filters: QueueFilters, cursor: Cursor | None, conditions: list[str], params: dict[str, Any]
) -> list[_Row]:
    newest = filters.view in NEWEST_FIRST
    column = "m.created_at" if newest else "m.due_at"
    descending = newest != (cursor is not None and cursor.is_backwards)
    if cursor is not None:
        sign = "<" if descending else ">"
        conditions = [*conditions, f"({column}, m.id) {sign} (%(at)s, %(after)s)"]
        params = {**params, "at": cursor.at, "after": cursor.id}
    order = "DESC" if descending else "ASC"
    join = reckonings.LAST_VISIT if needs_last_visit(filters) else ""
    sql = (
        f"SELECT {_COLUMNS}, p.plate, h.name, o.name FROM (SELECT m.* FROM matter m {join}"  # noqa: S608
        f" WHERE {' AND '.join(conditions)}"
        f" ORDER BY {column} {order}, m.id {order} LIMIT {PAGE_SIZE + 1}) m {_NAMES}"
        f" ORDER BY {column} {order}, m.id {order}"
    )
    with connection.cursor() as db:
        db.execute(sql, params)
        return [_Row._make(row) for row in db.fetchall()]


def _cut(found: list[_Row], cursor: Cursor | None) -> tuple[list[_Row], bool]:
    rows = found[:PAGE_SIZE]
    if cursor is not None and cursor.is_backwards:
        rows.reverse()
    return rows, len(found) > PAGE_SIZE


def _cursors(
    rows: Sequence[_Row], cursor: Cursor | None, is_more: bool, *, newest: bool
) -> tuple[str | None, str | None]:
    if not rows:
        return None, None
    backwards = cursor is not None and cursor.is_backwards
    has_next = is_more or backwards
    has_previous = (cursor is not None and not backwards) or (backwards and is_more)
    first, last = rows[0], rows[-1]
    forth = write_cursor(last.created_at if newest else last.due_at, last.id)
    back = write_cursor(first.created_at if newest else first.due_at, first.id, is_backwards=True)
    return forth if has_next else None, back if has_previous else None


def _masked(rows: Sequence[_Row], names: Names, actor: Actor) -> list[tuple[_Row, bool]]:
    """Each row, and whether its words are not this reader's."""
    if Role.CENTRE_LEAD in actor.roles:
        return [(row, False) for row in rows]
    hidden = {
        row.id
        for row in rows
        if row.category_id in names.sensitive
        and not rules.may_read(standings.standing_of(actor, row), is_sensitive=True)
    }
    if hidden and actor.user_id is not None:
        mediated = MatterParty.objects.filter(
            matter__in=hidden, account=actor.user_id, role="mediator"
        )
        hidden -= set(mediated.values_list("matter_id", flat=True))
    return [(row, row.id in hidden) for row in rows]


_NOBODY = ("", "", "")


def _lines(rows: Sequence[tuple[_Row, bool]], names: Names) -> tuple[QueueRow, ...]:
    n = 1 if get_language() == "en" else 0
    return tuple(_line(row, names, n, masked) for row, masked in rows)


def _line(row: _Row, names: Names, n: int, masked: bool) -> QueueRow:
    """`n` says which of the names: 0 Chinese, 1 English."""
    category = names.categories.get(row.category_id, _NOBODY)
    offered = names.organisations.get(row.offered_to_organisation_id or 0, _NOBODY)
    return QueueRow(
        id=row.id, number=row.number, title="" if masked else row.title, state=row.state,
        urgency=row.urgency, channel=row.channel, category_id=row.category_id,
        category=category[n], category_icon=category[2],
        kind=names.kinds.get(row.kind_id, _NOBODY)[n],
        place="" if masked else row.plate or row.place_text,
        building_id=row.building_id, grid=names.grids.get(row.grid_id or 0, _NOBODY)[0],
        organisation=names.organisations.get(row.organisation_id or 0, _NOBODY)[1],
        offered_to=row.offered_to or offered[1], holder=row.holder or "", due_at=row.due_at,
        respond_by=row.respond_by, responded_at=row.responded_at, created_at=row.created_at,
        closed_at=row.closed_at, appointment_from=row.appointment_from,
        is_overdue=row.is_overdue, is_waiting_for_reporter=row.is_waiting_for_reporter,
        is_masked=masked, reopened=row.reopened, escalation=row.escalation, version=row.version,
    )  # fmt: skip
