"""Urging, demands with proof of service, suits, agreements to pay in parts, rent decisions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.arrears.data import Confirmation, PlanState, RentDecision, ServiceWay

_WHO: dict[str, str] = {
    "home": Grade.PERSONAL,
    "payer_person": Grade.PERSONAL,
    "payer_organisation": Grade.INTERNAL,
}


class ArrearsTerms(ScopedModel):
    """The estate's own numbers of days; without a row the shipped ones hold."""

    personal_data: ClassVar[dict[str, str]] = {}

    demand_days = models.PositiveSmallIntegerField(default=15)
    urge_days = models.PositiveSmallIntegerField(default=7)
    grace_days = models.PositiveSmallIntegerField(default=7)
    limitation_years = models.PositiveSmallIntegerField(default=3)
    rent_months = models.PositiveSmallIntegerField(default=6)

    class Meta:
        db_table = "arrears_terms"
        constraints = [
            models.UniqueConstraint(fields=["estate"], name="arrears_terms_once"),
            # no time at all would be no demand but a trap
            models.CheckConstraint(
                condition=Q(demand_days__gte=7, rent_months__gte=6), name="arrears_terms_fair"
            ),
        ]

    def __str__(self) -> str:
        return f"terms of {self.estate_id}"


class Urging(ScopedModel):
    """A committee asked first (FEE-02): who, when, in which way. Append-only."""

    personal_data: ClassVar[dict[str, str]] = _WHO

    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    payer_person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    payer_organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+"
    )
    urged_on = models.DateField()
    way = models.CharField(max_length=12)  # phone, door, letter
    urged_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "payment_urging"
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=["phone", "door", "letter"]), name="payment_urging_way_known"
            ),
        ]
        indexes = [models.Index(fields=["home", "-urged_on"], name="payment_urging_of_home")]

    def __str__(self) -> str:
        return f"urging of {self.home_id} on {self.urged_on}"


class Demand(ScopedModel):
    """A payment demand (催款函): which bills, how much, how long. It counts from its service."""

    personal_data: ClassVar[dict[str, str]] = _WHO

    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    payer_person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    payer_organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+"
    )
    urging = models.ForeignKey(Urging, models.RESTRICT, related_name="demands")
    amount_fen = models.BigIntegerField()
    period_days = models.PositiveSmallIntegerField()
    written_on = models.DateField()
    written_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payment_demand"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, period_days__gte=7), name="payment_demand_lawful"
            ),
        ]
        indexes = [models.Index(fields=["home", "-written_on"], name="payment_demand_of_home")]

    def __str__(self) -> str:
        return f"demand {self.pk}"

    @property
    def number(self) -> str:
        return f"C{self.pk}"


class DemandBill(ScopedModel):
    """One bill of a demand with what was open on it then. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    demand = models.ForeignKey(Demand, models.RESTRICT, related_name="bills")
    bill = models.ForeignKey("money.Bill", models.RESTRICT, related_name="+")
    open_fen = models.BigIntegerField()

    class Meta:
        db_table = "demand_bill"
        constraints = [
            models.UniqueConstraint(fields=["demand", "bill"], name="demand_bill_once"),
            models.CheckConstraint(condition=Q(open_fen__gt=0), name="demand_bill_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id} in {self.demand_id}"


class DemandService(ScopedModel):
    """Proof that a demand was served: how, when, by whom, before whom."""

    personal_data: ClassVar[dict[str, str]] = {
        "witness": Grade.PERSONAL,
        "tracking": Grade.INTERNAL,
        "photo": Grade.PERSONAL,
    }

    demand = models.OneToOneField(Demand, models.RESTRICT, related_name="service")
    way = models.CharField(max_length=8)
    served_on = models.DateField()
    ends_on = models.DateField()  # the last day of the period that the demand gives
    served_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    witness = models.CharField(max_length=60, blank=True)
    tracking = models.CharField(max_length=40, blank=True)
    photo = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "demand_service"
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=[w.value for w in ServiceWay]), name="demand_service_way_known"
            ),
            # a refusal that nobody saw proves nothing; a letter without a number was not posted
            models.CheckConstraint(
                condition=~Q(way=ServiceWay.REFUSED.value) | ~Q(witness=""),
                name="demand_service_refusal_seen",
            ),
            models.CheckConstraint(
                condition=~Q(way=ServiceWay.POSTED.value) | ~Q(tracking=""),
                name="demand_service_post_numbered",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("served_on")), name="demand_service_gives_time"
            ),
        ]

    def __str__(self) -> str:
        return f"service of {self.demand_id}"


class Lawsuit(ScopedModel):
    """A court or arbitration was asked, after a demand had run out (FEE-01)."""

    personal_data: ClassVar[dict[str, str]] = {"case_number": Grade.PERSONAL}

    demand = models.OneToOneField(Demand, models.RESTRICT, related_name="lawsuit")
    filed_on = models.DateField()
    court = models.CharField(max_length=60)
    case_number = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_on = models.DateField(null=True)

    class Meta:
        db_table = "lawsuit"
        constraints = [
            models.CheckConstraint(condition=~Q(court=""), name="lawsuit_names_court"),
        ]

    def __str__(self) -> str:
        return f"suit on {self.demand_id}"


class InstalmentPlan(ScopedModel):
    """An agreement to pay in parts, with the person's own word on it."""

    personal_data: ClassVar[dict[str, str]] = {**_WHO, "confirmed_note": Grade.PERSONAL}

    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    payer_person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    payer_organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+"
    )
    amount_fen = models.BigIntegerField()
    agreed_on = models.DateField()
    agreed_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    confirmed = models.CharField(max_length=10)
    confirmed_note = models.CharField(max_length=80, blank=True)
    paper = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    state = models.CharField(max_length=8, default=PlanState.RUNNING.value)
    ended_on = models.DateField(null=True)
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")

    class Meta:
        db_table = "instalment_plan"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in PlanState]),
                name="instalment_plan_state_known",
            ),
            models.CheckConstraint(
                condition=Q(confirmed__in=[c.value for c in Confirmation]),
                name="instalment_plan_confirmed",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="instalment_plan_positive"),
            # what somebody signed is kept
            models.CheckConstraint(
                condition=~Q(confirmed=Confirmation.SIGNED.value) | Q(paper__isnull=False),
                name="instalment_plan_signed_paper",
            ),
        ]
        indexes = [
            models.Index(
                fields=["estate"], condition=Q(state="running"), name="instalment_plan_running"
            ),
            models.Index(fields=["home"], name="instalment_plan_of_home"),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk}"


class PlanBill(ScopedModel):
    """One bill of an agreement with what was paid and open on it then. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    plan = models.ForeignKey(InstalmentPlan, models.RESTRICT, related_name="bills")
    bill = models.ForeignKey("money.Bill", models.RESTRICT, related_name="+")
    open_fen = models.BigIntegerField()

    class Meta:
        db_table = "plan_bill"
        constraints = [
            models.UniqueConstraint(fields=["plan", "bill"], name="plan_bill_once"),
            models.CheckConstraint(condition=Q(open_fen__gt=0), name="plan_bill_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id} in {self.plan_id}"


class Instalment(ScopedModel):
    """One part: so much by that day. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    plan = models.ForeignKey(InstalmentPlan, models.RESTRICT, related_name="parts")
    due_on = models.DateField()
    amount_fen = models.BigIntegerField()

    class Meta:
        db_table = "instalment"
        constraints = [
            models.UniqueConstraint(fields=["plan", "due_on"], name="instalment_one_a_day"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="instalment_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_fen} by {self.due_on}"


class RentReview(ScopedModel):
    """What a person of the housing office decided of long rent arrears (HSG-01); with appeal."""

    personal_data: ClassVar[dict[str, str]] = {
        "home": Grade.PERSONAL,
        "payer_person": Grade.PERSONAL,
        "reason": Grade.PERSONAL,
    }

    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    payer_person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    months = models.PositiveSmallIntegerField()
    decision = models.CharField(max_length=8)
    reason = models.CharField(max_length=300)
    decided_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    decided_on = models.DateField()
    appeal_until = models.DateField()
    appeal_matter = models.ForeignKey(
        "matters.Matter", models.RESTRICT, null=True, related_name="+"
    )

    class Meta:
        db_table = "rent_review"
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=[d.value for d in RentDecision]),
                name="rent_review_decision_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="rent_review_says_why"),
            models.CheckConstraint(
                condition=Q(appeal_until__gt=F("decided_on")), name="rent_review_leaves_appeal"
            ),
        ]
        indexes = [models.Index(fields=["home", "-id"], name="rent_review_of_home")]

    def __str__(self) -> str:
        return f"review of {self.home_id}"
