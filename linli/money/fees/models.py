"""Charges with their tariffs and waivers, billing runs, bills, and what was paid on them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.fees.data import (
    Cycle,
    Formula,
    GroundKind,
    PayerKind,
    RunState,
    WaiverScope,
)


class Charge(ScopedModel):
    """Something that homes pay for: the property fee, rent, others. All of it is data.

    `payers` says by tenure who pays: {"owned": "owner", "public_rental": "tenant"}. `is_collected`:
    collected for a utility, so that no fee of one's own may be put on top (FEE-04).
    """

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.SlugField(max_length=24)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    cycle = models.CharField(max_length=8, default=Cycle.QUARTER.value)
    income_account = models.CharField(max_length=40)  # code of the joint account's book
    payers = models.JSONField(default=dict)
    is_collected = models.BooleanField(default=False)
    is_rent = models.BooleanField(default=False)  # arrears are counted by months (HSG-01)
    due_days = models.PositiveSmallIntegerField(default=30)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "charge"
        constraints = [
            models.UniqueConstraint(fields=["estate", "code"], name="charge_code_once"),
            models.CheckConstraint(
                condition=Q(cycle__in=[c.value for c in Cycle]), name="charge_cycle_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tariff(ScopedModel):
    """One version of a charge's price; it holds from its first day until the next version's.

    Versions without an end leave no gap and cannot overlap. A row never changes (a trigger sees
    to it): a mistake that no bill has used is withdrawn, everything else is a later version.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    charge = models.ForeignKey(Charge, models.RESTRICT, related_name="tariffs")
    starts_on = models.DateField()
    formula = models.CharField(max_length=10)
    price_mfen = models.BigIntegerField()  # thousandths of a fen
    surcharge_fen = models.BigIntegerField(default=0)
    is_collected = models.BooleanField(default=False)
    ground_kind = models.CharField(max_length=10)
    ground = models.CharField(max_length=120)
    decision_reference = models.CharField(max_length=40, blank=True)
    voucher = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    created_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    created_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tariff"
        constraints = [
            # two prices on one day would let the software choose
            models.UniqueConstraint(
                fields=["charge", "starts_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="tariff_one_a_day",
            ),
            models.CheckConstraint(condition=Q(price_mfen__gte=0), name="tariff_not_negative"),
            models.CheckConstraint(
                condition=Q(formula__in=[f.value for f in Formula]), name="tariff_formula_known"
            ),
            # FEE-03: a price that rests on nothing is self-raised
            models.CheckConstraint(
                condition=Q(ground_kind__in=[g.value for g in GroundKind]) & ~Q(ground=""),
                name="tariff_has_ground",
            ),
            # FEE-04: who collects for a utility takes nothing for it
            models.CheckConstraint(
                condition=Q(is_collected=False) | Q(surcharge_fen=0), name="tariff_no_surcharge"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.charge_id} from {self.starts_on}"


class Waiver(ScopedModel):
    """What entitled homes pay less, with its legal ground; proposed by one, approved by another."""

    personal_data: ClassVar[dict[str, str]] = {
        "home": Grade.SENSITIVE,
        "ground": Grade.SENSITIVE,
    }

    charge = models.ForeignKey(Charge, models.RESTRICT, related_name="waivers")
    name = models.CharField(max_length=40)
    scope = models.CharField(max_length=12)
    category_kind = models.CharField(max_length=20, blank=True)
    category_code = models.CharField(max_length=24, blank=True)
    home = models.ForeignKey("estate.Home", models.RESTRICT, null=True, related_name="+")
    share = models.PositiveSmallIntegerField(default=0)  # thousandths of the charge
    monthly_fen = models.BigIntegerField(default=0)
    ground = models.CharField(max_length=120)
    decision_reference = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    proposed_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refused_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "waiver"
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=[s.value for s in WaiverScope]), name="waiver_scope_known"
            ),
            # less than nothing or more than all would be a gift of other people's money
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=1000, monthly_fen=0)
                | Q(share=0, monthly_fen__gt=0),
                name="waiver_share_or_sum",
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="waiver_has_ground"),
            models.CheckConstraint(
                condition=~Q(scope=WaiverScope.VACANT.value) | ~Q(decision_reference=""),
                name="waiver_vacant_by_decision",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="waiver_in_order",
            ),
            models.CheckConstraint(
                condition=Q(scope=WaiverScope.HOME.value, home__isnull=False)
                | (~Q(scope=WaiverScope.HOME.value) & Q(home__isnull=True)),
                name="waiver_home_named",
            ),
            # four eyes
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="waiver_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MeterReading(ScopedModel):
    """What a home's meter showed on a day, in thousandths of its unit."""

    personal_data: ClassVar[dict[str, str]] = {"home": Grade.PERSONAL, "amount": Grade.PERSONAL}

    charge = models.ForeignKey(Charge, models.RESTRICT, related_name="readings")
    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    read_on = models.DateField()
    amount = models.BigIntegerField()
    is_exchange = models.BooleanField(default=False)
    read_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "meter_reading"
        constraints = [
            models.UniqueConstraint(
                fields=["charge", "home", "read_on", "is_exchange"], name="meter_reading_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="meter_reading_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.home_id} {self.read_on}: {self.amount}"


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


class PrepaymentRefund(ScopedModel):
    """Money of a home's prepayment that was paid back (FEE-03). Kept but for its words."""

    personal_data: ClassVar[dict[str, str]] = {
        "home": Grade.PERSONAL,
        "reason": Grade.PERSONAL,
    }

    key = models.CharField(max_length=80)
    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    bill = models.ForeignKey(Bill, models.RESTRICT, null=True, related_name="+")
    amount_fen = models.BigIntegerField()
    money_account_id = models.BigIntegerField()
    occurred_on = models.DateField()
    reason = models.CharField(max_length=120)
    entry_id = models.BigIntegerField()
    made_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "prepayment_refund"
        constraints = [
            models.UniqueConstraint(fields=["estate", "key"], name="prepayment_refund_key_once"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & ~Q(reason=""), name="prepayment_refund_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_fen} to {self.home_id}"
