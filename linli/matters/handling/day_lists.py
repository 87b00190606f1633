"""Two lists that are worked from top to bottom: today's visits, and calls after the work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI, now, today
from linli.matters.handling.api import abilities_of, matters_visible_to
from linli.matters.handling.data import Ability, State
from linli.matters.handling.labels import STATES
from linli.matters.handling.links import place_href
from linli.matters.handling.models import Matter
from linli.matters.handling.phrases import named
from linli.matters.handling.rows import clock_of

_MOST = 100


def list_today(actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """What somebody has to do: agreed visits by time, then the rest by place.

    Keys: "agreed" (today and before), "later" (agreed for other days), "free" (no time agreed),
    "offered" (to accept first).
    """
    mine = Matter.objects.filter(holder=actor.user_id, state=State.ACCEPTED.value)
    offered = Matter.objects.filter(offered_to=actor.user_id, state__in=("received", "accepted"))
    groups: dict[str, list[dict[str, Any]]] = {"agreed": [], "later": [], "free": [], "offered": []}
    order = (F("appointment_from").asc(nulls_last=True), "place__sort_key", "due_at", "id")
    for matter in _with_places(mine).order_by(*order)[:_MOST]:
        groups[_group(matter)].append(_line(matter))
    for matter in _with_places(offered).order_by("due_at", "id")[:_MOST]:
        groups["offered"].append(_line(matter))
    return groups


def _with_places(rows: Any) -> Any:
    return rows.select_related("place", "category", "reporter")


def _group(matter: Matter) -> str:
    if matter.appointment_from is None:
        return "free"
    day = matter.appointment_from.astimezone(SHANGHAI).date()
    return "agreed" if day <= today() else "later"


def list_return_visits(actor: Actor) -> list[dict[str, Any]]:
    """Matters whose resident this person may ask how it went, longest waiting first."""
    rows = matters_visible_to(actor).filter(state=State.DONE.value)
    rows = rows.exclude(done_by=actor.user_id).select_related(
        "kind", "category__profile", "done_by"
    )
    found = _with_places(rows).order_by("done_at", "id")[:_MOST]
    return [_line(m) for m in _visitable(actor, found)]


def _visitable(actor: Actor, rows: Iterable[Matter]) -> list[Matter]:
    return [matter for matter in rows if Ability.VISIT in abilities_of(actor, matter)]


def _line(matter: Matter) -> dict[str, Any]:
    person = matter.reporter
    return {
        "matter": matter,
        "face": clock_of(matter, now()),
        "state": STATES[matter.state],
        "category": named((matter.category.name, matter.category.name_en, "")),
        "icon": matter.category.icon or "matter",
        "name": person.name if person else matter.reporter_name,
        "phone": matter.reporter_phone or (person.phone if person else ""),
        "place_href": place_href(matter.place),
    }
