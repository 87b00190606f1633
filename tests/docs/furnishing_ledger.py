"""A sealed entry in the joint account of the furnished estate."""

from __future__ import annotations

from typing import Any


def furnish_ledger(cast: Any) -> dict[Any, Any]:
    from linli.money.ledger.api import JOINT, find_account, seal_book
    from linli.money.ledger.testing import make_books, make_entry

    book = make_books()
    entry = make_entry(book, ("bank", 100), ("income:other", -100))
    seal_book(book.pk)
    pages = ("book", "homes", "entries", "seals", "sheet", "file")
    return {
        **{(f"ledger:{page}", "entry_id"): entry.pk for page in ("entry", "proof")},
        ("ledger:account", "account_id"): find_account(book, "bank").pk,
        **{(f"ledger:{page}", "code"): JOINT for page in pages},
    }
