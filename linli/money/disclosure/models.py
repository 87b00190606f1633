from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.crypto.api import EncryptedTextField
from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.disclosure.data import (
    PUBLIC_BOOKS,
    BundleKind,
    BundleState,
    ObjectionState,
    Way,
)
from linli.money.disclosure.rules import DUE_MONTHS, SHOWN_DAYS

_ACCOUNT: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}
_WAYS = [way.value for way in Way]


class DisclosureSetting(ScopedModel):
    """The estate's own numbers: when a quarter must be out, how long it hangs."""

    personal_data: ClassVar[dict[str, str]] = {}

    due_months = models.PositiveSmallIntegerField(default=DUE_MONTHS)
    shown_days = models.PositiveSmallIntegerField(default=SHOWN_DAYS)  # working days

    class Meta:
        db_table = "disclosure_setting"
        constraints = [
            models.UniqueConstraint(fields=["estate"], name="disclosure_setting_once"),
            # RC-04 and FEE-06: the software does not help to show it for less
            models.CheckConstraint(condition=Q(shown_days__gte=15), name="disclosure_setting_days"),
            models.CheckConstraint(
                condition=Q(due_months__gte=1, due_months__lte=6), name="disclosure_setting_due"
            ),
        ]

    def __str__(self) -> str:
        return f"disclosure setting of {self.estate_id}"


OF_NOBODY = -1  # the "building" of sums over entries of no household


class Fold(ScopedModel):
    """How far a book's sealed entries are added up for the public, and the rate at that time."""

    personal_data: ClassVar[dict[str, str]] = {}

    book = models.OneToOneField("money.Book", models.RESTRICT, related_name="+")
    seal_number = models.IntegerField(default=0)
    rate = models.JSONField(default=dict)
    rate_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "disclosure_fold"
        constraints: ClassVar[list[Any]] = []

    def __str__(self) -> str:
        return f"{self.book_id} up to {self.seal_number}"


class MonthSum(ScopedModel):
    """Sums by month, label and building: who paid cannot be read from them. Entries of no
    household are counted under the building OF_NOBODY, so that a page need not add them up."""

    personal_data: ClassVar[dict[str, str]] = {}

    book = models.ForeignKey("money.Book", models.RESTRICT, related_name="+", db_index=False)
    month = models.DateField()
    way = models.CharField(max_length=3)
    label = models.CharField(max_length=62)
    building_id = models.BigIntegerField(default=0)  # 0: of no building, -1: OF_NOBODY
    amount = models.BigIntegerField()  # fen, positive in the sense of `way`
    count = models.IntegerField()
    seal_number = models.IntegerField()

    class Meta:
        db_table = "disclosure_month"
        constraints = [
            models.UniqueConstraint(
                fields=["book", "month", "way", "label", "building_id"],
                name="disclosure_month_once",
            ),
            models.CheckConstraint(condition=Q(way__in=_WAYS), name="disclosure_month_way"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.month}"


class Move(ScopedModel):
    """Money of no household that moved: one entry of the ledger and label."""

    personal_data: ClassVar[dict[str, str]] = {}

    book = models.ForeignKey("money.Book", models.RESTRICT, related_name="+", db_index=False)
    entry_id = models.BigIntegerField()
    day = models.DateField()
    way = models.CharField(max_length=3)
    label = models.CharField(max_length=62)
    amount = models.BigIntegerField()
    source = models.CharField(max_length=60, blank=True)
    seal_number = models.IntegerField()

    class Meta:
        db_table = "disclosure_move"
        constraints = [
            models.UniqueConstraint(fields=["entry_id", "label"], name="disclosure_move_once"),
            models.CheckConstraint(condition=Q(way__in=_WAYS), name="disclosure_move_way"),
        ]
        indexes = [
            models.Index(
                fields=["book", "-day", "way", "label", "entry_id"], name="disclosure_move_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.day}"


class Statement(ScopedModel):
    """A quarter of a book as it was published; append-only. A correction is a new version that
    names the old and says why."""

    personal_data: ClassVar[dict[str, str]] = {}

    book = models.ForeignKey("money.Book", models.RESTRICT, related_name="+", db_index=False)
    quarter = models.CharField(max_length=6)
    starts_on = models.DateField()
    ends_on = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", models.RESTRICT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True)
    opening = models.BigIntegerField()  # fen
    came_in = models.BigIntegerField()
    went_out = models.BigIntegerField()
    closing = models.BigIntegerField()
    rate = models.JSONField(default=dict)
    sources = models.JSONField(default=list)  # [label, fen], the largest first: the lines' sums
    uses = models.JSONField(default=list)
    line_count = models.PositiveIntegerField()
    seal_number = models.IntegerField()
    seal_root = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(**_ACCOUNT)
    shown_until = models.DateField()

    class Meta:
        db_table = "disclosure_statement"
        constraints = [
            models.UniqueConstraint(
                fields=["book", "quarter", "version"], name="disclosure_statement_version_once"
            ),
            models.CheckConstraint(
                condition=Q(version=1, replaces__isnull=True)
                | (Q(version__gt=1, replaces__isnull=False) & ~Q(reason="")),
                name="disclosure_statement_correction_says_why",
            ),
            models.CheckConstraint(
                condition=Q(closing=F("opening") + F("came_in") - F("went_out")),
                name="disclosure_statement_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} version {self.version}"


class StatementLine(ScopedModel):
    """One line of a published statement; append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    statement = models.ForeignKey(Statement, models.RESTRICT, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    day = models.DateField()
    way = models.CharField(max_length=3)
    label = models.CharField(max_length=62)
    building = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField()
    count = models.PositiveIntegerField()
    entry_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=60, blank=True)
    seal_number = models.IntegerField()

    class Meta:
        db_table = "disclosure_line"
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "number"], name="disclosure_line_number_once"
            ),
            models.CheckConstraint(condition=Q(way__in=_WAYS), name="disclosure_line_way"),
        ]

    def __str__(self) -> str:
        return f"line {self.number} of {self.statement_id}"


class Objection(ScopedModel):
    """A question that anybody put to a line or a statement; a matter with a deadline.

    What was asked is not published: it may hold names. The answer and its words about the
    question are.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "text": Grade.SENSITIVE,
        "contact": Grade.SENSITIVE,
        "address": Grade.PERSONAL,
    }

    token = models.UUIDField(default=uuid.uuid4, unique=True)
    book = models.ForeignKey("money.Book", models.RESTRICT, related_name="+", db_index=False)
    quarter = models.CharField(max_length=6)
    entry_id = models.BigIntegerField(null=True)
    line_words = models.CharField(max_length=120, blank=True)  # which line, as the page says it
    text = EncryptedTextField()
    contact = EncryptedTextField(null=True)
    account = models.ForeignKey(null=True, **_ACCOUNT)
    address = models.BinaryField(max_length=16, null=True)  # a blind index, to slow floods down
    asked_at = models.DateTimeField()
    matter = models.OneToOneField("matters.Matter", models.RESTRICT, related_name="+")
    state = models.CharField(max_length=8, default=ObjectionState.OPEN.value)
    question = models.CharField(max_length=200, blank=True)  # as published, without names
    answer = models.CharField(max_length=600, blank=True)
    answered_by = models.ForeignKey(null=True, **_ACCOUNT)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "disclosure_objection"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ObjectionState]),
                name="disclosure_objection_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="open")
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="disclosure_objection_answered_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["book", "quarter"], name="disclosure_objection_period"),
            models.Index(fields=["address", "asked_at"], name="disclosure_objection_address"),
        ]

    def __str__(self) -> str:
        return f"objection {self.pk}"


class DueRing(ScopedModel):
    """A quarter whose due day has rung: the matter that reminds of it."""

    personal_data: ClassVar[dict[str, str]] = {}

    book = models.ForeignKey("money.Book", models.RESTRICT, related_name="+", db_index=False)
    quarter = models.CharField(max_length=6)
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "disclosure_due"
        constraints = [
            models.UniqueConstraint(fields=["book", "quarter"], name="disclosure_due_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} of {self.book_id}"


class AccountBundle(ScopedModel):
    """Papers of the books in one file: made by a job, taken by whoever may, on the record."""

    personal_data: ClassVar[dict[str, str]] = {}

    token = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=8)
    quarter = models.CharField(max_length=6, blank=True)
    state = models.CharField(max_length=8, default=BundleState.WAITING.value)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(**_ACCOUNT)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "disclosure_bundle"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in BundleKind]), name="disclosure_bundle_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in BundleState]),
                name="disclosure_bundle_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Look(ScopedModel):
    """Who opened or took which paper of the inspection page (OWN-15). Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    account = models.ForeignKey(**_ACCOUNT)
    what = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        db_table = "disclosure_look"
        constraints: ClassVar[list[Any]] = []
        indexes = [models.Index(fields=["estate", "-at"], name="disclosure_look_recent")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.what}"


__all__ = [
    "PUBLIC_BOOKS",
    "AccountBundle",
    "DisclosureSetting",
    "DueRing",
    "Fold",
    "Look",
    "MonthSum",
    "Move",
    "Objection",
    "Statement",
    "StatementLine",
]
