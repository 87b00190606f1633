"""What the company must do, when it is due, what was done, and certificates."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.contracts.data import Area, DueState, Holiday, Mode, Unit
from linli.voice.contracts.models.columns import known
from linli.voice.contracts.models.papers import ServiceContract


class ServiceItem(ScopedModel):
    """One thing that the company must do: how often, where, how well, with what proof.

    `places`: "estate", "buildings", "entrances" or "type:lift" (all facilities of that type).
    Days: it becomes a matter `lead_days` before it is due, and is late `grace_days` after.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    contract = models.ForeignKey(ServiceContract, models.RESTRICT, related_name="items")
    code = models.SlugField(max_length=40)
    area = models.CharField(max_length=12)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    standard_zh = models.CharField(max_length=300)
    standard_en = models.CharField(max_length=300, blank=True)
    places = models.CharField(max_length=48, default="estate")
    every = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16)
    starts_on = models.DateField()
    lead_days = models.PositiveSmallIntegerField(default=0)
    grace_days = models.PositiveSmallIntegerField(default=0)
    holiday = models.CharField(max_length=8, default=Holiday.KEEP.value)
    mode = models.CharField(max_length=12, default=Mode.MATTER.value)
    needs_photo = models.BooleanField(default=False)
    category = models.CharField(max_length=40, default="service_contract")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "service_item"
        constraints = [
            models.UniqueConstraint(fields=["contract", "code"], name="service_item_code_once"),
            models.CheckConstraint(
                condition=Q(every__gte=1, every__lte=366), name="service_item_every_in_range"
            ),
            known("unit", Unit, "service_item_unit_known"),
            known("mode", Mode, "service_item_mode_known"),
            known("area", Area, "service_item_area_known"),
            known("holiday", Holiday, "service_item_holiday_known"),
            # a certificate belongs to one facility, and somebody must go and ask for the inspection
            models.CheckConstraint(
                condition=~Q(unit="before_expiry")
                | (Q(places__startswith="type:") & Q(mode="matter")),
                name="service_item_expiry_of_facilities",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ServiceDue(ScopedModel):
    """One time that an item is due at one place, and what became of it."""

    personal_data: ClassVar[dict[str, str]] = {}

    item = models.ForeignKey(ServiceItem, models.RESTRICT, related_name="dues")
    place = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    slot_on = models.DateField()  # the schedule's own day: by it the due is known
    opens_on = models.DateField()
    due_on = models.DateField()
    last_on = models.DateField()
    state = models.CharField(max_length=8, default=DueState.WAITING.value)
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")

    class Meta:
        db_table = "service_due"
        constraints = [
            # the clock may run twice, or after a week's silence: each time is there once
            models.UniqueConstraint(
                fields=["item", "place", "slot_on"], name="service_due_once", nulls_distinct=False
            ),
            known("state", DueState, "service_due_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "late"]) | Q(done_at__isnull=False),
                name="service_due_done_when",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on"), last_on__gte=F("due_on")),
                name="service_due_days_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["estate", "opens_on"],
                condition=Q(state="waiting"),
                name="service_due_waiting",
            ),
            models.Index(fields=["estate", "due_on"], name="service_due_by_day"),
            models.Index(fields=["matter"], name="service_due_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} on {self.due_on}"


class ServiceCheck(ScopedModel):
    """A line of the check list: who looked, when, and whether it was in order; append-only."""

    personal_data: ClassVar[dict[str, str]] = {"note": Grade.PERSONAL}

    due = models.ForeignKey(ServiceDue, models.RESTRICT, related_name="checks")
    is_ok = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)
    photo = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "service_check"
        constraints = [
            models.UniqueConstraint(fields=["due"], name="service_check_once"),
            models.CheckConstraint(
                condition=Q(is_ok=True) | ~Q(note=""), name="service_check_failure_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"check of {self.due_id}"


class FacilityCertificate(ScopedModel):
    """An inspection certificate of a facility (DEV-05); the latest one holds; append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    place = models.ForeignKey("estate.Place", models.RESTRICT, related_name="+")
    inspected_on = models.DateField()
    valid_until = models.DateField()
    number = models.CharField(max_length=60, blank=True)
    scan = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    recorded_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "facility_certificate"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("inspected_on")),
                name="facility_certificate_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "-valid_until"], name="facility_certificate_last"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} until {self.valid_until}"
