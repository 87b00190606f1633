"""The maintenance fund home by home (FEE-08): what came in, what was used, what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from linli.base.accounts.api import Actor
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, Role, may
from linli.estate.places.api import Ownership, Place
from linli.money.ledger.api import balances_of, entries_of, find_accounts, find_book
from linli.money.spending.data import Book
from linli.money.spending.disclosing import request_id_of
from linli.money.spending.models import SpendingRequest
from linli.money.spending.rules import year_bounds

MOST_MOVES = 500  # of one home in one year


@dataclass(frozen=True)
class FundMove:
    """One movement of a home's part; `amount` in fen, more is +. `purpose` of a use."""

    day: date
    amount: int
    purpose: str
    number: str


@dataclass(frozen=True)
class FundStatement:
    """A year of one home's part, in fen."""

    plate: str
    year: int
    opening: int
    closing: int
    moves: tuple[FundMove, ...]


def owned_homes(actor: Actor) -> list[int]:
    """The homes that the actor owns today."""
    if actor.person_id is None:
        return []
    rows = Ownership.objects.filter(person=actor.person_id, until__isnull=True)
    return list(rows.order_by("home").values_list("home", flat=True))


def may_see_fund(actor: Actor, home_id: int) -> bool:
    """Its owner, and whoever keeps or supervises the accounts."""
    if may(actor, Permission.SEE_ACCOUNTS) or Role.SUPERVISION_MEMBER in actor.roles:
        return True
    return home_id in owned_homes(actor)


def fund_statement(actor: Actor, home_id: int, year: int) -> FundStatement:
    """Raises NotFound for a home that is not the actor's."""
    place = Place.objects.filter(pk=home_id, kind="home").first()
    if place is None or not may_see_fund(actor, home_id):
        raise NotFound
    start, end = year_bounds(year)
    book = find_book(Book.MAINTENANCE_FUND)
    account_id = find_accounts(book, [f"unit:{home_id}"]).get(f"unit:{home_id}")
    if account_id is None:
        return FundStatement(place.plate, year, 0, 0, ())
    closing = -balances_of([account_id], upto=end).get(account_id, 0)
    moves = tuple(_moves(account_id, start, end))
    opening = closing - sum(move.amount for move in moves)
    return FundStatement(place.plate, year, opening, closing, moves)


def _moves(account_id: int, start: date, end: date) -> Iterator[FundMove]:
    book = find_book(Book.MAINTENANCE_FUND)
    entries = entries_of(book, account_id=account_id, start=start, end=end, limit=MOST_MOVES)
    ids = [request_id_of(entry.source) for entry in entries]
    requests = SpendingRequest.objects.in_bulk([one for one in ids if one])
    for entry, request_id in reversed(list(zip(entries, ids, strict=True))):
        request = requests.get(request_id) if request_id else None
        amount = -sum(one.amount for one in entry.lines.all() if one.account_id == account_id)
        yield FundMove(
            entry.occurred_on, amount, request.purpose if request else "",
            request.number if request else "",
        )  # fmt: skip
