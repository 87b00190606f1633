"""Whom a matter concerns besides its reporter, and what they say at the end."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.matters.handling.models.columns import ACCOUNT
from linli.matters.handling.models.matters import Matter


class MatterParty(ScopedModel):
    """Somebody whom a matter concerns besides its reporter: joined, or a party of a dispute."""

    personal_data: ClassVar[dict[str, str]] = {
        "name": Grade.PERSONAL,
        "phone": Grade.PERSONAL,
    }

    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="parties")
    role = models.CharField(max_length=12)  # joined | party | mediator
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    account = models.ForeignKey(null=True, **ACCOUNT)
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    wants_answer = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    class Meta:
        db_table = "matter_party"
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["joined", "party", "mediator"]),
                name="matter_party_role_known",
            ),
            models.UniqueConstraint(
                fields=["matter", "role", "person"],
                condition=Q(person__isnull=False),
                name="matter_party_person_once",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="matter_party_of_person")]

    def __str__(self) -> str:
        return f"{self.role} of {self.matter_id}"


class ReturnVisit(ScopedModel):
    """Somebody else asks the resident whether it is solved, or the resident says so (REQ-03).

    An empty `visited_by` means the resident's own word without a visitor between, which the
    constraint lets pass on purpose; that it is not the doer's own is `rules.abilities_for`'s work.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="visits")
    visited_by = models.ForeignKey(null=True, **ACCOUNT)  # null: the resident answered alone
    done_by = models.ForeignKey(**ACCOUNT)
    at = models.DateTimeField()
    way = models.CharField(max_length=12)  # phone | door | app | slip
    result = models.CharField(max_length=12)
    satisfaction = models.CharField(max_length=12, blank=True)
    round = models.PositiveSmallIntegerField()  # = matter.reopened at the time

    class Meta:
        db_table = "return_visit"
        constraints = [
            # whoever did the work does not judge it
            models.CheckConstraint(
                condition=Q(visited_by__isnull=True) | ~Q(visited_by=F("done_by")),
                name="return_visit_by_another",
            ),
            models.CheckConstraint(
                condition=Q(result__in=["solved", "partly", "unsolved", "unreachable"]),
                name="return_visit_result_known",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction__in=["", "satisfied", "fair", "dissatisfied"]),
                name="return_visit_satisfaction_known",
            ),
        ]
        indexes = [models.Index(fields=["matter", "-at"], name="return_visit_of_matter")]

    def __str__(self) -> str:
        return f"{self.result} {self.matter_id}"


class Thanks(ScopedModel):
    """A resident's thanks to somebody who helped; shown on the own and the honours page (T7)."""

    personal_data: ClassVar[dict[str, str]] = {"body": Grade.PERSONAL}

    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="thanks")
    account = models.ForeignKey(**ACCOUNT)
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    body = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "thanks"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "account", "person"],
                name="thanks_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["account", "-at"], name="thanks_to")]

    def __str__(self) -> str:
        return f"thanks to {self.account_id}"


class PersonMove(ScopedModel):
    """A row that followed a merge of two records of one person, so that it can go back."""

    personal_data: ClassVar[dict[str, str]] = {}

    merge_id = models.BigIntegerField()
    row_kind = models.CharField(max_length=12)  # matter | party | thanks | contact
    row_id = models.BigIntegerField()

    class Meta:
        db_table = "person_move"
        constraints = [
            # a repeated event moves nothing twice
            models.UniqueConstraint(
                fields=["merge_id", "row_kind", "row_id"], name="person_move_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_kind} {self.row_id}"
