from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.ledger.data import AccountKind
from linli.money.ledger.rules import EARLIEST, MOST

# A foreign key would have each writer lock the row that it names: the estate, the book, the bank's
# account are named by all of them, and their rows would be what everybody waits for. They are
# append-only, so that nothing can vanish under a line; `ledger_entry_sound` sees that it is there.
UNLOCKED: dict[str, Any] = {
    "on_delete": models.RESTRICT,
    "related_name": "+",
    "db_constraint": False,
}


class Book(ScopedModel):
    """One set of accounts with one unit. `salt` hides in seals whose lines they are."""

    personal_data: ClassVar[dict[str, str]] = {"salt": Grade.INTERNAL}

    code = models.SlugField(max_length=40)
    unit = models.CharField(max_length=16, default="CNY")  # amounts are its smallest part
    salt = models.BinaryField(max_length=32)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_book"
        constraints = [
            models.UniqueConstraint(fields=["estate", "code"], name="ledger_book_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Account(ScopedModel):
    """What lines are booked on; never changes. `label` is how the public reads it."""

    personal_data: ClassVar[dict[str, str]] = {
        "code": Grade.PERSONAL,
        "home": Grade.PERSONAL,
        "person": Grade.PERSONAL,
    }

    book = models.ForeignKey(Book, models.RESTRICT, related_name="accounts", db_index=False)
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=62)
    kind = models.CharField(max_length=9)
    is_money = models.BooleanField(default=False)
    home = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+"
    )
    may_go_negative = models.BooleanField(default=True)
    keeps_balance = models.BooleanField(default=False)

    class Meta:
        db_table = "ledger_account"
        constraints = [
            models.UniqueConstraint(fields=["book", "code"], name="ledger_account_code_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in AccountKind]),
                name="ledger_account_kind_known",
            ),
            # what may not cross zero is held to it by its balance row
            models.CheckConstraint(
                condition=Q(may_go_negative=True) | Q(keeps_balance=True),
                name="ledger_account_bound_is_kept",
            ),
            models.CheckConstraint(
                condition=Q(is_money=False) | Q(kind="asset"), name="ledger_account_money_is_asset"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Balance(ScopedModel):
    """What a person's account stands at. Kept by a trigger on the lines, in their transaction."""

    personal_data: ClassVar[dict[str, str]] = {
        "account": Grade.PERSONAL,
        "amount": Grade.PERSONAL,
    }

    account = models.OneToOneField(
        Account, models.RESTRICT, primary_key=True, related_name="balance"
    )
    amount = models.BigIntegerField(default=0)  # debits minus credits
    side = models.SmallIntegerField()  # +1: grows by debits; -1: by credits
    may_go_negative = models.BooleanField()

    class Meta:
        db_table = "ledger_balance"
        constraints = [
            # nobody can have used more than was paid in
            models.CheckConstraint(
                condition=Q(may_go_negative=True)
                | Q(side=1, amount__gte=0)
                | Q(side=-1, amount__lte=0),
                name="ledger_balance_not_below_zero",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount}"


class Entry(ScopedModel):
    """One thing that happened, with its lines; append-only. Corrections are reversals."""

    personal_data: ClassVar[dict[str, str]] = {}

    estate = models.ForeignKey("base.Estate", db_index=False, **UNLOCKED)
    book = models.ForeignKey(Book, db_index=False, **UNLOCKED)
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=24)
    occurred_on = models.DateField()
    posted_at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)  # whose hand; None is the software itself
    source = models.CharField(max_length=60, blank=True)
    memo = models.CharField(max_length=80, blank=True)
    reverses = models.ForeignKey(
        "self", models.RESTRICT, null=True, related_name="reversals", db_index=False
    )
    voucher_ids = ArrayField(models.BigIntegerField(), default=list)
    line_count = models.SmallIntegerField()
    digest = models.BinaryField(max_length=32)  # of the content: tells a repeat from a reuse

    class Meta:
        db_table = "ledger_entry"
        constraints = [
            models.UniqueConstraint(fields=["book", "key"], name="ledger_entry_key_once"),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=Q(reverses__isnull=False),
                name="ledger_entry_reversed_once",
            ),
            models.CheckConstraint(condition=Q(line_count__gte=2), name="ledger_entry_two_lines"),
            models.CheckConstraint(
                condition=Q(occurred_on__gte=EARLIEST, occurred_on__lt="2200-01-01"),
                name="ledger_entry_day_sane",
            ),
        ]
        indexes = [
            models.Index(fields=["book", "occurred_on", "id"], name="ledger_entry_by_day"),
            models.Index(
                fields=["book", "source"], condition=~Q(source=""), name="ledger_entry_source"
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class Line(ScopedModel):
    """One side of an entry; append-only. `number` counts from 1 within the entry."""

    personal_data: ClassVar[dict[str, str]] = {"account": Grade.PERSONAL}

    pk = models.CompositePrimaryKey("entry_id", "number")
    estate = models.ForeignKey("base.Estate", db_index=False, **UNLOCKED)
    entry = models.ForeignKey(Entry, models.RESTRICT, related_name="lines", db_index=False)
    number = models.SmallIntegerField()
    account = models.ForeignKey(Account, db_index=False, **UNLOCKED)
    occurred_on = models.DateField()  # the entry's, so that an account reads by day
    amount = models.BigIntegerField()

    class Meta:
        db_table = "ledger_line"
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount=0) & Q(amount__gte=-MOST, amount__lte=MOST),
                name="ledger_line_amount_sane",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="ledger_line_from_one"),
        ]
        indexes = [
            models.Index(fields=["account", "occurred_on", "entry"], name="ledger_line_account"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.number}"


class Voucher(ScopedModel):
    """The paper behind an entry: the file cannot go while the entry stands. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    entry = models.ForeignKey(Entry, models.RESTRICT, related_name="vouchers", db_index=False)
    file = models.ForeignKey("base.StoredFile", models.RESTRICT, related_name="+")

    class Meta:
        db_table = "ledger_voucher"
        constraints = [
            models.UniqueConstraint(fields=["entry", "file"], name="ledger_voucher_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.file_id}"


class Unsealed(ScopedModel):
    """Entries that no seal holds yet: written by a trigger, taken away by the seal.

    Ids do not come in the order of commits; a row of the entry's own transaction does.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    estate = models.ForeignKey("base.Estate", db_index=False, **UNLOCKED)
    entry = models.OneToOneField(Entry, primary_key=True, **UNLOCKED)
    book = models.ForeignKey(Book, db_index=False, **UNLOCKED)

    class Meta:
        db_table = "ledger_unsealed"

    def __str__(self) -> str:
        return str(self.entry_id)


class Seal(ScopedModel):
    """A batch of entries under a Merkle tree, chained to the seal before; append-only.

    `number` counts from 1 in the book, `entries` of this batch, `total` of the book so far.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    book = models.ForeignKey(Book, models.RESTRICT, related_name="seals", db_index=False)
    number = models.IntegerField()
    entries = models.IntegerField()
    total = models.BigIntegerField()
    tree = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_seal"
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="ledger_seal_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, entries__gte=1), name="ledger_seal_holds_something"
            ),
        ]

    def __str__(self) -> str:
        return f"seal {self.number}"


class Leaf(ScopedModel):
    """An entry's place in its seal and what it hashed to then; append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    entry = models.OneToOneField(Entry, models.RESTRICT, primary_key=True, related_name="leaf")
    seal = models.ForeignKey(Seal, models.RESTRICT, related_name="leaves", db_index=False)
    position = models.IntegerField()  # from 0
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_leaf"
        constraints = [
            models.UniqueConstraint(fields=["seal", "position"], name="ledger_leaf_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} in {self.seal_id}"


class DaySum(ScopedModel):
    """What the sealed entries moved on a label in a day; folded by the seal.

    Reading is these sums and the lines of what no seal holds yet: no account is a hot row.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    pk = models.CompositePrimaryKey("book_id", "label", "day")
    book = models.ForeignKey(Book, models.RESTRICT, related_name="+", db_index=False)
    label = models.CharField(max_length=62)
    day = models.DateField()
    debit = models.BigIntegerField()
    credit = models.BigIntegerField()

    class Meta:
        db_table = "ledger_day_sum"
        indexes = [
            # a quarter is read without the years before it
            models.Index(fields=["book", "day"], name="ledger_day_sum_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.day}"
