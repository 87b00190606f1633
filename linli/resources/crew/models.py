from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from linli.base.scopes.models import ScopedModel


class CrewMember(ScopedModel):
    """Somebody who works for an organisation. Whoever leaves names an heir for open matters."""

    personal_data: ClassVar[dict[str, str]] = {}

    account = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    organisation = models.ForeignKey("estate.Organisation", models.RESTRICT, related_name="+")
    job_title = models.CharField(max_length=40, blank=True)
    skills = ArrayField(models.CharField(max_length=40), default=list)
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    heir = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")

    class Meta:
        db_table = "crew_member"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "organisation"],
                condition=Q(left_on__isnull=True),
                name="crew_member_once",
            ),
            # nobody leaves without somebody who takes the open matters over
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(heir__isnull=False),
                name="crew_member_leaves_to_heir",
            ),
            models.CheckConstraint(
                condition=Q(heir__isnull=True) | ~Q(heir=F("id")),
                name="crew_member_heir_is_another",
            ),
        ]
        indexes = [models.Index(fields=["estate", "organisation"], name="crew_member_of_org")]

    def __str__(self) -> str:
        return f"{self.account_id} at {self.organisation_id}"
