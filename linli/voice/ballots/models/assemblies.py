"""Assemblies, what they decide, what came out, and who objects."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.scopes.models import ScopedModel
from linli.voice.ballots.data import AssemblyKind, AssemblyState
from linli.voice.ballots.models.columns import ACCOUNT, BEFORE_NOTICE
from linli.voice.ballots.models.petitions import Petition
from linli.voice.ballots.models.procedures import VotingRules
from linli.voice.ballots.rules import NOTICE_DAYS


class Assembly(ScopedModel):
    """One owners' assembly, in writing or on the phone, with its agenda, roll and box."""

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.CharField(max_length=12)  # "2026-01", on paper, in files and receipts
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, default=AssemblyKind.REGULAR.value)
    petition = models.ForeignKey(Petition, models.RESTRICT, null=True, related_name="assemblies")
    state = models.CharField(max_length=12, default=AssemblyState.DRAFT.value)
    rules = models.ForeignKey(VotingRules, models.RESTRICT, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    created_by = models.ForeignKey(**ACCOUNT)
    created_at = models.DateTimeField()
    prepared_by = models.ForeignKey(**ACCOUNT, null=True)
    prepared_at = models.DateTimeField(null=True)
    noticed_by = models.ForeignKey(**ACCOUNT, null=True)
    noticed_at = models.DateTimeField(null=True)
    notice = models.ForeignKey("contact.Notice", models.RESTRICT, null=True, related_name="+")
    told_matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")
    total_units = models.PositiveIntegerField(null=True)
    total_heads = models.PositiveIntegerField(null=True)
    total_area_cm2 = models.BigIntegerField(null=True)
    roll_root = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "assembly"
        constraints = [
            models.UniqueConstraint(fields=["estate", "code"], name="assembly_code_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in AssemblyState]),
                name="assembly_state_known",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="assembly_closes_after_opening"
            ),
            # OWN-09: owners hear of it fifteen days before
            models.CheckConstraint(
                condition=Q(noticed_at__isnull=True)
                | Q(opens_at__gte=F("noticed_at") + timedelta(days=NOTICE_DAYS)),
                name="assembly_fifteen_days",
            ),
            # four eyes: who prepared agenda and roll does not let them out
            models.CheckConstraint(
                condition=Q(noticed_by__isnull=True) | ~Q(noticed_by=F("prepared_by")),
                name="assembly_four_eyes",
            ),
            # a vote without a frozen roll could be bent afterwards (OWN-04)
            models.CheckConstraint(
                condition=Q(state__in=[*BEFORE_NOTICE, AssemblyState.CANCELLED.value])
                | Q(
                    noticed_at__isnull=False, total_heads__gt=0, total_area_cm2__gt=0,
                    notice__isnull=False,
                ),
                name="assembly_noticed_has_roll",
            ),
            # OWN-10: a temporary assembly rests on a petition that reached its 20 %
            models.CheckConstraint(
                condition=Q(kind=AssemblyKind.REGULAR.value) | Q(petition__isnull=False),
                name="assembly_temporary_has_petition",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["estate", "-created_at"], name="assembly_recent")]

    def __str__(self) -> str:
        return self.title


class AgendaItem(ScopedModel):
    """One question with its own matter, from which its threshold follows (OWN-01).

    The database refuses any change once the assembly is noticed (`agenda_frozen`).
    """

    personal_data: ClassVar[dict[str, str]] = {}

    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="items")
    position = models.PositiveSmallIntegerField()
    matter = models.PositiveSmallIntegerField()  # DecisionMatter
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=1000, blank=True)
    limit_fen = models.BigIntegerField(null=True)

    class Meta:
        db_table = "agenda_item"
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "position"], name="agenda_item_position_once"
            ),
            models.CheckConstraint(
                condition=Q(matter__gte=1, matter__lte=9), name="agenda_item_matter_known"
            ),
            models.CheckConstraint(
                condition=Q(limit_fen__isnull=True) | Q(limit_fen__gt=0),
                name="agenda_item_limit_positive",
            ),
            # what may be spent is part of the question: nothing may rest on a sum without end
            models.CheckConstraint(
                condition=~Q(matter__in=[5, 6]) | Q(limit_fen__isnull=False),
                name="agenda_item_fund_has_limit",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AssemblyResult(ScopedModel):
    """What was counted when the box closed, sealed with its roots. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    assembly = models.OneToOneField(Assembly, models.RESTRICT, related_name="result")
    figures = models.JSONField()  # one mapping an item, as `results_to_json` writes it
    box_root = models.CharField(max_length=64)  # over the ballots that count
    ballot_count = models.PositiveIntegerField()
    counted_at = models.DateTimeField()
    keep_until = models.DateField()  # OWN-14: evidence is kept at least so long
    object_until = models.DateField()

    class Meta:
        db_table = "assembly_result"

    def __str__(self) -> str:
        return f"result of {self.assembly_id}"


class AssemblyObjection(ScopedModel):
    """An owner objects to the roll or to the result: a matter in the one queue (OWN-14)."""

    personal_data: ClassVar[dict[str, str]] = {}

    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="objections")
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, related_name="+")
    about = models.CharField(max_length=8)  # roll, result
    raised_by = models.ForeignKey(**ACCOUNT)
    raised_at = models.DateTimeField()

    class Meta:
        db_table = "assembly_objection"
        constraints = [
            models.CheckConstraint(
                condition=Q(about__in=["roll", "result"]), name="assembly_objection_about_known"
            ),
            models.UniqueConstraint(fields=["matter"], name="assembly_objection_matter_once"),
        ]

    def __str__(self) -> str:
        return f"objection to {self.assembly_id}"
