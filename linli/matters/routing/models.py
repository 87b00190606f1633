"""Kinds, categories, deadlines and routes: data that an estate changes by itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.base.scopes.models import ScopedModel
from linli.matters.routing.data import DeadlineUnit


class DeadlineProfile(ScopedModel):
    """How soon somebody answers and how soon it is done (REQ-04)."""

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.SlugField(max_length=24)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    respond_hours = models.PositiveIntegerField()
    solve_amount = models.PositiveIntegerField()
    solve_unit = models.CharField(max_length=12)
    extension_days = models.PositiveIntegerField(default=5)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "deadline_profile"
        constraints = [
            models.UniqueConstraint(fields=["estate", "code"], name="deadline_profile_once"),
            models.CheckConstraint(
                condition=Q(solve_amount__gt=0, respond_hours__gt=0),
                name="deadline_profile_positive",
            ),
            models.CheckConstraint(
                condition=Q(solve_unit__in=[u.value for u in DeadlineUnit]),
                name="deadline_profile_unit_known",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class MatterKind(ScopedModel):
    """A kind of matter and what it asks of handling. Later groups add kinds, never queues."""

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.SlugField(max_length=24)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    request_type = models.CharField(max_length=12, blank=True)  # REQ-01, when it is one
    needs_return_visit = models.BooleanField(default=True)
    needs_proof = models.BooleanField(default=True)
    has_parties = models.BooleanField(default=False)
    steps = models.JSONField(default=list)  # e.g. mediation: ["hear", "meet", "agree", "follow_up"]
    sort = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "matter_kind"
        constraints = [
            models.UniqueConstraint(fields=["estate", "code"], name="matter_kind_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Category(ScopedModel):
    """What a matter is about."""

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.SlugField(max_length=32)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    icon = models.CharField(max_length=24, blank=True)
    words = models.JSONField(default=list)  # words by which a typed text suggests it
    profile = models.ForeignKey(DeadlineProfile, models.RESTRICT, related_name="+")
    is_sensitive = models.BooleanField(default=False)  # need-to-know: disputes, aid, health
    is_shown_to_public = models.BooleanField(default=False)  # may stand in "being fixed"
    sort = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "category"
        constraints = [
            models.UniqueConstraint(fields=["estate", "code"], name="category_once"),
        ]

    def __str__(self) -> str:
        return self.code


class RoutingRule(ScopedModel):
    """place + category + hour -> organisation and person; the first rule that fits decides."""

    personal_data: ClassVar[dict[str, str]] = {}

    position = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    category = models.ForeignKey(Category, models.RESTRICT, null=True, related_name="+")
    kind = models.ForeignKey(MatterKind, models.RESTRICT, null=True, related_name="+")
    place = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    urgency = models.CharField(max_length=12, blank=True)
    channel = models.CharField(max_length=16, blank=True)
    from_hour = models.PositiveSmallIntegerField(null=True)
    to_hour = models.PositiveSmallIntegerField(null=True)
    organisation = models.ForeignKey("estate.Organisation", models.RESTRICT, related_name="+")
    role = models.CharField(max_length=24, blank=True)  # e.g. the grid worker of the place
    account = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "routing_rule"
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "position"],
                name="routing_rule_order",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(from_hour__isnull=True, to_hour__isnull=True)
                | Q(from_hour__lte=23, to_hour__lte=24),
                name="routing_rule_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.name
