from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.crypto.api import EncryptedTextField
from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.spending.data import RELEASES, Book, EntryKind, FileKind, State, Step
from linli.money.spending.rules import (
    ALL_CATEGORIES,
    EMERGENCY_DAYS,
    LARGEST,
    OWNERS_FROM,
    WAIT_DAYS,
)

_ACCOUNT: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}


class SpendingSetting(ScopedModel):
    """The estate's own numbers: from which sum an owner releases, too, and how long one waits."""

    personal_data: ClassVar[dict[str, str]] = {}

    owners_from = models.BigIntegerField(default=OWNERS_FROM)  # fen
    wait_days = models.PositiveSmallIntegerField(default=WAIT_DAYS)  # working days on one desk
    emergency_days = models.PositiveSmallIntegerField(default=EMERGENCY_DAYS)  # working days

    class Meta:
        db_table = "spending_setting"
        constraints = [
            models.UniqueConstraint(fields=["estate"], name="spending_setting_once"),
            models.CheckConstraint(
                condition=Q(owners_from__gte=0), name="spending_setting_threshold"
            ),
        ]

    def __str__(self) -> str:
        return f"spending setting of {self.estate_id}"


class SpendingRequest(ScopedModel):
    """Somebody wants to pay something out of a book.

    `round` counts how often it was submitted: releases of an earlier round are void.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "payee": Grade.PERSONAL,
        "payee_account": Grade.SENSITIVE,
        "purpose": Grade.INTERNAL,
        "contract": Grade.INTERNAL,
        "emergency_reason": Grade.INTERNAL,
    }

    number = models.CharField(max_length=16)
    book = models.CharField(max_length=20)
    category = models.CharField(max_length=12)
    purpose = models.CharField(max_length=120)
    payee = models.CharField(max_length=80)
    payee_account = EncryptedTextField(null=True)
    amount = models.BigIntegerField()  # fen
    paid = models.BigIntegerField(default=0)  # fen, reversed payments taken off
    contract = models.CharField(max_length=120, blank=True)
    decision = models.CharField(max_length=60, blank=True)
    is_emergency = models.BooleanField(default=False)
    emergency_reason = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    state = models.CharField(max_length=10, default=State.DRAFT.value)
    round = models.PositiveSmallIntegerField(default=0)
    owners_from = models.BigIntegerField(default=OWNERS_FROM)  # the threshold when it was submitted
    organisation = models.ForeignKey("estate.Organisation", models.RESTRICT, related_name="+")
    author = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    returned_reason = models.CharField(max_length=200, blank=True)
    waits_since = models.DateTimeField()  # when it came to the desk where it lies
    created_at = models.DateTimeField()
    disclosed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "spending_request"
        constraints = [
            models.UniqueConstraint(fields=["estate", "number"], name="spending_request_number"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="spending_request_state_known"
            ),
            models.CheckConstraint(
                condition=Q(book__in=[b.value for b in Book]), name="spending_request_book_known"
            ),
            models.CheckConstraint(
                condition=Q(category__in=ALL_CATEGORIES), name="spending_request_category_known"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=LARGEST), name="spending_request_amount"
            ),
            # never more than what was released
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("amount")), name="spending_request_not_over"
            ),
            # the fund is the owners': their decision, or a danger that can be read later (FEE-07)
            models.CheckConstraint(
                condition=~Q(book=Book.MAINTENANCE_FUND.value)
                | Q(state__in=[State.DRAFT.value, State.CANCELLED.value])
                | ~Q(decision="")
                | (Q(is_emergency=True) & ~Q(emergency_reason="")),
                name="spending_request_fund_says_why",
            ),
            # what was paid for cannot be unmade
            models.CheckConstraint(
                condition=~Q(state=State.CANCELLED.value) | Q(paid=0),
                name="spending_request_cancelled_unpaid",
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "state", "waits_since"], name="spending_request_desk"),
            models.Index(fields=["estate", "-created_at"], name="spending_request_recent"),
            models.Index(fields=["decision"], name="spending_request_decision"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def left(self) -> int:
        """Fen that may still be paid."""
        return self.amount - self.paid


class SpendingNumber(ScopedModel):
    """The last number of a year; its row is locked while one is taken, so none repeats."""

    personal_data: ClassVar[dict[str, str]] = {}

    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "spending_number"
        constraints = [
            models.UniqueConstraint(fields=["estate", "year"], name="spending_number_of_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"


class SpendingPart(ScopedModel):
    """Who did which step: an account, and the person of the register behind it. Append-only.

    The two unique constraints are the rule that nobody does two steps: not under another role
    (the account is the same), not with another account (the person is the same).
    """

    personal_data: ClassVar[dict[str, str]] = {}

    request = models.ForeignKey(SpendingRequest, models.RESTRICT, related_name="parts")
    step = models.CharField(max_length=20)
    account = models.ForeignKey(**_ACCOUNT)
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "spending_part"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "account"], name="spending_part_one_step_an_account"
            ),
            models.UniqueConstraint(
                fields=["request", "person"],
                condition=Q(person__isnull=False),
                name="spending_part_one_step_a_person",
            ),
            models.CheckConstraint(
                condition=Q(step__in=[s.value for s in Step]), name="spending_part_step_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.request_id}"


class SpendingRelease(ScopedModel):
    """One body lets the money go, for one round. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    request = models.ForeignKey(SpendingRequest, models.RESTRICT, related_name="releases")
    round = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=20)
    part = models.ForeignKey(SpendingPart, models.RESTRICT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "spending_release"
        constraints = [
            # each body once a round; a trigger sees to it that the part is of this step
            models.UniqueConstraint(
                fields=["request", "round", "step"], name="spending_release_body_once"
            ),
            models.UniqueConstraint(
                fields=["request", "round", "part"], name="spending_release_hand_once"
            ),
            models.CheckConstraint(
                condition=Q(step__in=[s.value for s in RELEASES]), name="spending_release_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.request_id}"


class SpendingPayment(ScopedModel):
    """A transfer that was made, with the bank's number and the ledger entry. Append-only.

    A trigger refuses it before the releases are there, by who did another step, and above the sum.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    request = models.ForeignKey(SpendingRequest, models.RESTRICT, related_name="payments")
    part = models.ForeignKey(SpendingPart, models.RESTRICT, related_name="+")
    amount = models.BigIntegerField()  # fen
    paid_on = models.DateField()
    bank_number = models.CharField(max_length=40)
    entry_id = models.BigIntegerField()  # of the ledger, which is another package's table
    client_key = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "spending_payment"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="spending_payment_amount"),
            models.UniqueConstraint(fields=["request", "client_key"], name="spending_payment_once"),
            models.UniqueConstraint(fields=["entry_id"], name="spending_payment_entry_once"),
        ]
        indexes = [models.Index(fields=["estate", "bank_number"], name="spending_payment_number")]

    def __str__(self) -> str:
        return f"{self.amount} of {self.request_id}"


class SpendingReversal(ScopedModel):
    """A payment that came back or never went; the ledger has its reversal. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    payment = models.OneToOneField(SpendingPayment, models.RESTRICT, related_name="reversal")
    part = models.ForeignKey(SpendingPart, models.RESTRICT, related_name="+")
    entry_id = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "spending_reversal"
        constraints: ClassVar[list[Any]] = []

    def __str__(self) -> str:
        return f"reversal of {self.payment_id}"


class SpendingMatch(ScopedModel):
    """A payment stands on the bank's statement: this line. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    payment = models.OneToOneField(SpendingPayment, models.RESTRICT, related_name="match")
    line_id = models.BigIntegerField()  # of banking
    account = models.ForeignKey(null=True, **_ACCOUNT)  # none: found by itself
    at = models.DateTimeField()

    class Meta:
        db_table = "spending_match"
        constraints = [
            models.UniqueConstraint(fields=["line_id"], name="spending_match_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} is line {self.line_id}"


class SpendingShare(ScopedModel):
    """What one home bears of one payment out of the maintenance fund (FEE-08). Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    payment = models.ForeignKey(SpendingPayment, models.RESTRICT, related_name="shares")
    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    area_cm2 = models.BigIntegerField()
    amount = models.BigIntegerField()  # fen

    class Meta:
        db_table = "spending_share"
        constraints = [
            models.UniqueConstraint(fields=["payment", "home"], name="spending_share_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, area_cm2__gt=0), name="spending_share_amount"
            ),
        ]
        indexes = [models.Index(fields=["home"], name="spending_share_of_home")]

    def __str__(self) -> str:
        return f"{self.amount} of {self.home_id}"


class SpendingFile(ScopedModel):
    """A quote, contract or voucher. It is published only when `shown_by` says that it may be: as
    it is, or as the masked copy."""

    personal_data: ClassVar[dict[str, str]] = {"title": Grade.INTERNAL}

    request = models.ForeignKey(SpendingRequest, models.RESTRICT, related_name="files")
    file = models.ForeignKey("base.StoredFile", models.RESTRICT, related_name="+")
    masked = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=60, blank=True)
    added_by = models.ForeignKey(**_ACCOUNT)
    added_at = models.DateTimeField()
    shown_by = models.ForeignKey(null=True, **_ACCOUNT)
    shown_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "spending_file"
        constraints = [
            models.UniqueConstraint(fields=["request", "file"], name="spending_file_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in FileKind]), name="spending_file_kind_known"
            ),
            # a masked copy is there to be shown
            models.CheckConstraint(
                condition=Q(masked__isnull=True) | Q(shown_by__isnull=False),
                name="spending_file_masked_is_shown",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.request_id}"


class SpendingEntry(ScopedModel):
    """One line of a request's timeline. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {"note": Grade.INTERNAL}

    request = models.ForeignKey(SpendingRequest, models.RESTRICT, related_name="entries")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10)
    account = models.ForeignKey(null=True, **_ACCOUNT)
    step = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        db_table = "spending_entry"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in EntryKind]), name="spending_entry_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["request", "id"], name="spending_entry_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.request_id}"


class SpendingDuty(ScopedModel):
    """A matter that a request has become: it waited too long, or an emergency use is to be told."""

    personal_data: ClassVar[dict[str, str]] = {}

    request = models.ForeignKey(SpendingRequest, models.RESTRICT, related_name="duties")
    reason = models.CharField(max_length=40)  # "wait:releasing:2", "emergency"
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "spending_duty"
        constraints = [
            models.UniqueConstraint(fields=["request", "reason"], name="spending_duty_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} of {self.request_id}"
