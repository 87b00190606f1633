"""How long what was seen stays fresh, and how the clears stood day by day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.scopes.models import ScopedModel
from linli.estate.places.data import Clear, Fact
from linli.matters.clears.data import Group

SEEN = "seen"  # beside the facts: days without a sign of life


class FreshnessRule(ScopedModel):
    """One rule of an estate; where none stands, `rules.DEFAULT_DAYS` holds."""

    personal_data: ClassVar[dict[str, str]] = {}

    fact = models.CharField(max_length=12)
    group = models.CharField(max_length=8, default=Group.ALL.value)
    max_days = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "freshness_rule"
        constraints = [
            models.UniqueConstraint(fields=["estate", "fact", "group"], name="freshness_rule_once"),
            models.CheckConstraint(
                condition=Q(fact__in=[SEEN, *(f.value for f in Fact)]),
                name="freshness_rule_fact_known",
            ),
            models.CheckConstraint(
                condition=Q(group__in=[g.value for g in Group]), name="freshness_rule_group_known"
            ),
            # zero days would call everything stale for ever
            models.CheckConstraint(
                condition=Q(max_days__gte=1, max_days__lte=1095), name="freshness_rule_days_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.group}: {self.max_days} days"


class ClearSnapshot(ScopedModel):
    """How one clear of one building stood at the end of a day; `place` None: outside buildings."""

    personal_data: ClassVar[dict[str, str]] = {}

    day = models.DateField()
    place = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    grid = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    clear = models.CharField(max_length=12)
    units = models.PositiveIntegerField()
    complete = models.PositiveIntegerField()
    fresh = models.PositiveIntegerField()

    class Meta:
        db_table = "clear_snapshot"
        constraints = [
            # a night that runs twice writes once
            models.UniqueConstraint(
                fields=["estate", "day", "place", "clear"], nulls_distinct=False,
                name="clear_snapshot_once",
            ),
            models.CheckConstraint(
                condition=Q(fresh__lte=F("complete"), complete__lte=F("units")),
                name="clear_snapshot_part_of_whole",
            ),
            models.CheckConstraint(
                condition=Q(clear__in=[c.value for c in Clear]), name="clear_snapshot_clear_known"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.clear} of {self.place_id} on {self.day}"
