from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from linli.base.crypto.api import EncryptedTextField
from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.banking.data import Bank, Direction, StatementState


class BankAccount(ScopedModel):
    """An account at a bank and the book whose money account `bank` it is."""

    personal_data: ClassVar[dict[str, str]] = {"number": Grade.SENSITIVE}

    book_code = models.CharField(max_length=40)
    bank = models.CharField(max_length=10)
    title = models.CharField(max_length=60)
    holder = models.CharField(max_length=80)
    number = EncryptedTextField(null=True)
    number_index = models.BinaryField(max_length=16)
    last4 = models.CharField(max_length=4)
    expects_totals = models.BooleanField(default=False)  # its files end with a line of totals
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "bank_account"
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "number_index"], name="bank_account_number_once"
            ),
            # a book's `bank` is one account at one bank: else no statement equals the ledger
            models.UniqueConstraint(
                fields=["estate", "book_code"], condition=Q(is_active=True),
                name="bank_account_one_a_book",
            ),
            models.CheckConstraint(
                condition=Q(bank__in=[b.value for b in Bank]), name="bank_account_bank_known"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title} ({self.last4})"


class BankMapping(ScopedModel):
    """What the columns of one header mean in this account's files, as somebody confirmed it."""

    personal_data: ClassVar[dict[str, str]] = {}

    account = models.ForeignKey(BankAccount, models.RESTRICT, related_name="mappings")
    header = ArrayField(models.CharField(max_length=120))
    columns = ArrayField(models.CharField(max_length=16))
    changed_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "bank_mapping"
        constraints = [
            models.UniqueConstraint(fields=["account", "header"], name="bank_mapping_header_once"),
        ]

    def __str__(self) -> str:
        return f"mapping {self.pk} of {self.account_id}"


class BankStatement(ScopedModel):
    """A statement file on its way in: previewed, then confirmed as a whole or dropped.

    `source` is the file, sealed, until then. Balances are fen at the first and last line.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "file_name": Grade.INTERNAL,
        "source": Grade.SENSITIVE,
    }

    token = models.UUIDField(default=uuid.uuid4, unique=True)
    account = models.ForeignKey(BankAccount, models.RESTRICT, related_name="statements")
    file_name = models.CharField(max_length=200)
    sha256 = models.BinaryField(max_length=32)
    source = models.BinaryField(null=True)
    state = models.CharField(max_length=10, default=StatementState.PREVIEWED.value)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    opening = models.BigIntegerField(null=True)
    closing = models.BigIntegerField(null=True)
    line_count = models.PositiveIntegerField(default=0)
    new_count = models.PositiveIntegerField(default=0)
    came_in = models.BigIntegerField(default=0)
    went_out = models.BigIntegerField(default=0)
    uploaded_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "bank_statement"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in StatementState]),
                name="bank_statement_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="bank_statement_confirmed_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unmapped", "dropped"])
                | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="bank_statement_read_has_days",
            ),
            # the same file counts once, whatever it is called
            models.UniqueConstraint(
                fields=["account", "sha256"], condition=Q(state="confirmed"),
                name="bank_statement_file_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["account", "-ends_on"], name="bank_statement_recent")]

    def __str__(self) -> str:
        return f"statement {self.pk}"


class BankLine(ScopedModel):
    """One movement on a bank account; `claimed_by` names what it stands for in the books.

    `name` and `account_number` are the other side's, sealed; `amount` is positive fen.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "name": Grade.SENSITIVE,
        "account_number": Grade.SENSITIVE,
        "account_index": Grade.PERSONAL,
        "purpose": Grade.PERSONAL,
    }

    account = models.ForeignKey(BankAccount, models.RESTRICT, related_name="lines")
    statement = models.ForeignKey(BankStatement, models.RESTRICT, related_name="lines")
    row = models.PositiveIntegerField()
    identity = models.BinaryField(max_length=16)
    booked_on = models.DateField()
    booked_at = models.TimeField(null=True)
    direction = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    balance = models.BigIntegerField(null=True)
    name = EncryptedTextField(null=True)
    account_number = EncryptedTextField(null=True)
    account_index = models.BinaryField(max_length=16, null=True)
    account_last4 = models.CharField(max_length=4, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    serial = models.CharField(max_length=60, blank=True)
    claimed_by = models.CharField(max_length=40, blank=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "bank_line"
        constraints = [
            # a line that came already is the same line, in whatever file it comes again
            models.UniqueConstraint(fields=["account", "identity"], name="bank_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bank_line_amount_positive"),
            models.CheckConstraint(
                condition=Q(direction__in=[d.value for d in Direction]),
                name="bank_line_direction_known",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by="", claimed_at__isnull=True)
                | (~Q(claimed_by="") & Q(claimed_at__isnull=False)),
                name="bank_line_claimed_when",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "booked_on", "id"], name="bank_line_by_day"),
            models.Index(
                fields=["estate", "direction", "booked_on"], condition=Q(claimed_by=""),
                name="bank_line_open",
            ),
            models.Index(
                fields=["estate", "claimed_by"], condition=~Q(claimed_by=""),
                name="bank_line_claim",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"bank line {self.pk}"
