"""Reads: books, accounts, balances, turnover, entries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from linli.base.errors import NotFound
from linli.base.scopes.api import current_estate_id
from linli.money.ledger.data import Turnover
from linli.money.ledger.models import Account, Book, DaySum, Entry, Line

# an account's own row where it has one; else its label's days and what no seal holds yet
_NOW = """
SELECT a.id, CASE WHEN a.keeps_balance
  THEN (SELECT b.amount FROM ledger_balance b WHERE b.account_id = a.id)
  ELSE coalesce((SELECT sum(d.debit - d.credit) FROM ledger_day_sum d
      WHERE d.book_id = a.book_id AND d.label = a.label), 0)
    + coalesce((SELECT sum(l.amount) FROM ledger_unsealed u
      JOIN ledger_line l ON l.entry_id = u.entry_id AND l.account_id = a.id
      WHERE u.book_id = a.book_id), 0)
  END::bigint
FROM ledger_account a WHERE a.id = ANY(%(ids)s) AND a.estate_id = %(estate)s
"""
_UPTO = """
SELECT a.id, CASE WHEN a.keeps_balance
  THEN coalesce((SELECT sum(l.amount) FROM ledger_line l
      WHERE l.account_id = a.id AND l.occurred_on <= %(upto)s), 0)
  ELSE coalesce((SELECT sum(d.debit - d.credit) FROM ledger_day_sum d
      WHERE d.book_id = a.book_id AND d.label = a.label AND d.day <= %(upto)s), 0)
    + coalesce((SELECT sum(l.amount) FROM ledger_unsealed u
      JOIN ledger_line l ON l.entry_id = u.entry_id AND l.account_id = a.id
      WHERE u.book_id = a.book_id AND l.occurred_on <= %(upto)s), 0)
  END::bigint
FROM ledger_account a WHERE a.id = ANY(%(ids)s) AND a.estate_id = %(estate)s
"""
_TURNOVER = """
SELECT label, sum(debit)::bigint, sum(credit)::bigint FROM (
  SELECT d.label, d.debit, d.credit FROM ledger_day_sum d
  WHERE d.book_id = %(book)s AND d.day BETWEEN %(start)s AND %(end)s
  UNION ALL
  SELECT a.label, greatest(l.amount, 0), greatest(-l.amount, 0)
  FROM ledger_unsealed u JOIN ledger_line l ON l.entry_id = u.entry_id
  JOIN ledger_account a ON a.id = l.account_id
  WHERE u.book_id = %(book)s AND l.occurred_on BETWEEN %(start)s AND %(end)s
) AS moved GROUP BY label ORDER BY label
"""


def list_books() -> list[Book]:
    return list(Book.objects.order_by("pk"))


def find_book(code: str) -> Book:
    """Raises NotFound."""
    book: Book | None = Book.objects.filter(code=code).first()
    if book is None:
        raise NotFound
    return book


def find_account(book: Book, code: str) -> Account:
    """Raises NotFound."""
    account: Account | None = Account.objects.filter(book=book, code=code).first()
    if account is None:
        raise NotFound
    return account


def find_accounts(book: Book, codes: Iterable[str]) -> dict[str, int]:
    """Code to id, of those that there are."""
    rows = Account.objects.filter(book=book, code__in=list(codes))
    return dict(rows.values_list("code", "id"))


def balances_of(account_ids: Iterable[int], *, upto: date | None = None) -> dict[int, int]:
    """Debits minus credits of each account, all of it or up to and with a day.

    An account that is not of the estate in scope is missing from the answer.
    """
    values: dict[str, Any] = {"ids": list(account_ids), "estate": current_estate_id(), "upto": upto}
    with connection.cursor() as cursor:
        cursor.execute(_NOW if upto is None else _UPTO, values)
        return dict(cursor.fetchall())


def totals_by_account(book: Book, start: date, end: date) -> dict[str, Turnover]:
    """Debits and credits within [start, end] by label; homes' accounts of one sort are one.

    Costs the number of labels times days, however many lines there are.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TURNOVER, {"book": book.pk, "start": start, "end": end})
        return {row[0]: Turnover(*row) for row in cursor.fetchall()}


def entries_of(
    book: Book,
    *,
    account_id: int | None = None,
    kind: str = "",
    source: str = "",
    start: date | None = None,
    end: date | None = None,
    after: tuple[date, int] | None = None,
    limit: int = 50,
) -> list[Entry]:
    """Entries by day and id, the newest first; `after` is the (occurred_on, id) of the last seen.

    Lines come with them as `entry.lines.all()`, their accounts too.
    """
    rows: QuerySet[Entry] = Entry.objects.filter(book=book)
    if account_id is not None:
        rows = rows.filter(Exists(Line.objects.filter(entry=OuterRef("pk"), account=account_id)))
    wanted: dict[str, Any] = {
        "kind": kind, "source": source, "occurred_on__gte": start, "occurred_on__lte": end,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if after is not None:
        rows = rows.extra(
            where=["(ledger_entry.occurred_on, ledger_entry.id) < (%s, %s)"], params=list(after)
        )
    rows = rows.order_by("-occurred_on", "-pk").prefetch_related("lines__account")
    return list(rows[:limit])


def entry_with(book: Book, key: str) -> Entry | None:
    """The entry that bears this key, if it was posted."""
    found: Entry | None = Entry.objects.filter(book=book, key=key).first()
    return found


def lines_of(entry_id: int) -> list[Line]:
    """An entry's lines in their order, with their accounts."""
    rows = Line.objects.filter(entry=entry_id).select_related("account").order_by("number")
    return list(rows)


def sealed_days(book: Book) -> QuerySet[DaySum]:
    days: QuerySet[DaySum] = DaySum.objects.filter(book=book)
    return days
