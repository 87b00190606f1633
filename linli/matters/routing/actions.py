"""Writes of the code list and the rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import CalendarDay
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.scopes.api import Estate, estate_scope
from linli.estate.organisations.api import Organisation, Permission, Role, may, offices_in_force
from linli.estate.places.api import Place
from linli.matters.routing import catalogue
from linli.matters.routing.data import DeadlineUnit
from linli.matters.routing.errors import RuleChanged
from linli.matters.routing.models import Category, DeadlineProfile, MatterKind, RoutingRule
from linli.matters.routing.queries import forget_names


@transaction.atomic
def load_catalogue(estate: Estate) -> None:
    """Give an estate the published code list, profiles and routes; what is there stays as it is.

    A route whose kind of organisation the estate does not have is left out.
    """
    with estate_scope(estate.pk):
        profiles = {row.code: _load_profile(row) for row in catalogue.PROFILES}
        for n, kind in enumerate(catalogue.KINDS):
            _load_kind(kind, n * 10)
        for n, category in enumerate(catalogue.CATEGORIES):
            _load_category(category, profiles[category.profile], n * 10)
        if not RoutingRule.objects.exists():
            _load_routes()
    forget_names()


def _load_profile(row: catalogue.ProfileRow) -> DeadlineProfile:
    values = row._asdict()
    profile: DeadlineProfile = DeadlineProfile.objects.get_or_create(
        code=values.pop("code"), defaults=values
    )[0]
    return profile


def _load_kind(row: catalogue.KindRow, sort: int) -> None:
    values = {**row._asdict(), "steps": list(row.steps), "sort": sort}
    MatterKind.objects.get_or_create(code=values.pop("code"), defaults=values)


def _load_category(row: catalogue.CategoryRow, profile: DeadlineProfile, sort: int) -> None:
    values = row._asdict() | {"words": row.words.split(), "profile": profile, "sort": sort}
    values["is_shown_to_public"] = values.pop("is_public")
    Category.objects.get_or_create(code=values.pop("code"), defaults=values)


def _load_routes() -> None:
    organisations: dict[str, int] = {}
    for pk, kind in (
        Organisation.objects.filter(is_active=True).order_by("-id").values_list("id", "kind")
    ):
        organisations[kind] = pk
    categories = dict(Category.objects.values_list("code", "id"))
    kinds = dict(MatterKind.objects.values_list("code", "id"))
    rows = [row for row in catalogue.ROUTES if row.organisation in organisations]
    RoutingRule.objects.bulk_create(
        RoutingRule(
            position=(n + 1) * 10, name=row.name, category_id=categories.get(row.category),
            kind_id=kinds.get(row.kind), urgency=row.urgency, channel=row.channel,
            from_hour=row.hours[0] if row.hours else None,
            to_hour=row.hours[1] if row.hours else None,
            organisation_id=organisations[row.organisation], role=row.role,
        )
        for n, row in enumerate(rows)
    )  # fmt: skip


_RULE_FIELDS = frozenset(
    {"name", "category_id", "kind_id", "place_id", "urgency", "channel", "from_hour", "to_hour",
     "organisation_id", "role", "account_id", "is_active"}
)  # fmt: skip


@transaction.atomic
def add_rule(*, actor: Actor, name: str, organisation_id: int, **fields: Any) -> RoutingRule:
    """Add a rule at the end but before the one that fits everything, if that is last."""
    _require_rules(actor)
    values = _checked_rule({"name": name, "organisation_id": organisation_id, **fields})
    last = RoutingRule.objects.aggregate(last=Max("position"))["last"] or 0
    rule: RoutingRule = RoutingRule.objects.create(position=last + 10, **values)
    _move_catch_all_last(rule)
    record("routing.rule_added", "routing_rule", rule.pk, actor=actor, **_plain(values))
    return rule


def _move_catch_all_last(rule: RoutingRule) -> None:
    """Rules after one that fits everything would never be read."""
    before = RoutingRule.objects.filter(position__lt=rule.position, is_active=True)
    catch_all = before.order_by("-position").first()
    if catch_all is None or not _fits_everything(catch_all) or _fits_everything(rule):
        return
    ours, theirs = rule.position, catch_all.position
    RoutingRule.objects.filter(pk=catch_all.pk).update(position=ours)
    RoutingRule.objects.filter(pk=rule.pk).update(position=theirs)
    rule.position = theirs


def _fits_everything(rule: RoutingRule) -> bool:
    return (
        not any((rule.category_id, rule.kind_id, rule.place_id, rule.urgency, rule.channel))
        and rule.from_hour is None
    )


@transaction.atomic
def change_rule(rule_id: int, *, actor: Actor, version: int, **fields: Any) -> RoutingRule:
    """Change a rule; raises RuleChanged when somebody was faster than `version`."""
    _require_rules(actor)
    values = _checked_rule(fields)
    changed = RoutingRule.objects.filter(pk=rule_id, version=version).update(
        **values, version=F("version") + 1
    )
    if not changed:
        _missing_or_changed(rule_id)
    record("routing.rule_changed", "routing_rule", rule_id, actor=actor, **_plain(values))
    rule: RoutingRule = RoutingRule.objects.get(pk=rule_id)
    return rule


@transaction.atomic
def order_rules(rule_ids: Sequence[int], *, actor: Actor) -> None:
    """Give all rules a new order; raises RuleChanged when the list is not the one in force."""
    _require_rules(actor)
    rows = list(RoutingRule.objects.select_for_update().order_by("id").values_list("id", flat=True))
    if sorted(rule_ids) != rows:
        raise RuleChanged
    for n, rule_id in enumerate(rule_ids):
        RoutingRule.objects.filter(pk=rule_id).update(position=(n + 1) * 10)
    record("routing.rules_ordered", "routing_rule", None, actor=actor, order=list(rule_ids))


_CATEGORY_FIELDS = frozenset(
    {"name", "name_en", "icon", "words", "profile_id", "is_sensitive", "is_shown_to_public",
     "sort", "is_active"}
)  # fmt: skip


@transaction.atomic
def change_category(category_id: int, *, actor: Actor, **fields: Any) -> Category:
    """Change what a category is called, suggests and promises; its code stays."""
    _require_rules(actor)
    _refuse_unknown(fields, _CATEGORY_FIELDS)
    if fields.get("profile_id"):
        _require_row(DeadlineProfile, fields["profile_id"], "profile_id")
    if not Category.objects.filter(pk=category_id).update(**fields):
        raise NotFound
    forget_names()
    record("routing.category_changed", "category", category_id, actor=actor, **_plain(fields))
    category: Category = Category.objects.get(pk=category_id)
    return category


@transaction.atomic
def add_category(
    *, actor: Actor, code: str, name: str, name_en: str, profile_id: int, **fields: Any
) -> Category:
    """Add a category of the estate's own."""
    _require_rules(actor)
    _refuse_unknown(fields, _CATEGORY_FIELDS)
    if not code.isidentifier() or Category.objects.filter(code=code).exists():
        raise Invalid(translatable("类别代码只用小写字母和下划线，而且不能重复。"), field="code")
    _require_row(DeadlineProfile, profile_id, "profile_id")
    category: Category = Category.objects.create(
        code=code, name=name, name_en=name_en, profile_id=profile_id, **fields
    )
    forget_names()
    record("routing.category_added", "category", category.pk, actor=actor, code=code)
    return category


_PROFILE_FIELDS = frozenset(
    {"name", "name_en", "respond_hours", "solve_amount", "solve_unit", "extension_days",
     "is_active"}
)  # fmt: skip


@transaction.atomic
def change_profile(profile_id: int, *, actor: Actor, **fields: Any) -> DeadlineProfile:
    """Change a deadline profile; matters that run already keep the deadline they were given."""
    _require_rules(actor)
    _refuse_unknown(fields, _PROFILE_FIELDS)
    for name in ("respond_hours", "solve_amount"):
        if name in fields and not 0 < int(fields[name]) <= 9999:
            raise Invalid(translatable("时限要在 1 到 9999 之间。"), field=name)
    if fields.get("solve_unit", "hours") not in set(DeadlineUnit):
        raise Invalid(translatable("时限单位只有小时和工作日。"), field="solve_unit")
    if not DeadlineProfile.objects.filter(pk=profile_id).update(**fields):
        raise NotFound
    record("routing.profile_changed", "deadline_profile", profile_id, actor=actor, **fields)
    profile: DeadlineProfile = DeadlineProfile.objects.get(pk=profile_id)
    return profile


@transaction.atomic
def set_calendar_day(day: date, *, actor: Actor, is_working: bool | None, note: str = "") -> None:
    """Say whether the estate works on a day; None goes back to the announced calendar."""
    _require_rules(actor)
    if is_working is None:
        CalendarDay.objects.filter(day=day).delete()
    else:
        CalendarDay.objects.update_or_create(
            day=day, defaults={"is_working": is_working, "note": note[:80]}
        )
    record("routing.calendar_day_set", "calendar_day", None, actor=actor,
           day=day.isoformat(), is_working=is_working)  # fmt: skip


def _require_rules(actor: Actor) -> None:
    if not may(actor, Permission.SET_RULES):
        raise NotAllowed


def _checked_rule(fields: dict[str, Any]) -> dict[str, Any]:
    _refuse_unknown(fields, _RULE_FIELDS)
    if "name" in fields and not str(fields["name"]).strip():
        raise Invalid(translatable("请给规则起个名字。"), field="name")
    start, end = fields.get("from_hour"), fields.get("to_hour")
    if (start is None) != (end is None) or not (0 <= (start or 0) <= 23 and 0 <= (end or 0) <= 24):
        raise Invalid(translatable("时段要写全，从 0 点到 24 点。"), field="from_hour")
    if "organisation_id" in fields:
        _require_row(Organisation, fields["organisation_id"], "organisation_id")
    if fields.get("category_id"):
        _require_row(Category, fields["category_id"], "category_id")
    if fields.get("kind_id"):
        _require_row(MatterKind, fields["kind_id"], "kind_id")
    if fields.get("place_id"):
        _require_row(Place, fields["place_id"], "place_id")
    if fields.get("account_id"):
        offices = offices_in_force().filter(account_id=fields["account_id"])
        if not offices.exists():
            raise Invalid(translatable("这个人现在不在岗，请选别人。"), field="account_id")
    if fields.get("role") and fields["role"] not in set(Role):
        raise Invalid(translatable("没有这个岗位。请从列表中选一个。"), field="role")
    return fields


def _require_row(model: Any, pk: int, field: str) -> None:
    if not model.objects.filter(pk=pk).exists():
        raise Invalid(translatable("没有找到所选的一项。请重新选择。"), field=field)


def _refuse_unknown(fields: dict[str, Any], known: frozenset[str]) -> None:
    unknown = sorted(set(fields) - known)
    if unknown:
        raise TypeError(f"unknown fields: {', '.join(unknown)}")


def _missing_or_changed(rule_id: int) -> None:
    raise RuleChanged if RoutingRule.objects.filter(pk=rule_id).exists() else NotFound


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: str(v) if isinstance(v, date) else v for k, v in values.items()}
