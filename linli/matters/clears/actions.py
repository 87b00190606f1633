"""Writes of the clears: the estate's limits, and how it stood each night."""

from __future__ import annotations

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import Invalid, translatable
from linli.estate.organisations.api import Permission, require
from linli.estate.places.data import Fact
from linli.matters.clears.data import Group
from linli.matters.clears.figures import count_clears
from linli.matters.clears.models import SEEN, ClearSnapshot, FreshnessRule
from linli.matters.clears.rules import LONGEST, SHORTEST


def set_freshness(fact: str, group: str, max_days: int, *, actor: Actor) -> None:
    """How many days a fact stays fresh; raises Invalid, NotAllowed."""
    require(actor, Permission.SET_RULES)
    if fact not in {SEEN, *Fact} or group not in set(Group):
        raise Invalid(field="fact")
    if not SHORTEST <= max_days <= LONGEST:
        raise Invalid(translatable("天数要在 1 到 1095 之间。"), field="max_days")
    with transaction.atomic():
        FreshnessRule.objects.update_or_create(
            fact=fact, group=group, defaults={"max_days": max_days}
        )
        record("set_freshness", "freshness_rule", None, actor=actor, fact=fact, days=max_days)


def take_snapshot() -> int:
    """Keep how the clears stand today, building by building; again on one day replaces it."""
    rows = [
        ClearSnapshot(
            day=today(), place_id=row.place_id, grid_id=row.grid_id, clear=clear.value,
            units=figures.complete.denominator, complete=figures.complete.numerator,
            fresh=figures.fresh.numerator,
        )
        for row in count_clears(None)
        for clear, figures in row.clears.items()
    ]  # fmt: skip
    with transaction.atomic():
        ClearSnapshot.objects.filter(day=today()).delete()
        ClearSnapshot.objects.bulk_create(rows)
    return len(rows)
