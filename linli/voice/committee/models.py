from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.committee.data import (
    BodyKind,
    Choice,
    DutyCode,
    MeetingKind,
    MeetingState,
    MinutesState,
    Position,
)

_ACCOUNT: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}
_KINDS = [kind.value for kind in BodyKind]


class Body(ScopedModel):
    """A body that people elect; its members are offices of the register (OWN-12, RC-01, RC-04)."""

    personal_data: ClassVar[dict[str, str]] = {}

    kind = models.CharField(max_length=24)
    organisation = models.ForeignKey("estate.Organisation", models.RESTRICT, related_name="+")
    phone = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "committee_body"
        constraints = [
            models.UniqueConstraint(fields=["estate", "kind"], name="committee_body_once"),
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="committee_body_kind_known"),
        ]

    def __str__(self) -> str:
        return self.kind


class BodyTerm(ScopedModel):
    """One term of a body (届): seats, first and last day. `kind` repeats the body's."""

    personal_data: ClassVar[dict[str, str]] = {}

    body = models.ForeignKey(Body, models.RESTRICT, related_name="terms")
    kind = models.CharField(max_length=24)
    number = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()  # its last day
    elected_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "committee_term"
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="committee_term_number_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="committee_term_in_order"
            ),
            # OWN-12: 5 to 11 and odd; RC-01: 5 to 9
            models.CheckConstraint(
                condition=Q(kind=BodyKind.OWNERS.value, seats__in=[5, 7, 9, 11])
                | Q(kind=BodyKind.RESIDENTS.value, seats__gte=5, seats__lte=9)
                | Q(kind=BodyKind.SUPERVISION.value, seats__gte=3, seats__lte=9),
                name="committee_term_seats_lawful",
            ),
        ]

    def __str__(self) -> str:
        return f"term {self.number} of {self.body_id}"


class BodySeat(ScopedModel):
    """Somebody's seat in a term: the office of the register, and the position in the body."""

    personal_data: ClassVar[dict[str, str]] = {"end_reason": Grade.PERSONAL}

    term = models.ForeignKey(BodyTerm, models.RESTRICT, related_name="members")
    office = models.OneToOneField("estate.Office", models.RESTRICT, related_name="+")
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    position = models.CharField(max_length=12, default=Position.MEMBER.value)
    since = models.DateField()
    until = models.DateField(null=True)
    declared_at = models.DateTimeField(null=True)  # no close relative in the other body (RC-04)
    end_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "committee_seat"
        constraints = [
            models.CheckConstraint(
                condition=Q(position__in=[p.value for p in Position]),
                name="committee_seat_position_known",
            ),
            models.UniqueConstraint(
                fields=["term"],
                condition=Q(until__isnull=True, position=Position.CHAIR.value),
                name="committee_seat_one_chair",
            ),
            models.UniqueConstraint(
                fields=["term", "person"],
                condition=Q(until__isnull=True, person__isnull=False),
                name="committee_seat_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.pk} of {self.term_id}"


class ResidentsRepresentative(ScopedModel):
    """A residents' representative (居民代表) of a building or grid, for a term (RC-03)."""

    personal_data: ClassVar[dict[str, str]] = {}

    person = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    area = models.ForeignKey("estate.Place", models.RESTRICT, related_name="+")
    since = models.DateField()
    until = models.DateField()

    class Meta:
        db_table = "residents_representative"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "since"], name="residents_representative_once"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="residents_representative_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"representative {self.person_id}"


class LawfulDuty(ScopedModel):
    """What a body owes by law: due when, by which rule, its matter, and the proof that ends it."""

    personal_data: ClassVar[dict[str, str]] = {}

    body = models.ForeignKey(Body, models.RESTRICT, related_name="duties")
    term = models.ForeignKey(BodyTerm, models.RESTRICT, related_name="duties")
    key = models.CharField(max_length=60)
    code = models.CharField(max_length=20)
    rule = models.CharField(max_length=10)
    rings_on = models.DateField()
    due_on = models.DateField()
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")
    proof = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    proof_source = models.CharField(max_length=40, blank=True)  # "meeting:12": what we saw itself
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(**_ACCOUNT, null=True)

    class Meta:
        db_table = "committee_duty"
        constraints = [
            # the clock may look as often as it likes
            models.UniqueConstraint(fields=["estate", "key"], name="committee_duty_once"),
            models.CheckConstraint(
                condition=Q(code__in=[c.value for c in DutyCode]), name="committee_duty_code_known"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(proof__isnull=False) | ~Q(proof_source=""),
                name="committee_duty_done_with_proof",
            ),
        ]
        indexes = [models.Index(fields=["estate", "due_on"], name="committee_duty_by_day")]

    def __str__(self) -> str:
        return self.key


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
    called_by = models.ForeignKey(**_ACCOUNT)
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
    written_by = models.ForeignKey(**_ACCOUNT)
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


class Appraisal(ScopedModel):
    """The yearly word of the residents on their committee (RC-04)."""

    personal_data: ClassVar[dict[str, str]] = {}

    term = models.ForeignKey(BodyTerm, models.RESTRICT, related_name="appraisals")
    year = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)  # {"households": n, "tenths": {question: mean}}

    class Meta:
        db_table = "committee_appraisal"
        constraints = [
            models.UniqueConstraint(fields=["term", "year"], name="committee_appraisal_yearly"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="committee_appraisal_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"appraisal {self.year} of {self.term_id}"


class AppraisalScore(ScopedModel):
    """One household's scores, once. Shown only as sums. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {"household": Grade.PERSONAL}

    appraisal = models.ForeignKey(Appraisal, models.RESTRICT, related_name="scores")
    household = models.ForeignKey("estate.Household", models.RESTRICT, related_name="+")
    scores = models.JSONField()
    given_by_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "committee_appraisal_score"
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "household"], name="committee_appraisal_score_once"
            ),
        ]

    def __str__(self) -> str:
        return f"score {self.pk}"


class OpenAffair(ScopedModel):
    """That a notice discloses an item of the open affairs (居务公开, RC-04)."""

    personal_data: ClassVar[dict[str, str]] = {}

    item = models.CharField(max_length=20)
    notice = models.ForeignKey("contact.Notice", models.RESTRICT, related_name="+")
    linked_by = models.ForeignKey(**_ACCOUNT)
    linked_at = models.DateTimeField()

    class Meta:
        db_table = "committee_open_affair"
        constraints = [
            models.UniqueConstraint(fields=["item", "notice"], name="committee_open_affair_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} in {self.notice_id}"
