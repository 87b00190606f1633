from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from linli.base.accounts.api import Actor
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, may
from linli.money.banking.data import Column, Direction, Mapping
from linli.money.banking.errors import NoBankAccount
from linli.money.banking.models import BankAccount, BankLine, BankMapping, BankStatement


def may_see_banking(actor: Actor) -> bool:
    return may(actor, Permission.SEE_ACCOUNTS) or may(actor, Permission.RECONCILE)


def accounts_for(actor: Actor) -> QuerySet[BankAccount]:
    rows: QuerySet[BankAccount] = BankAccount.objects.order_by("book_code", "pk")
    return rows if may_see_banking(actor) else rows.none()


def account_for(actor: Actor, account_id: int) -> BankAccount:
    """Raises NotFound."""
    account = accounts_for(actor).filter(pk=account_id).first()
    if account is None:
        raise NotFound
    return account


def account_of_book(book_code: str) -> BankAccount:
    """The account at the bank behind a book. Raises NoBankAccount."""
    rows = BankAccount.objects.filter(book_code=book_code, is_active=True)
    account: BankAccount | None = rows.first()
    if account is None:
        raise NoBankAccount
    return account


def statements_for(actor: Actor) -> QuerySet[BankStatement]:
    rows: QuerySet[BankStatement] = BankStatement.objects.defer("source")
    rows = rows.select_related("account", "uploaded_by", "confirmed_by")
    return rows if may_see_banking(actor) else rows.none()


def statement_for(actor: Actor, token: UUID) -> BankStatement:
    """Raises NotFound."""
    statement = statements_for(actor).filter(token=token).first()
    if statement is None:
        raise NotFound
    return statement


def lines_for(actor: Actor, account: BankAccount) -> QuerySet[BankLine]:
    rows: QuerySet[BankLine] = BankLine.objects.filter(account=account)
    rows = rows.order_by("-booked_on", "-pk")
    return rows if may_see_banking(actor) else rows.none()


def unmatched_lines(
    direction: Direction | str, *, book_code: str = "joint_account"
) -> QuerySet[BankLine]:
    """Lines that stand for nothing in the books yet, oldest first."""
    rows: QuerySet[BankLine] = BankLine.objects.filter(
        direction=str(direction), claimed_by="", account__book_code=book_code
    )
    return rows.order_by("booked_on", "pk")


def lines_by_id(line_ids: Iterable[int]) -> dict[int, BankLine]:
    rows = BankLine.objects.filter(pk__in=list(line_ids)).select_related("account")
    return {line.pk: line for line in rows}


def mappings_of(account: BankAccount) -> list[Mapping]:
    rows = BankMapping.objects.filter(account=account)
    return [Mapping(tuple(r.header), tuple(Column(c) for c in r.columns)) for r in rows]
