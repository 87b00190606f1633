"""What a person may read of the ledger. One door to each thing.

SEE_BOOKS reads totals, entries and seals; whose account a line is on needs SEE_ACCOUNTS.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.errors import NotFound
from linli.base.files.api import StoredFile, look_at
from linli.estate.organisations.api import Permission, may, require
from linli.money.ledger.models import Account, Book, Entry, Line, Seal
from linli.money.ledger.queries import balances_of

_LABELS = """
SELECT a.label, min(a.id), count(*), bool_or(a.keeps_balance), bool_or(a.is_money),
  coalesce(sum(b.amount), 0)::bigint
FROM ledger_account a LEFT JOIN ledger_balance b ON b.account_id = a.id
WHERE a.book_id = %s GROUP BY a.label ORDER BY bool_or(a.is_money) DESC, min(a.id)
"""


@dataclass(frozen=True)
class LabelRow:
    """All accounts of one label; `account_id` where it is a single one of nobody's."""

    label: str
    account_id: int | None
    count: int
    is_money: bool
    amount: int  # debits minus credits, as it stands now


def may_see_books(actor: Actor) -> bool:
    return may(actor, Permission.SEE_BOOKS)


def may_see_whose(actor: Actor) -> bool:
    return may(actor, Permission.SEE_ACCOUNTS)


def books_for(actor: Actor) -> list[Book]:
    require(actor, Permission.SEE_BOOKS)
    return list(Book.objects.order_by("pk"))


def book_for(actor: Actor, code: str) -> Book:
    """Raises NotAllowed, NotFound."""
    require(actor, Permission.SEE_BOOKS)
    book: Book | None = Book.objects.filter(code=code).first()
    if book is None:
        raise NotFound
    return book


def labels_of(book: Book) -> list[LabelRow]:
    """Every label of the book with its balance; homes' accounts of one sort are one row."""
    with connection.cursor() as cursor:
        cursor.execute(_LABELS, [book.pk])
        rows = cursor.fetchall()
    single = balances_of([pk for _label, pk, _count, kept, *_rest in rows if not kept])
    return [
        LabelRow(label, None if kept else pk, count, is_money, amount if kept else single[pk])
        for label, pk, count, kept, is_money, amount in rows
    ]


def account_for(actor: Actor, account_id: int) -> Account:
    """An account whose lines the actor may read; a look at somebody's is written down.

    Raises NotAllowed, NotFound.
    """
    require(actor, Permission.SEE_BOOKS)
    rows = Account.objects.select_related("book", "home", "person", "organisation")
    account: Account | None = rows.filter(pk=account_id).first()
    if account is None:
        raise NotFound
    if is_somebodys(account):
        require(actor, Permission.SEE_ACCOUNTS)
        record("ledger.account_seen", "ledger_account", account.pk, actor=actor)
    return account


def is_somebodys(account: Account) -> bool:
    return any((account.home_id, account.person_id, account.organisation_id))


def accounts_with(actor: Actor, book: Book, label: str) -> Any:
    """Homes' accounts of one label with what they stand at, as rows to be paged."""
    require(actor, Permission.SEE_ACCOUNTS)
    rows = Account.objects.filter(book=book, label=label, keeps_balance=True)
    return rows.select_related("home", "balance").order_by("home__sort_key", "pk")


def entry_for(actor: Actor, entry_id: int) -> Entry:
    """Raises NotAllowed, NotFound."""
    require(actor, Permission.SEE_BOOKS)
    rows = Entry.objects.select_related("book", "reverses")
    entry: Entry | None = rows.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    return entry


def lines_on(account: Account, after: tuple[date, int] | None, limit: int) -> list[Line]:
    """An account's lines, the newest first, after the (day, entry) that was seen last."""
    rows = Line.objects.filter(account=account.pk).select_related("entry")
    if after is not None:
        day, entry_id = after
        rows = rows.filter(occurred_on__lt=day) | rows.filter(
            occurred_on=day, entry_id__lt=entry_id
        )
    return list(rows.order_by("-occurred_on", "-entry_id", "number")[:limit])


def vouchers_of(actor: Actor, entry: Entry) -> list[tuple[StoredFile, bool]]:
    """The papers of an entry, each with whether the actor may open it and read its name."""
    files = StoredFile.objects.filter(pk__in=entry.voucher_ids).order_by("pk")
    return [(file, bool(look_at(actor, file))) for file in files]


def seals_of(book: Book, before: int | None, limit: int) -> list[Seal]:
    """The chain of seals, the last first, below the number that was seen last."""
    rows = Seal.objects.filter(book=book)
    if before is not None:
        rows = rows.filter(number__lt=before)
    return list(rows.order_by("-number")[:limit])
