"""Billing runs, their previews, and the bills that they issue."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.fees.data import (
    PayerKind,
    RunState,
)
from linli.money.fees.models.charges import Charge, Tariff, Waiver


class BillingRun(ScopedModel):
    """One charge for one period: previewed, then posted as a whole.

    `digest` is the preview's fingerprint: what is posted must reckon to the same. While a job
    works on the run, `attempt` names it; a stop names another.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    charge = models.ForeignKey(Charge, models.RESTRICT, related_name="runs")
    cycle = models.CharField(max_length=8)
    period_start = models.DateField()
    period_end = models.DateField()
    due_on = models.DateField()
    only_missing = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=RunState.DRAFT.value)
    progress = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveIntegerField(default=0)
    fault = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32, null=True)
    totals = models.JSONField(default=dict)
    created_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    created_at = models.DateTimeField()
    previewed_at = models.DateTimeField(null=True)
    posted_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    posted_at = models.DateTimeField(null=True)
    mailing = models.ForeignKey("contact.Mailing", models.RESTRICT, null=True, related_name="+")

    class Meta:
        db_table = "billing_run"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in RunState]), name="billing_run_state_known"
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="billing_run_in_order"
            ),
            # two open runs of one period would both be confirmed by somebody
            models.UniqueConstraint(
                fields=["charge", "period_start"],
                condition=Q(state__in=["draft", "reckoning", "previewed", "posting"]),
                name="billing_run_one_open",
            ),
        ]
        indexes = [models.Index(fields=["estate", "-created_at"], name="billing_run_recent")]

    def __str__(self) -> str:
        return f"run {self.pk}"


class BillingPreview(ScopedModel):
    """One home's row of a preview: its bills, or why there is none. Goes when the run is over."""

    personal_data: ClassVar[dict[str, str]] = {
        "home": Grade.PERSONAL,
        "bills": Grade.SENSITIVE,
    }

    run = models.ForeignKey(BillingRun, models.CASCADE, related_name="previews")
    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    amount = models.BigIntegerField(default=0)
    previous = models.BigIntegerField(null=True)  # fen; null: there was no bill before
    changes = ArrayField(models.CharField(max_length=10), default=list)
    trouble = models.CharField(max_length=12, blank=True)
    bills = models.JSONField(default=list)

    class Meta:
        db_table = "billing_preview"
        constraints = [
            models.UniqueConstraint(fields=["run", "home"], name="billing_preview_once"),
        ]

    def __str__(self) -> str:
        return f"{self.home_id} in {self.run_id}"


class Bill(ScopedModel):
    """What one payer owes for one home, charge and span of days. Amounts never change (trigger):
    a wrong bill is reversed and another takes its place. `paid_fen` follows the settlements."""

    personal_data: ClassVar[dict[str, str]] = {
        "home": Grade.PERSONAL,
        "payer_person": Grade.PERSONAL,
        "waived_fen": Grade.SENSITIVE,
        "reversed_reason": Grade.PERSONAL,
    }

    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    charge = models.ForeignKey(Charge, models.RESTRICT, related_name="bills")
    run = models.ForeignKey(BillingRun, models.RESTRICT, null=True, related_name="bills")
    corrects = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")
    payer_kind = models.CharField(max_length=8)
    payer_person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    payer_organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+"
    )
    period_start = models.DateField()
    period_end = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    issued_on = models.DateField()
    due_on = models.DateField()
    gross_fen = models.BigIntegerField()
    waived_fen = models.BigIntegerField(default=0)
    amount_fen = models.BigIntegerField()
    paid_fen = models.BigIntegerField(default=0)
    account_id = models.BigIntegerField()  # the home's receivable in the joint account's book
    disputed_at = models.DateTimeField(null=True)
    dispute_matter = models.ForeignKey(
        "matters.Matter", models.RESTRICT, null=True, related_name="+"
    )
    is_reversed = models.BooleanField(default=False)
    reversed_at = models.DateTimeField(null=True)
    reversed_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    reversed_reason = models.CharField(max_length=120, blank=True)
    reversal_entry_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "bill"
        constraints = [
            models.CheckConstraint(
                condition=Q(gross_fen__gte=0, waived_fen__gte=0, amount_fen__gte=0)
                & Q(amount_fen=F("gross_fen") - F("waived_fen")),
                name="bill_sums",
            ),
            models.CheckConstraint(
                condition=Q(paid_fen__gte=0, paid_fen__lte=F("amount_fen")),
                name="bill_paid_within_amount",
            ),
            models.CheckConstraint(
                condition=Q(
                    starts_on__gte=F("period_start"),
                    ends_on__lte=F("period_end"),
                    ends_on__gte=F("starts_on"),
                ),
                name="bill_span_in_period",
            ),
            models.CheckConstraint(
                condition=Q(payer_kind__in=[PayerKind.OWNER.value, PayerKind.TENANT.value]),
                name="bill_payer_known",
            ),
            models.CheckConstraint(
                condition=Q(is_reversed=False)
                | (Q(paid_fen=0, reversed_at__isnull=False) & ~Q(reversed_reason="")),
                name="bill_reversed_says_why",
            ),
            # FEE-03: no double charge for the same days
            models.UniqueConstraint(
                fields=["charge", "home", "starts_on"],
                condition=Q(is_reversed=False),
                name="bill_once",
            ),
        ]
        indexes = [
            models.Index(fields=["home", "due_on"], name="bill_of_home"),
            models.Index(
                fields=["estate", "due_on"],
                condition=Q(is_reversed=False) & Q(paid_fen__lt=F("amount_fen")),
                name="bill_open",
            ),
            models.Index(fields=["run"], name="bill_of_run"),
            models.Index(fields=["payer_person"], name="bill_of_person"),
            models.Index(fields=["estate", "period_start"], name="bill_of_period"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What is printed and said: B and the key."""
        return f"B{self.pk}"

    @property
    def open_fen(self) -> int:
        """What is still to be paid, in fen; 0 once it was reversed."""
        return 0 if self.is_reversed else self.amount_fen - self.paid_fen


class BillLine(ScopedModel):
    """How a bill came about: one price over one span, or what a waiver takes off. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {"waiver": Grade.SENSITIVE}

    bill = models.ForeignKey(Bill, models.RESTRICT, related_name="lines")
    tariff = models.ForeignKey(Tariff, models.RESTRICT, related_name="+")
    waiver = models.ForeignKey(Waiver, models.RESTRICT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    formula = models.CharField(max_length=10)
    quantity = models.BigIntegerField()
    price_mfen = models.BigIntegerField()
    share = models.PositiveSmallIntegerField()
    amount_fen = models.BigIntegerField()

    class Meta:
        db_table = "bill_line"
        constraints = [
            models.CheckConstraint(
                condition=Q(waiver__isnull=True, amount_fen__gte=0)
                | Q(waiver__isnull=False, amount_fen__lt=0),
                name="bill_line_sign",
            ),
        ]
        indexes = [models.Index(fields=["tariff"], name="bill_line_of_tariff")]

    def __str__(self) -> str:
        return f"{self.bill_id}: {self.amount_fen}"
