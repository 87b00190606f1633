"""What homes pay for, at which price, on what ground, less what."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.fees.data import (
    Cycle,
    Formula,
    GroundKind,
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
