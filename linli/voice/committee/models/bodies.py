"""Bodies, terms, seats, representatives, and the duties that the law gives them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.committee.data import (
    BodyKind,
    DutyCode,
    Position,
)
from linli.voice.committee.models.columns import ACCOUNT, KINDS


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
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="committee_body_kind_known"),
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
    done_by = models.ForeignKey(**ACCOUNT, null=True)

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
