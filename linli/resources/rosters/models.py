from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel

DUTIES = ["desk", "duty_lead", "repair", "guard", "care", "round"]


class Shift(ScopedModel):
    """One crew member's duty from one instant to another."""

    personal_data: ClassVar[dict[str, str]] = {}

    member = models.ForeignKey("resources.CrewMember", models.RESTRICT, related_name="shifts")
    duty = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "shift"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(duty__in=DUTIES), name="shift_duty_known"),
            models.UniqueConstraint(fields=["member", "duty", "starts_at"], name="shift_once"),
        ]
        indexes = [models.Index(fields=["estate", "duty", "starts_at"], name="shift_on_duty")]

    def __str__(self) -> str:
        return f"{self.duty} {self.member_id} {self.starts_at:%F %R}"


class Absence(ScopedModel):
    """Days on which a crew member is away, and who stands in."""

    personal_data: ClassVar[dict[str, str]] = {"reason": Grade.PERSONAL}

    member = models.ForeignKey("resources.CrewMember", models.RESTRICT, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    stand_in = models.ForeignKey(
        "resources.CrewMember", models.RESTRICT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "absence"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=F("member")),
                name="absence_stand_in_is_another",
            ),
        ]
        indexes = [models.Index(fields=["member", "starts_on"], name="absence_of_member")]

    def __str__(self) -> str:
        return f"{self.member_id} away {self.starts_on}–{self.ends_on}"
