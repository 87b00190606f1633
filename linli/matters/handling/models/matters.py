"""The matter itself, and the numbers that are given out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.matters.handling.data import State, Urgency
from linli.matters.handling.models.columns import ACCOUNT, OPEN
from linli.matters.handling.models.indexes import INDEXES


class Matter(ScopedModel):
    """Anything that needs somebody (事项): a place, an owner, a clock and an end."""

    personal_data: ClassVar[dict[str, str]] = {
        "title": Grade.PERSONAL,
        "place_text": Grade.PERSONAL,
        "reporter_name": Grade.PERSONAL,
        "reporter_phone": Grade.PERSONAL,
    }

    number = models.CharField(max_length=16)  # "261123-047": speakable on the phone
    kind = models.ForeignKey(
        "matters.MatterKind", models.RESTRICT, related_name="+", db_index=False
    )
    category = models.ForeignKey(
        "matters.Category", models.RESTRICT, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=16)
    urgency = models.CharField(max_length=12, default=Urgency.NONE.value)
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=12, default=State.RECEIVED.value)

    place = models.ForeignKey(
        "estate.Place", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    grid = models.ForeignKey(
        "estate.Place", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    building = models.ForeignKey(
        "estate.Place", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    place_text = models.CharField(max_length=120, blank=True)

    reporter = models.ForeignKey(
        "estate.Person", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    household = models.ForeignKey(
        "estate.Household", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    reporter_name = models.CharField(max_length=60, blank=True)
    reporter_phone = models.CharField(max_length=20, blank=True)
    reported_by = models.ForeignKey(null=True, **ACCOUNT)

    taken_by = models.ForeignKey(null=True, **ACCOUNT)  # first receiver (REQ-03)
    holder = models.ForeignKey(null=True, **ACCOUNT)
    organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    offered_to_organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    offered_to = models.ForeignKey(null=True, **ACCOUNT)
    offered_at = models.DateTimeField(null=True)
    routing_rule = models.ForeignKey(
        "matters.RoutingRule", models.RESTRICT, null=True, related_name="+", db_index=False
    )

    respond_by = models.DateTimeField()
    due_at = models.DateTimeField()
    responded_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    appointment_from = models.DateTimeField(null=True)
    appointment_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(null=True, **ACCOUNT)
    closed_at = models.DateTimeField(null=True)
    is_waiting_for_reporter = models.BooleanField(default=False)
    is_overdue = models.BooleanField(default=False)
    extended_days = models.PositiveSmallIntegerField(default=0)
    hand_overs = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    escalation = models.PositiveSmallIntegerField(default=0)
    mediation_step = models.CharField(max_length=24, blank=True)

    result = models.CharField(max_length=12, blank=True)
    decline_reason = models.CharField(max_length=24, blank=True)
    merged_into = models.ForeignKey(
        "self", models.RESTRICT, null=True, related_name="merged", db_index=False
    )
    split_from = models.ForeignKey(
        "self", models.RESTRICT, null=True, related_name="splits", db_index=False
    )
    client_key = models.CharField(max_length=80, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "matter"
        constraints = [
            models.UniqueConstraint(fields=["estate", "number"], name="matter_number_once"),
            models.UniqueConstraint(
                fields=["estate", "client_key"],
                condition=Q(client_key__isnull=False),
                name="matter_client_key_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="matter_state_known"
            ),
            # nobody can drop it: what is open has a holder and an organisation
            models.CheckConstraint(
                condition=~OPEN | Q(holder__isnull=False, organisation__isnull=False),
                name="matter_open_has_holder",
            ),
            models.CheckConstraint(
                condition=(OPEN & Q(closed_at__isnull=True)) | (~OPEN & Q(closed_at__isnull=False)),
                name="matter_end_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done"]) | Q(done_at__isnull=False, done_by__isnull=False),
                name="matter_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="matter_merged_names_the_other",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="matter_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(state="declined") ^ Q(decline_reason=""),
                name="matter_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(appointment_from__isnull=True)
                | Q(appointment_until__gt=F("appointment_from")),
                name="matter_appointment_in_order",
            ),
        ]
        indexes = INDEXES

    def __str__(self) -> str:
        return self.number


class MatterNumber(ScopedModel):
    """The last number given out on a day."""

    personal_data: ClassVar[dict[str, str]] = {}

    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "matter_number"
        constraints = [
            models.UniqueConstraint(fields=["estate", "day"], name="matter_number_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.last}"
