"""Opening books and accounts; both are there for good."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.db import transaction

from linli.base.calendars.api import now
from linli.base.scopes.api import estate_scope
from linli.money.ledger.charts import BOOKS
from linli.money.ledger.data import AccountDraft, AccountKind
from linli.money.ledger.errors import AccountDiffers
from linli.money.ledger.models import Account, Book
from linli.money.ledger.rules import check_account, keeps_balance, label_of

_FIELDS = ("is_money", "home_id", "person_id", "organisation_id", "may_go_negative")


def open_books(estate_id: int) -> None:
    """The standard books of an estate with their accounts; what there is stays."""
    with estate_scope(estate_id):
        for code, chart in BOOKS.items():
            open_accounts(open_book(code), chart)


def open_book(code: str, *, unit: str = "CNY") -> Book:
    """A book with this unit, or the one that has the code already."""
    with transaction.atomic():
        Book.objects.bulk_create(
            [Book(code=code, unit=unit, salt=secrets.token_bytes(32), opened_at=now())],
            ignore_conflicts=True,
        )
    book: Book = Book.objects.get(code=code)
    return book


def open_account(
    book: Book,
    *,
    code: str,
    kind: AccountKind,
    is_money: bool = False,
    home_id: int | None = None,
    person_id: int | None = None,
    organisation_id: int | None = None,
    may_go_negative: bool = True,
) -> Account:
    """An account of the book, or the one that has the code already.

    Raises AccountDiffers when that one is of another kind or somebody else's.
    """
    draft = AccountDraft(code, kind, is_money, home_id, person_id, organisation_id, may_go_negative)
    account: Account = Account.objects.get(pk=open_accounts(book, [draft])[code])
    return account


def open_accounts(book: Book, drafts: Iterable[AccountDraft]) -> dict[str, int]:
    """Open many at once; code to id, of all of them. Raises AccountDiffers."""
    wanted = {draft.code: draft for draft in drafts}
    found = _find(book, wanted)
    missing = [draft for code, draft in wanted.items() if code not in found]
    if missing:
        with transaction.atomic():
            Account.objects.bulk_create(
                [_account(book, draft) for draft in missing], ignore_conflicts=True, batch_size=2000
            )
        found = _find(book, wanted)
    return {code: found[code] for code in wanted}


def _find(book: Book, wanted: dict[str, AccountDraft]) -> dict[str, int]:
    rows = Account.objects.filter(book=book, code__in=list(wanted))
    found = {}
    for pk, code, kind, *rest in rows.values_list("id", "code", "kind", *_FIELDS):
        draft = wanted[code]
        if kind != draft.kind or rest != [getattr(draft, name) for name in _FIELDS]:
            raise AccountDiffers(account=code)
        found[code] = pk
    return found


def _account(book: Book, draft: AccountDraft) -> Account:
    check_account(draft)
    return Account(
        book=book, estate_id=book.estate_id, code=draft.code, label=label_of(draft),
        kind=AccountKind(draft.kind).value, keeps_balance=keeps_balance(draft),
        **{name: getattr(draft, name) for name in _FIELDS},
    )  # fmt: skip
