"""What goes back: of a payment, or of what lies there prepaid."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.payments.data import Method, RefundState
from linli.money.payments.models.columns import HOME, USER
from linli.money.payments.models.payments import Payment


class PaymentRefund(ScopedModel):
    """Money on its way back: asked for by one, approved by another. `is_void`: it never was."""

    personal_data: ClassVar[dict[str, str]] = {"reason": Grade.PERSONAL}

    payment = models.ForeignKey(Payment, models.RESTRICT, related_name="refunds")
    refund_no = models.CharField(max_length=32, unique=True)
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=120)
    is_void = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=RefundState.REQUESTED.value)
    key = models.CharField(max_length=80)
    requested_by = models.ForeignKey(**USER)
    requested_at = models.DateTimeField()
    approved_by = models.ForeignKey(null=True, **USER)
    approved_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    undo = models.OneToOneField(
        "money.SettlementUndo", models.RESTRICT, null=True, related_name="+"
    )

    class Meta:
        db_table = "payment_refund"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(reason=""), name="payment_refund_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in RefundState]),
                name="payment_refund_state_known",
            ),
            # four eyes on all that goes out
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")),
                name="payment_refund_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "refused"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="payment_refund_goes_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(undo__isnull=False, done_at__isnull=False),
                name="payment_refund_done_is_booked",
            ),
            models.UniqueConstraint(
                fields=["estate", "requested_by", "key"], name="payment_refund_key_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["estate", "state"],
                condition=Q(state__in=["requested", "approved", "sent"]),
                name="payment_refund_waiting",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.refund_no


class PrepaidReturn(ScopedModel):
    """Prepaid money without a payment of ours on its way back: asked for by one, approved by
    another, booked in that moment."""

    personal_data: ClassVar[dict[str, str]] = {"home": Grade.PERSONAL, "reason": Grade.PERSONAL}

    home = models.ForeignKey(**HOME)
    amount = models.BigIntegerField()  # fen
    method = models.CharField(max_length=8)  # cash or transfer
    reason = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default=RefundState.REQUESTED.value)
    key = models.CharField(max_length=80)
    requested_by = models.ForeignKey(**USER)
    requested_at = models.DateTimeField()
    approved_by = models.ForeignKey(null=True, **USER)
    approved_at = models.DateTimeField(null=True)
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "prepaid_return"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(reason=""), name="prepaid_return_says_why"
            ),
            models.CheckConstraint(
                condition=Q(method__in=[Method.CASH.value, Method.TRANSFER.value]),
                name="prepaid_return_method_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "refused"], entry_id__isnull=True)
                | Q(
                    state="done",
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    entry_id__isnull=False,
                ),
                name="prepaid_return_done_is_booked",
            ),
            # four eyes on all that goes out
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")),
                name="prepaid_return_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["estate", "requested_by", "key"], name="prepaid_return_key_once"
            ),
            models.UniqueConstraint(fields=["entry_id"], name="prepaid_return_entry_once"),
        ]
        indexes = [
            models.Index(fields=["home", "-id"], name="prepaid_return_of_home"),
            models.Index(
                fields=["estate"], condition=Q(state="requested"), name="prepaid_return_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """T and the key: what is printed and said."""
        return f"T{self.pk}"
