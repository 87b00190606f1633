"""What came in, and the receipt for it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.payments.data import Method
from linli.money.payments.models.columns import HOME, USER
from linli.money.payments.models.orders import PaymentOrder


class Payment(ScopedModel):
    """Money of a home that came in, once. What goes back is a `PaymentRefund`."""

    personal_data: ClassVar[dict[str, str]] = {"home": Grade.PERSONAL}

    key = models.CharField(max_length=60)
    home = models.ForeignKey(**HOME)
    method = models.CharField(max_length=8)
    amount = models.BigIntegerField()
    refunded = models.BigIntegerField(default=0)  # asked for, under way or done
    received_on = models.DateField()
    booked_at = models.DateTimeField()
    settlement = models.OneToOneField("money.Settlement", models.RESTRICT, related_name="+")
    order = models.OneToOneField(PaymentOrder, models.RESTRICT, null=True, related_name="payment")
    line = models.ForeignKey("money.BankLine", models.RESTRICT, null=True, related_name="+")
    taken_by = models.ForeignKey(null=True, **USER)

    class Meta:
        db_table = "payment"
        constraints = [
            # a payment that arrives twice is booked once
            models.UniqueConstraint(fields=["estate", "key"], name="payment_key_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_positive"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("amount")),
                name="payment_refund_not_above",
            ),
            models.CheckConstraint(
                condition=Q(method=Method.WECHAT.value, order__isnull=False)
                | Q(method=Method.CASH.value, taken_by__isnull=False)
                | Q(method=Method.TRANSFER.value, line__isnull=False),
                name="payment_has_its_paper",
            ),
        ]
        indexes = [
            models.Index(fields=["home", "-id"], name="payment_of_home"),
            models.Index(fields=["estate", "-received_on", "-id"], name="payment_recent"),
        ]

    def __str__(self) -> str:
        return f"payment {self.pk}"


class ReceiptCounter(ScopedModel):
    """The last number given in a year. Only the trigger on `receipt` writes here."""

    personal_data: ClassVar[dict[str, str]] = {}

    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "receipt_counter"
        constraints = [
            models.UniqueConstraint(fields=["estate", "year"], name="receipt_counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Receipt(ScopedModel):
    """A receipt (收据). The database gives its number: without gap, without repeat. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    payment = models.OneToOneField(Payment, models.RESTRICT, related_name="receipt")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=0)  # what is given here counts nothing
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(null=True, **USER)

    class Meta:
        db_table = "receipt"
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "year", "number"], name="receipt_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """2026-000123: how people say the number."""
        return f"{self.year}-{self.number:06}"
