"""The homes' accounts in the joint account's book: what they owe, and what waits for them."""

from __future__ import annotations

from collections.abc import Iterable

from linli.money.fees.models import Charge, Prepayment
from linli.money.ledger.api import (
    AccountDraft,
    AccountKind,
    Book,
    balances_of,
    find_book,
    open_accounts,
)

BOOK = "joint_account"


def joint_book() -> Book:
    return find_book(BOOK)


def receivables(book: Book, charge: Charge, home_ids: Iterable[int]) -> dict[int, int]:
    """Home to the account of what it owes for this charge; opened where there was none."""
    codes = {home_id: f"receivable:{home_id}:{charge.code}" for home_id in home_ids}
    found = open_accounts(
        book,
        [AccountDraft(code, AccountKind.ASSET, home_id=home) for home, code in codes.items()],
    )
    return {home_id: found[code] for home_id, code in codes.items()}


def prepaid_account(book: Book, home_id: int) -> int:
    """The account of a home's prepayment, which may never promise more than was paid."""
    known = Prepayment.objects.filter(pk=home_id).values_list("account_id", flat=True).first()
    if known is not None:
        return known
    code = f"prepaid:{home_id}"
    draft = AccountDraft(code, AccountKind.LIABILITY, home_id=home_id, may_go_negative=False)
    account_id = open_accounts(book, [draft])[code]
    Prepayment.objects.bulk_create(
        [Prepayment(home_id=home_id, account_id=account_id)], ignore_conflicts=True
    )
    return account_id


def prepaid_of(home_ids: Iterable[int]) -> dict[int, int]:
    """What waits for the next bills of these homes, in fen; homes without anything are left out."""
    accounts = dict(
        Prepayment.objects.filter(pk__in=list(home_ids)).values_list("home_id", "account_id")
    )
    balances = balances_of(accounts.values())
    waiting = {home: -balances.get(account, 0) for home, account in accounts.items()}
    return {home: amount for home, amount in waiting.items() if amount > 0}
