"""Money of a quarter for tests: households pay, firms are paid, all through the ledger."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from linli.base.accounts.api import system_actor
from linli.base.scopes.api import current_estate_id
from linli.estate.models import Home
from linli.estate.testing import Cast
from linli.money.ledger.api import (
    AccountDraft,
    AccountKind,
    Book,
    Entry,
    EntryDraft,
    Posting,
    find_account,
    find_book,
    open_accounts,
    open_books,
    post_entry,
)

_count = itertools.count(1)


def joint(cast: Cast) -> Book:
    open_books(cast.estate.pk)
    return find_book("joint_account")


def household_pays(
    cast: Cast, plate: str, amount: int, day: date, *, charge: str = "property_fee"
) -> Entry:
    """A home pays part of what it owes, into the bank."""
    book = joint(cast)
    home = Home.objects.get(place__plate=plate)
    code = f"receivable:{home.pk}:{charge}"
    account = open_accounts(book, [AccountDraft(code, AccountKind.ASSET, home_id=home.pk)])[code]
    bank = find_account(book, "bank").pk
    return _post(book, "payment", day, (Posting(bank, amount), Posting(account, -amount)))


def income(
    cast: Cast, code: str, amount: int, day: date, book_code: str = "joint_account"
) -> Entry:
    """Money that no household paid."""
    joint(cast)
    book = find_book(book_code)
    bank, other = find_account(book, "bank").pk, find_account(book, code).pk
    return _post(book, "income", day, (Posting(bank, amount), Posting(other, -amount)))


def expense(cast: Cast, code: str, amount: int, day: date, source: str = "") -> Entry:
    book = joint(cast)
    bank, other = find_account(book, "bank").pk, find_account(book, code).pk
    return _post(book, "spending", day, (Posting(other, amount), Posting(bank, -amount)), source)


def _post(book: Book, kind: str, day: date, lines: tuple[Any, ...], source: str = "") -> Entry:
    draft = EntryDraft(book.pk, f"t{next(_count)}", kind, day, lines, source=source)
    return post_entry(draft, actor=system_actor(current_estate_id()))


def make_quarter(cast: Cast, year: int = 2026, first_month: int = 7) -> Book:
    """A quarter in which two buildings pay, an advert brings money and a firm is paid."""
    for plate in ("1-1-101", "1-1-102", "1-1-201", "2-1-101"):
        household_pays(cast, plate, 10_000, date(year, first_month, 5))
    income(cast, "income:other", 50_000, date(year, first_month, 9))
    expense(cast, "expense:cleaning", 30_000, date(year, first_month + 1, 20))
    return joint(cast)
