"""Books and entries for the tests of every package that has to do with money."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from linli.base.accounts.api import Actor
from linli.base.accounts.data import system_actor
from linli.base.calendars.api import today
from linli.base.scopes.api import current_estate_id
from linli.money.ledger.api import (
    JOINT,
    Account,
    AccountKind,
    Book,
    Entry,
    EntryDraft,
    Posting,
    find_account,
    find_book,
    open_account,
    open_books,
    post_entry,
)

_count = itertools.count(1)


def make_books() -> Book:
    """The standard books of the estate in scope; the joint account."""
    open_books(current_estate_id())
    return find_book(JOINT)


def make_receivable(book: Book, home_id: int, charge: str = "property_fee", **over: Any) -> Account:
    return open_account(
        book, code=f"receivable:{home_id}:{charge}", kind=AccountKind.ASSET, home_id=home_id, **over
    )


def make_prepaid(book: Book, home_id: int) -> Account:
    return open_account(
        book, code=f"prepaid:{home_id}", kind=AccountKind.LIABILITY, home_id=home_id,
        may_go_negative=False,
    )  # fmt: skip


def draft_of(book: Book, *lines: tuple[Account | str, int], **over: Any) -> EntryDraft:
    """A draft with a key of its own; accounts by themselves or by code."""
    postings = tuple(
        Posting(a.pk if isinstance(a, Account) else find_account(book, a).pk, amount)
        for a, amount in lines
    )
    fields: dict[str, Any] = {
        "book_id": book.pk, "key": f"test:{next(_count)}", "kind": "transfer",
        "occurred_on": today(), "lines": postings,
    }  # fmt: skip
    return EntryDraft(**{**fields, **over})


def make_entry(
    book: Book, *lines: tuple[Account | str, int], actor: Actor | None = None, **over: Any
) -> Entry:
    """A posted entry: `make_entry(book, ("bank", 100), ("income:other", -100))`."""
    who = actor or system_actor(book.estate_id)
    return post_entry(draft_of(book, *lines, **over), actor=who)


def day(text: str) -> date:
    return date.fromisoformat(text)
