"""What was paid on bills, what waits for a home, and what was taken back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.fees.models.bills import Bill


class Prepayment(ScopedModel):
    """The account on which a home's money waits for its next bills; the ledger has the balance."""

    personal_data: ClassVar[dict[str, str]] = {}

    home = models.OneToOneField("estate.Home", models.RESTRICT, primary_key=True, related_name="+")
    account_id = models.BigIntegerField()

    class Meta:
        db_table = "prepayment"

    def __str__(self) -> str:
        return f"prepayment of {self.home_id}"


class Settlement(ScopedModel):
    """Money that was put on bills of one home, what was left over waits (`prepaid_fen`).

    Append-only: what is taken back is a row of `SettlementUndo`. Where an earlier payment settles a
    later bill, `money_account_id` is the account of the prepayment.
    """

    personal_data: ClassVar[dict[str, str]] = {"home": Grade.PERSONAL}

    key = models.CharField(max_length=80)
    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    amount_fen = models.BigIntegerField()
    prepaid_fen = models.BigIntegerField(default=0)
    money_account_id = models.BigIntegerField()
    occurred_on = models.DateField()
    source = models.CharField(max_length=40, blank=True)
    entry_id = models.BigIntegerField()
    made_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "settlement"
        constraints = [
            # a payment that arrives twice is booked once
            models.UniqueConstraint(fields=["estate", "key"], name="settlement_key_once"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, prepaid_fen__gte=0, prepaid_fen__lte=F("amount_fen")),
                name="settlement_positive",
            ),
        ]
        indexes = [
            models.Index(fields=["home", "-id"], name="settlement_of_home"),
            models.Index(fields=["estate", "source"], name="settlement_of_source"),
        ]

    def __str__(self) -> str:
        return f"settlement {self.pk}"


class SettlementPart(ScopedModel):
    """What one settlement put on one bill. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    settlement = models.ForeignKey(Settlement, models.RESTRICT, related_name="parts")
    bill = models.ForeignKey(Bill, models.RESTRICT, related_name="parts")
    amount_fen = models.BigIntegerField()

    class Meta:
        db_table = "settlement_part"
        constraints = [
            models.UniqueConstraint(fields=["settlement", "bill"], name="settlement_part_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="settlement_part_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_fen} on {self.bill_id}"


class SettlementUndo(ScopedModel):
    """Money that went back. Kept but for its words; all of a settlement's never exceed it."""

    personal_data: ClassVar[dict[str, str]] = {"reason": Grade.PERSONAL}

    settlement = models.ForeignKey(Settlement, models.RESTRICT, related_name="undos")
    key = models.CharField(max_length=80)
    amount_fen = models.BigIntegerField()
    prepaid_fen = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=120)
    entry_id = models.BigIntegerField()
    made_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "settlement_undo"
        constraints = [
            models.UniqueConstraint(fields=["estate", "key"], name="settlement_undo_key_once"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, prepaid_fen__gte=0) & ~Q(reason=""),
                name="settlement_undo_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_fen} of {self.settlement_id}"


class UndonePart(ScopedModel):
    """What one undo took off one bill. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    undo = models.ForeignKey(SettlementUndo, models.RESTRICT, related_name="parts")
    bill = models.ForeignKey(Bill, models.RESTRICT, related_name="+")
    amount_fen = models.BigIntegerField()

    class Meta:
        db_table = "undone_part"
        constraints = [
            models.UniqueConstraint(fields=["undo", "bill"], name="undone_part_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="undone_part_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_fen} off {self.bill_id}"
