"""Reads of the code list and the rules."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from linli.base.accounts.api import Actor, User
from linli.base.calendars.api import SHANGHAI, calendar_overrides
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Organisation, OrganisationKind, offices_in_force
from linli.matters.routing import rules
from linli.matters.routing.data import (
    CategoryLine,
    Deadlines,
    Facts,
    KindLine,
    Names,
    Profile,
    Route,
    RouteExplanation,
    Rule,
)
from linli.matters.routing.errors import UnknownCategory, UnknownKind
from linli.matters.routing.models import Category, DeadlineProfile, MatterKind, RoutingRule

_NAMES_KEPT = 15.0  # seconds; names change about once a month
_names: dict[int, tuple[float, Names]] = {}


def list_categories() -> list[CategoryLine]:
    """The active categories, in their order."""
    rows = Category.objects.filter(is_active=True).order_by("sort", "id")
    fields = ("id", "code", "name", "name_en", "icon", "is_sensitive", "is_shown_to_public")
    return [CategoryLine(*row) for row in rows.values_list(*fields)]


def list_kinds() -> list[KindLine]:
    """The active kinds, in their order."""
    rows = MatterKind.objects.filter(is_active=True).order_by("sort", "id")
    return [
        KindLine(
            k.pk, k.code, k.name, k.name_en, k.request_type, k.needs_return_visit, k.needs_proof,
            k.has_parties, tuple(k.steps),
        )
        for k in rows
    ]  # fmt: skip


def category_of(code: str) -> Category:
    """The active category with this code; raises UnknownCategory."""
    rows = Category.objects.select_related("profile")
    found: Category | None = rows.filter(code=code, is_active=True).first()
    if found is None:
        raise UnknownCategory(code=code[:32], field="category")
    return found


def kind_of(code: str) -> MatterKind:
    """The active kind with this code; raises UnknownKind."""
    found: MatterKind | None = MatterKind.objects.filter(code=code, is_active=True).first()
    if found is None:
        raise UnknownKind(code=code[:32], field="kind")
    return found


def profile_of(row: DeadlineProfile) -> Profile:
    return Profile(
        row.code, row.respond_hours, row.solve_amount, row.solve_unit, row.extension_days
    )


def profile_in_force(category: Category, urgency: str) -> Profile:
    """The profile that a category's matter runs on, given its urgency."""
    codes = (rules.URGENT_PROFILE, rules.HIGH_PROFILE)
    others = DeadlineProfile.objects.filter(code__in=codes, is_active=True)
    known = {row.code: profile_of(row) for row in others} if urgency != "none" else {}
    return rules.profile_for(profile_of(category.profile), urgency, known)


def deadlines_for(category: Category, urgency: str, start: datetime) -> Deadlines:
    """When a matter that starts now has to be answered and done, on the estate's calendar."""
    return rules.deadlines_for(profile_in_force(category, urgency), start, calendar_overrides())


def list_rules() -> list[Rule]:
    """The active rules in the order in which they are read."""
    rows = RoutingRule.objects.filter(is_active=True, organisation__is_active=True)
    fields = (
        "id", "name", "organisation_id", "category__code", "kind__code", "place_id", "urgency",
        "channel", "from_hour", "to_hour", "role", "account_id",
    )  # fmt: skip
    return [
        Rule(row[0], row[1], row[2], row[3] or "", row[4] or "", *row[5:])
        for row in rows.order_by("position").values_list(*fields)
    ]


def find_route(facts: Facts) -> Route:
    """Read the estate's rules; names the person when a rule asks for the office of the place.

    Without any rule that fits, the matter goes to the service centre.
    """
    route = rules.read_rules(facts, list_rules())
    account_id = route.account_id
    if account_id is None and route.role:
        account_id = _officer_at(route.role, facts)
    organisation_id = route.organisation_id or service_centre_id()
    return Route(organisation_id, account_id, route.rule_id, route.readings, route.role)


def _officer_at(role: str, facts: Facts) -> int | None:
    reach = Q(grid_id=facts.grid_id) if facts.grid_id else Q(pk__isnull=True)
    if facts.building_id:
        reach |= Q(building_id=facts.building_id)
    rows = offices_in_force().filter(reach, role=role, account__is_active=True)
    return rows.order_by("id").values_list("account_id", flat=True).first()


def service_centre_id() -> int | None:
    rows = Organisation.objects.filter(kind=OrganisationKind.SERVICE_CENTER.value, is_active=True)
    return rows.order_by("id").values_list("id", flat=True).first()


def facts_of(matter: Any) -> Facts:
    """The facts of a stored matter, by the hour at which it came in."""
    place = matter.place
    around = (
        (place.pk, place.entrance_id, place.building_id, place.grid_id) if place is not None else ()
    )
    return Facts(
        category=matter.category.code,
        kind=matter.kind.code,
        channel=matter.channel,
        urgency=matter.urgency,
        hour=matter.created_at.astimezone(SHANGHAI).hour,
        place_ids=frozenset(i for i in (*around, matter.grid_id, matter.building_id) if i),
        grid_id=matter.grid_id,
        building_id=matter.building_id,
    )


def explain_route(actor: Actor, matter: Any) -> RouteExplanation:
    """Why a matter goes where today's rules send it. The caller has shown that actor may see it."""
    route = find_route(facts_of(matter))
    chosen = next((r.name for r in route.readings if r.rule_id == route.rule_id), "")
    organisation = Organisation.objects.filter(pk=route.organisation_id).first()
    person = User.objects.filter(pk=route.account_id).first() if route.account_id else None
    return RouteExplanation(
        route,
        organisation.name if organisation else "",
        person.name if person else "",
        chosen,
        matter.routing_rule_id,
    )


def suggest_category(text: str) -> list[tuple[str, float]]:
    """Up to three category codes that the words of a text suggest, best first."""
    rows = Category.objects.filter(is_active=True).order_by("sort").values_list("code", "words")
    return rules.suggest_by_words(text, rows)[:3]


_NAMES_SQL = """
SELECT 'c', id, name, name_en, icon, code, is_sensitive FROM category WHERE estate_id = %(e)s
UNION ALL
SELECT 'k', id, name, name_en, '', code, false FROM matter_kind WHERE estate_id = %(e)s
UNION ALL
SELECT 'o', id, name, coalesce(nullif(short_name, ''), name), kind, '', false
FROM organisation WHERE estate_id = %(e)s
UNION ALL
(SELECT CASE kind WHEN 'grid' THEN 'g' ELSE 'b' END, id, name, plate, number, '', false
FROM place WHERE estate_id = %(e)s AND kind IN ('grid', 'building') ORDER BY sort_key)
"""


def names_of_estate() -> Names:
    """Names of categories, kinds, organisations, grids and buildings, kept for some seconds.

    An organisation's second name is its short one, a place's is its plate.
    """
    estate_id = current_estate_id()
    kept = _names.get(estate_id)
    if kept and time.monotonic() - kept[0] < _NAMES_KEPT:
        return kept[1]
    with connection.cursor() as cursor:
        cursor.execute(_NAMES_SQL, {"e": estate_id})
        names = _sort_names(cursor.fetchall())
    _names[estate_id] = (time.monotonic(), names)
    return names


def forget_names() -> None:
    """Let the next read see a change of names that was made in this process."""
    _names.clear()


def _sort_names(rows: Iterable[tuple[Any, ...]]) -> Names:
    tables: dict[str, dict[int, tuple[str, str, str]]] = {t: {} for t in "ckogb"}
    ids: dict[str, dict[str, int]] = {"c": {}, "k": {}}
    sensitive = set()
    for table, id_, name, name_en, extra, code, is_sensitive in rows:
        tables[table][id_] = (name, name_en, extra)
        if code:
            ids[table][code] = id_
        if is_sensitive:
            sensitive.add(id_)
    c, k, o, g, b = (tables[t] for t in "ckogb")
    return Names(c, k, o, g, b, ids["c"], ids["k"], frozenset(sensitive))
