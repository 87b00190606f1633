"""Meetings, who came, how they voted, what they decided, the minutes under seal."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.committee.data import (
    Choice,
    MeetingKind,
    MeetingState,
    MinutesState,
)
from linli.voice.committee.models.bodies import BodySeat, BodyTerm, ResidentsRepresentative
from linli.voice.committee.models.columns import ACCOUNT


class Meeting(ScopedModel):
    """A meeting: called with its agenda in time, held, decided, written down."""

    personal_data: ClassVar[dict[str, str]] = {}

    term = models.ForeignKey(BodyTerm, models.RESTRICT, related_name="meetings")
    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=80)
    place_words = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    meets_on = models.DateField()  # the day of starts_at in the estate
    notice_days = models.PositiveSmallIntegerField()
    posted_on = models.DateField(null=True)
    posted_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=MeetingState.DRAFT.value)
    entitled = models.PositiveIntegerField(null=True)
    present = models.PositiveIntegerField(null=True)
    chair = models.ForeignKey(BodySeat, models.RESTRICT, null=True, related_name="+")
    called_by = models.ForeignKey(**ACCOUNT)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "committee_meeting"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in MeetingKind]),
                name="committee_meeting_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(posted_on__isnull=False),
                name="committee_meeting_called_openly",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.HELD.value)
                | Q(entitled__isnull=False, present__isnull=False, present__lte=F("entitled")),
                name="committee_meeting_held_counted",
            ),
        ]
        indexes = [models.Index(fields=["estate", "-meets_on"], name="committee_meeting_recent")]

    def __str__(self) -> str:
        return self.title


class MeetingItem(ScopedModel):
    """One item; after the posting a trigger keeps the agenda as it is."""

    personal_data: ClassVar[dict[str, str]] = {}

    meeting = models.ForeignKey(Meeting, models.RESTRICT, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    needs_decision = models.BooleanField(default=True)

    class Meta:
        db_table = "committee_agenda_item"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"], name="committee_agenda_item_position_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingAttendance(ScopedModel):
    """Who was there, in person: a member by the seat, a representative by the own row."""

    personal_data: ClassVar[dict[str, str]] = {}

    meeting = models.ForeignKey(Meeting, models.RESTRICT, related_name="attendances")
    seat = models.ForeignKey(BodySeat, models.RESTRICT, null=True, related_name="+")
    representative = models.ForeignKey(
        ResidentsRepresentative, models.RESTRICT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "committee_attendance"
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__isnull=False, representative__isnull=True)
                | Q(seat__isnull=True, representative__isnull=False),
                name="committee_attendance_one_person",
            ),
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                condition=Q(seat__isnull=False),
                name="committee_attendance_seat_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "representative"],
                condition=Q(representative__isnull=False),
                name="committee_attendance_rep_once",
            ),
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class MemberVote(ScopedModel):
    """A member's word on an item, once. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    item = models.ForeignKey(MeetingItem, models.RESTRICT, related_name="votes")
    seat = models.ForeignKey(BodySeat, models.RESTRICT, related_name="+")
    choice = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        db_table = "committee_member_vote"
        constraints = [
            models.UniqueConstraint(fields=["item", "seat"], name="committee_member_vote_once"),
            models.CheckConstraint(
                condition=Q(choice__in=[c.value for c in Choice]),
                name="committee_member_vote_known",
            ),
        ]

    def __str__(self) -> str:
        return f"vote {self.pk}"


class MeetingDecision(ScopedModel):
    """What a meeting decided on an item of its agenda, with every figure. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    item = models.OneToOneField(MeetingItem, models.RESTRICT, related_name="decision")
    yes = models.PositiveIntegerField()
    no = models.PositiveIntegerField()
    abstain = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    entitled = models.PositiveIntegerField()
    of_all = models.BooleanField()
    is_adopted = models.BooleanField()
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "committee_decision"
        constraints = [
            models.CheckConstraint(
                condition=Q(present__gte=F("yes") + F("no") + F("abstain"))
                & Q(entitled__gte=F("present")),
                name="committee_decision_adds_up",
            ),
            # OWN-13: more than half of all members; RC-03: of those present
            models.CheckConstraint(
                condition=Q(is_adopted=False)
                | Q(of_all=True, entitled__lt=F("yes") * 2)
                | Q(of_all=False, present__lt=F("yes") * 2),
                name="committee_decision_by_majority",
            ),
        ]

    def __str__(self) -> str:
        return f"decision on {self.item_id}"


class MeetingMinutes(ScopedModel):
    """The document of a meeting: written, signed by two, posted."""

    personal_data: ClassVar[dict[str, str]] = {"text": Grade.PERSONAL}

    meeting = models.OneToOneField(Meeting, models.RESTRICT, related_name="minutes")
    text = models.TextField()
    scan = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    state = models.CharField(max_length=8, default=MinutesState.DRAFT.value)
    written_by = models.ForeignKey(**ACCOUNT)
    chair_seat = models.ForeignKey(BodySeat, models.RESTRICT, null=True, related_name="+")
    other_seat = models.ForeignKey(BodySeat, models.RESTRICT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "committee_minutes"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in MinutesState]),
                name="committee_minutes_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (
                    Q(chair_seat__isnull=False, other_seat__isnull=False)
                    & ~Q(chair_seat=F("other_seat"))
                ),
                name="committee_minutes_two_signatures",
            ),
        ]

    def __str__(self) -> str:
        return f"minutes of {self.meeting_id}"


class SealedMinutes(ScopedModel):
    """The seal of posted minutes: ids, counts and the text's digest, chained. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    meeting = models.OneToOneField(Meeting, models.RESTRICT, related_name="sealed")
    serial = models.PositiveIntegerField()
    content = models.JSONField()
    seal = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "committee_sealed_minutes"
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "serial"], name="committee_sealed_minutes_serial_once"
            ),
        ]

    def __str__(self) -> str:
        return f"seal {self.serial}"
