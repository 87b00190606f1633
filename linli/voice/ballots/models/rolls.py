"""The roll as it was frozen at notice, and who votes for whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.base.scopes.models import ScopedModel
from linli.voice.ballots.models.assemblies import Assembly
from linli.voice.ballots.models.columns import ACCOUNT, FILE, ORGANISATION


class RollVoter(ScopedModel):
    """One head of the frozen roll (OWN-05), known outside by `code` alone. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="voters")
    code = models.CharField(max_length=8)
    area_cm2 = models.BigIntegerField()
    unit_count = models.PositiveIntegerField()
    owner_count = models.PositiveIntegerField()

    class Meta:
        db_table = "roll_voter"
        constraints = [
            models.UniqueConstraint(fields=["assembly", "code"], name="roll_voter_code_once"),
            models.CheckConstraint(condition=Q(area_cm2__gt=0), name="roll_voter_area_positive"),
        ]

    def __str__(self) -> str:
        return f"voter {self.code}"


class RollLine(ScopedModel):
    """One unit of the frozen roll: its area with its source, and the head it counts with."""

    personal_data: ClassVar[dict[str, str]] = {}

    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="lines")
    voter = models.ForeignKey(RollVoter, models.RESTRICT, related_name="lines")
    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    building = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    code = models.CharField(max_length=8)
    area_cm2 = models.BigIntegerField()
    area_source = models.CharField(max_length=12)
    tenure = models.CharField(max_length=16)

    class Meta:
        db_table = "roll_line"
        constraints = [
            models.UniqueConstraint(fields=["assembly", "home"], name="roll_line_home_once"),
            models.UniqueConstraint(fields=["assembly", "code"], name="roll_line_code_once"),
            models.CheckConstraint(condition=Q(area_cm2__gt=0), name="roll_line_area_positive"),
        ]

    def __str__(self) -> str:
        return f"unit {self.code}"


class RollOwner(ScopedModel):
    """Who may cast the ballot of a head: each co-owner, or for an organisation its people."""

    personal_data: ClassVar[dict[str, str]] = {}

    voter = models.ForeignKey(RollVoter, models.RESTRICT, related_name="owners")
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    organisation = models.ForeignKey(**ORGANISATION)

    class Meta:
        db_table = "roll_owner"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="roll_owner_one_owner",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "voter"], name="roll_owner_of_person"),
            models.Index(fields=["organisation", "voter"], name="roll_owner_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"owner of {self.voter_id}"


class Proxy(ScopedModel):
    """Somebody votes for an owner, by a written power (委托书) that was scanned."""

    personal_data: ClassVar[dict[str, str]] = {}

    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="+")
    voter = models.ForeignKey(RollVoter, models.RESTRICT, related_name="proxies")
    holder = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    slot = models.PositiveSmallIntegerField()  # 1 to the rules' number
    file = models.ForeignKey(**FILE)
    entered_by = models.ForeignKey(**ACCOUNT)
    entered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ballot_proxy"
        constraints = [
            models.UniqueConstraint(
                fields=["voter"], condition=Q(revoked_at__isnull=True), name="ballot_proxy_one"
            ),
            # at most as many as the rules say, two clerks at once included
            models.UniqueConstraint(
                fields=["assembly", "holder", "slot"],
                condition=Q(revoked_at__isnull=True),
                name="ballot_proxy_slot_once",
            ),
        ]

    def __str__(self) -> str:
        return f"proxy for {self.voter_id}"
