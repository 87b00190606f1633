"""Cash: counted, and brought to the bank."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.scopes.models import ScopedModel
from linli.money.payments.models.columns import USER


class TillCount(ScopedModel):
    """The cash of one day, counted: what the books say, what lay there. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    day = models.DateField()
    expected = models.BigIntegerField()
    counted = models.BigIntegerField()
    note = models.CharField(max_length=120, blank=True)
    counted_by = models.ForeignKey(**USER)
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "till_count"
        constraints = [
            models.UniqueConstraint(fields=["estate", "day"], name="till_count_once_a_day"),
            models.CheckConstraint(condition=Q(counted__gte=0), name="till_count_not_negative"),
            # a difference is explained, whoever is at fault
            models.CheckConstraint(
                condition=Q(counted=F("expected")) | ~Q(note=""), name="till_count_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"till of {self.day}"

    @property
    def difference(self) -> int:
        return self.counted - self.expected


class TillDeposit(ScopedModel):
    """Cash that was brought to the bank; `line` is the bank's own word for it."""

    personal_data: ClassVar[dict[str, str]] = {}

    key = models.CharField(max_length=80)
    amount = models.BigIntegerField()
    deposited_on = models.DateField()
    entry_id = models.BigIntegerField()
    made_by = models.ForeignKey(**USER)
    made_at = models.DateTimeField()
    line = models.OneToOneField("money.BankLine", models.RESTRICT, null=True, related_name="+")

    class Meta:
        db_table = "till_deposit"
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "made_by", "key"], name="till_deposit_key_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="till_deposit_positive"),
        ]

    def __str__(self) -> str:
        return f"deposit {self.pk}"
