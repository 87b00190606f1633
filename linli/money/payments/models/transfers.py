"""What was decided for a bank's line, and who was seen to pay."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.payments.data import LineUse
from linli.money.payments.models.columns import HOME, USER


class LineBooking(ScopedModel):
    """What was decided for one bank line, and why: `reasons` are codes of the match."""

    personal_data: ClassVar[dict[str, str]] = {}

    line = models.OneToOneField("money.BankLine", models.RESTRICT, related_name="+")
    use = models.CharField(max_length=14)
    entry_id = models.BigIntegerField(null=True)
    reasons = ArrayField(models.CharField(max_length=12), default=list)
    decided_by = models.ForeignKey(**USER)
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "line_booking"
        constraints = [
            models.CheckConstraint(
                condition=Q(use__in=[u.value for u in LineUse]), name="line_booking_use_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use} for {self.line_id}"


class KnownPayer(ScopedModel):
    """A bank account that somebody once settled for a home, by its keyed digest."""

    personal_data: ClassVar[dict[str, str]] = {
        "account_index": Grade.PERSONAL,
        "home": Grade.PERSONAL,
    }

    account_index = models.BinaryField(max_length=16)
    home = models.ForeignKey(**HOME)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "known_payer"
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "account_index", "home"], name="known_payer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"payer of {self.home_id}"
