from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from linli.base.crypto.api import EncryptedTextField
from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.payments.data import Confirmation, LineUse, Method, OrderState, RefundState

_USER: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}
_HOME: dict[str, Any] = {"to": "estate.Home", "on_delete": models.RESTRICT, "related_name": "+"}


class PaymentOrder(ScopedModel):
    """A sum that a channel was asked to collect for a home. The amount came from our bills.

    `payer` asked for it; `helper` did it for somebody, whose consent is kept beside it.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "home": Grade.PERSONAL,
        "for_person": Grade.PERSONAL,
        "code": Grade.SENSITIVE,
    }

    trade_no = models.CharField(max_length=32, unique=True)
    home = models.ForeignKey(**_HOME)
    bill_ids = ArrayField(models.BigIntegerField(), default=list)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=8, default=OrderState.OPEN.value)
    payer = models.ForeignKey(null=True, **_USER)
    key = models.CharField(max_length=80)
    ticket = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    transaction_id = models.CharField(max_length=40, null=True)
    helper = models.ForeignKey(null=True, **_USER)
    for_person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    confirmed = models.CharField(max_length=6, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    witness = models.ForeignKey(null=True, **_USER)
    code = EncryptedTextField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "payment_order"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_order_positive"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in OrderState]),
                name="payment_order_state_known",
            ),
            models.UniqueConstraint(
                fields=["estate", "payer", "key"], name="payment_order_key_once"
            ),
            # one payment at the channel is one order of ours
            models.UniqueConstraint(
                fields=["transaction_id"], name="payment_order_transaction_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed__in=["", *(c.value for c in Confirmation)]),
                name="payment_order_confirmed_known",
            ),
            # nobody pays for somebody who did not say so
            models.CheckConstraint(
                condition=Q(helper__isnull=True)
                | Q(ticket={})
                | Q(confirmed__in=["code", "word"], confirmed_at__isnull=False),
                name="payment_order_help_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed="word")
                | (Q(witness__isnull=False) & ~Q(witness=F("helper"))),
                name="payment_order_word_has_witness",
            ),
        ]
        indexes = [
            models.Index(fields=["home", "-id"], name="payment_order_of_home"),
            models.Index(
                fields=["created_at"], condition=Q(state="open"), name="payment_order_open"
            ),
        ]

    def __str__(self) -> str:
        return self.trade_no


class Payment(ScopedModel):
    """Money of a home that came in, once. What goes back is a `PaymentRefund`."""

    personal_data: ClassVar[dict[str, str]] = {"home": Grade.PERSONAL}

    key = models.CharField(max_length=60)
    home = models.ForeignKey(**_HOME)
    method = models.CharField(max_length=8)
    amount = models.BigIntegerField()
    refunded = models.BigIntegerField(default=0)  # asked for, under way or done
    received_on = models.DateField()
    booked_at = models.DateTimeField()
    settlement = models.OneToOneField("money.Settlement", models.RESTRICT, related_name="+")
    order = models.OneToOneField(PaymentOrder, models.RESTRICT, null=True, related_name="payment")
    line = models.ForeignKey("money.BankLine", models.RESTRICT, null=True, related_name="+")
    taken_by = models.ForeignKey(null=True, **_USER)

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
    issued_by = models.ForeignKey(null=True, **_USER)

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
    requested_by = models.ForeignKey(**_USER)
    requested_at = models.DateTimeField()
    approved_by = models.ForeignKey(null=True, **_USER)
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

    home = models.ForeignKey(**_HOME)
    amount = models.BigIntegerField()  # fen
    method = models.CharField(max_length=8)  # cash or transfer
    reason = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default=RefundState.REQUESTED.value)
    key = models.CharField(max_length=80)
    requested_by = models.ForeignKey(**_USER)
    requested_at = models.DateTimeField()
    approved_by = models.ForeignKey(null=True, **_USER)
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


class LineBooking(ScopedModel):
    """What was decided for one bank line, and why: `reasons` are codes of the match."""

    personal_data: ClassVar[dict[str, str]] = {}

    line = models.OneToOneField("money.BankLine", models.RESTRICT, related_name="+")
    use = models.CharField(max_length=14)
    entry_id = models.BigIntegerField(null=True)
    reasons = ArrayField(models.CharField(max_length=12), default=list)
    decided_by = models.ForeignKey(**_USER)
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
    home = models.ForeignKey(**_HOME)
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


class TillCount(ScopedModel):
    """The cash of one day, counted: what the books say, what lay there. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    day = models.DateField()
    expected = models.BigIntegerField()
    counted = models.BigIntegerField()
    note = models.CharField(max_length=120, blank=True)
    counted_by = models.ForeignKey(**_USER)
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
    made_by = models.ForeignKey(**_USER)
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
