"""What a list asks for, as conditions on `m` (matter). Checked values only reach SQL."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI, now, today
from linli.matters.handling import reckonings, standings
from linli.matters.handling.data import Channel, QueueFilters, State, Urgency, View
from linli.matters.handling.errors import UnknownFilter
from linli.matters.routing.data import Names

OPEN = "m.state IN ('received', 'accepted', 'done')"
VIEWS: dict[str, str] = {
    View.OPEN: OPEN,
    View.RECEIVED: f"{OPEN} AND m.state = 'received'",
    View.WORKING: f"{OPEN} AND m.state = 'accepted'",
    View.TO_VISIT: f"{OPEN} AND m.state = 'done'",
    View.OVERDUE: f"{OPEN} AND m.is_overdue AND m.state <> 'done'",
    View.EMERGENCIES: f"{OPEN} AND m.urgency = 'emergency'",
    View.MINE: f"{OPEN} AND m.holder_id = ANY(%(me)s)",
    View.CLOSED: "m.state IN ('closed', 'declined', 'merged', 'withdrawn')",
    View.ALL: "true",
}
NEWEST_FIRST = frozenset({View.CLOSED.value, View.ALL.value})
_NUMBER = re.compile(r"(\d{6})-(\d{3,9})")
_LARGEST = 2**63 - 1


def conditions_of(
    filters: QueueFilters, names: Names, actor: Actor, params: dict[str, Any]
) -> list[str]:
    """SQL conditions of a list; fills `params`. Raises UnknownFilter naming the field."""
    found = [_view(filters.view, actor)]
    params |= {"now": now()}
    for field, column, known in (
        ("category", "category_id", names.category_ids),
        ("kind", "kind_id", names.kind_ids),
    ):
        code = getattr(filters, field)
        if code:
            found.append(f"m.{column} = %({field})s")
            params[field] = _known(code, known, field)
    for field, values in (("urgency", Urgency), ("channel", Channel), ("state", State)):
        value = getattr(filters, field)
        if value:
            found.append(f"m.{field} = %({field})s")
            params[field] = _one_of(value, {v.value for v in values}, field)
    for field in ("organisation_id", "grid_id", "building_id"):
        id_ = getattr(filters, field)
        if id_ is not None:
            found.append(f"m.{field} = %({field})s")
            params[field] = _id(id_, field)
    return found + _times(filters, params) + _number(filters, params) + _reckoning(filters)


def needs_last_visit(filters: QueueFilters) -> bool:
    return "v." in reckonings.CONDITIONS.get(filters.reckoning, "")


def to_accept(actor: Actor) -> str:
    """Offered to me in person, to my organisation, or to one of those I lead."""
    return (
        f"{OPEN} AND m.offered_to_organisation_id IS NOT NULL"
        " AND m.offered_to_organisation_id = ANY(%(organisations)s)"
        " AND (m.offered_to_id IS NULL OR m.offered_to_id = ANY(%(me)s)"
        " OR m.offered_to_organisation_id = ANY(%(led)s))"
    )


def _view(view: str, actor: Actor) -> str:
    if view == View.TO_ACCEPT:
        return to_accept(actor)
    if view not in VIEWS:
        raise UnknownFilter(value=view[:24], field="view")
    return VIEWS[view]


def person_params(actor: Actor, stands_in_for: frozenset[int]) -> dict[str, Any]:
    """What "mine" and "my organisation" mean in the conditions."""
    led = actor.organisations_as("organisation_lead") | actor.organisations_as(
        "committee_secretary"
    )
    own = {actor.user_id} if actor.user_id is not None else set()
    return {
        "me": sorted(own | stands_in_for),
        "organisations": sorted(standings.accepting_organisations(actor)),
        "led": sorted(led),
    }


def _known(code: str, ids: Any, field: str) -> int:
    if code not in ids:
        raise UnknownFilter(value=code[:32], field=field)
    found: int = ids[code]
    return found


def _one_of(value: str, known: set[str], field: str) -> str:
    if value not in known:
        raise UnknownFilter(value=value[:24], field=field)
    return value


def _id(value: int, field: str) -> int:
    if not 0 < value <= _LARGEST:
        raise UnknownFilter(value=str(value)[:24], field=field)
    return value


def _times(filters: QueueFilters, params: dict[str, Any]) -> list[str]:
    found = []
    if filters.since:
        found.append("m.created_at >= %(since)s")
        params["since"] = datetime.combine(filters.since, time(), SHANGHAI)
    if filters.until:
        found.append("m.created_at < %(until)s")
        params["until"] = datetime.combine(filters.until, time(), SHANGHAI) + timedelta(days=1)
    return found


def _number(filters: QueueFilters, params: dict[str, Any]) -> list[str]:
    """A whole number, or the last part of one of today."""
    text = filters.number.strip()
    if not text:
        return []
    if text.isascii() and text.isdigit() and len(text) <= 5:
        text = f"{today():%y%m%d}-{int(text):03}"
    if not _NUMBER.fullmatch(text):
        raise UnknownFilter(value=text[:24], field="number")
    params["number"] = text
    return ["m.number = %(number)s"]


def _reckoning(filters: QueueFilters) -> list[str]:
    if not filters.reckoning:
        return []
    if filters.reckoning not in reckonings.CONDITIONS:
        raise UnknownFilter(value=filters.reckoning[:24], field="reckoning")
    return [reckonings.CONDITIONS[filters.reckoning]]
