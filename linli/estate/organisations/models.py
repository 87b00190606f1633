from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.estate.organisations.data import OrganisationKind, Role


class Organisation(ScopedModel):
    """One of the bodies that join at the one desk (T1)."""

    personal_data: ClassVar[dict[str, str]] = {}

    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "organisation"
        constraints = [
            models.UniqueConstraint(fields=["estate", "name"], name="organisation_name_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in OrganisationKind]),
                name="organisation_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Office(ScopedModel):
    """A role that somebody holds for a term: by account, or as a person without one."""

    personal_data: ClassVar[dict[str, str]] = {}

    role = models.CharField(max_length=32)
    account = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="offices")
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="offices")
    organisation = models.ForeignKey(
        Organisation, models.RESTRICT, null=True, related_name="offices"
    )
    grid = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    building = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        db_table = "office"
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(person__isnull=False),
                name="office_has_holder",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="office_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[k.value for k in Role]), name="office_role_known"
            ),
            # reach is part of the role: a grid worker has a grid, a captain a building
            models.CheckConstraint(
                condition=~Q(role=Role.GRID_WORKER.value) | Q(grid__isnull=False),
                name="office_grid_worker_has_grid",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.BUILDING_CAPTAIN.value) | Q(building__isnull=False),
                name="office_captain_has_building",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "starts_on"], name="office_of_account"),
            models.Index(fields=["estate", "role"], name="office_of_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.account_id or self.person_id}"


class Recommendation(ScopedModel):
    """A household's word for a captain of its building: one per household and round (T2)."""

    personal_data: ClassVar[dict[str, str]] = {"household": Grade.PERSONAL}

    round = models.ForeignKey("RecommendationRound", models.RESTRICT, related_name="votes")
    household = models.ForeignKey("estate.Household", models.RESTRICT, related_name="+")
    candidate = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    given_by_id = models.BigIntegerField()  # the account that entered it, at the desk or at home
    given_at = models.DateTimeField()
    on_paper = models.BooleanField(default=False)

    class Meta:
        db_table = "recommendation"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "household"], name="recommendation_once_a_household"
            ),
        ]

    def __str__(self) -> str:
        return f"recommendation {self.pk}"


class RecommendationRound(ScopedModel):
    """One building's choice of its captain, with its result published."""

    personal_data: ClassVar[dict[str, str]] = {}

    building = models.ForeignKey("estate.Place", models.RESTRICT, related_name="+")
    opens_on = models.DateField()
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)  # [{"person": id, "households": n}], households asked

    class Meta:
        db_table = "recommendation_round"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="recommendation_round_in_order"
            ),
            models.UniqueConstraint(
                fields=["building"],
                condition=Q(closed_at__isnull=True),
                name="recommendation_round_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"round of {self.building_id}"
