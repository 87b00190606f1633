"""Money of many homes at once: a bank's list of what it collected, a quarter that is taken over.

The same result as `settle_bills` for each row in its turn; rows and entries are written by COPY.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, connection, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotFound
from linli.base.scopes.api import copy_rows
from linli.estate.places.api import Home
from linli.money.fees.accounts import joint_book, prepaid_account
from linli.money.fees.errors import BillSettled, ForeignBill, SettlementKeyReused
from linli.money.fees.models import Bill, Settlement, SettlementPart
from linli.money.fees.rules import share_out
from linli.money.fees.settling import check_amount, lock_key, merge_lines, same_settlement
from linli.money.ledger.api import EntryDraft, Posting, post_entries

_PAID = """UPDATE bill SET paid_fen = fresh.paid
  FROM unnest(%s::bigint[], %s::bigint[]) AS fresh (id, paid) WHERE bill.id = fresh.id"""


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """What came for one home: the arguments of `settle_bills`. `amount` in fen."""

    home_id: int
    amount: int
    key: str
    money_account_id: int
    occurred_on: date
    source: str
    bill_ids: tuple[int, ...] = ()


@dataclass(slots=True)
class _Plan:
    """The bills of all homes as they stand after the rows so far, and what is to be written."""

    bills: dict[int, Bill]
    of_home: dict[int, list[Bill]]
    paid: set[int] = field(default_factory=set)
    rows: list[tuple[MoneyRow, list[tuple[int, int]], int]] = field(default_factory=list)


@transaction.atomic
def settle_many(rows: Iterable[MoneyRow], *, actor: Actor) -> list[Settlement]:
    """Settle all rows or none; the settlements in their order. One audit row for the whole.

    A key that is known gives its first settlement. Raises what `settle_bills` raises;
    SettlementKeyReused, too, where somebody else settles one of the keys in this very moment.
    """
    wanted = list(rows)
    for row in wanted:
        check_amount(row.amount)
    lock_key("many")
    known = _known([row.key for row in wanted])
    fresh = _first_of_each_key(wanted, known)
    plan = _plan(fresh)
    made = _write(plan, actor) if plan.rows else {}
    for row in wanted:
        if row.key in known:
            same_settlement(
                known[row.key], row.home_id, row.amount, row.money_account_id, row.occurred_on,
                row.source,
            )  # fmt: skip
    return [known.get(row.key) or made[row.key] for row in wanted]


def _known(keys: Sequence[str]) -> dict[str, Settlement]:
    return {row.key: row for row in Settlement.objects.filter(key__in=keys)}


def _first_of_each_key(rows: Sequence[MoneyRow], known: dict[str, Settlement]) -> list[MoneyRow]:
    """Those that are to be written. Raises SettlementKeyReused for two rows of one key that
    differ; which bills were meant does not count, as it does not for one row."""
    first: dict[str, MoneyRow] = {}
    for row in rows:
        if row.key in known:
            continue
        before = first.setdefault(row.key, row)
        if _said(before) != _said(row):
            raise SettlementKeyReused
    return list(first.values())


def _said(row: MoneyRow) -> tuple[object, ...]:
    return (row.home_id, row.amount, row.money_account_id, row.occurred_on, row.source)


def _plan(rows: Sequence[MoneyRow]) -> _Plan:
    """Share the money out, row after row. Raises NotFound, ForeignBill, BillSettled."""
    homes = {row.home_id for row in rows}
    if Home.objects.filter(pk__in=homes).count() != len(homes):
        raise NotFound(field="home")
    plan = _lock_bills(homes)
    for row in rows:
        bills = _chosen(plan, row)
        parts, left = share_out(row.amount, [(bill.pk, bill.open_fen) for bill in bills])
        for pk, part in parts:
            plan.bills[pk].paid_fen += part
            plan.paid.add(pk)
        plan.rows.append((row, parts, left))
    return plan


def _lock_bills(homes: set[int]) -> _Plan:
    """All bills that are open, locked in the order of their keys, as one payment locks its own."""
    found = Bill.objects.select_for_update().filter(home__in=homes, is_reversed=False)
    bills = {bill.pk: bill for bill in found.order_by("pk") if bill.open_fen}
    of_home: dict[int, list[Bill]] = defaultdict(list)
    for bill in sorted(bills.values(), key=lambda bill: (bill.due_on, bill.pk)):
        of_home[bill.home_id].append(bill)
    return _Plan(bills, of_home)


def _chosen(plan: _Plan, row: MoneyRow) -> list[Bill]:
    """The open bills that a row pays, in the order in which it pays them."""
    bills = plan.of_home.get(row.home_id, [])
    if not row.bill_ids:
        return [bill for bill in bills if bill.open_fen]
    own = {bill.pk: bill for bill in bills}
    if not set(row.bill_ids) <= set(own):
        there = Bill.objects.filter(home=row.home_id, pk__in=row.bill_ids).count()
        raise (BillSettled if there == len(set(row.bill_ids)) else ForeignBill)(field="bills")
    if any(own[pk].open_fen == 0 for pk in row.bill_ids):
        raise BillSettled(field="bills")
    return [own[pk] for pk in dict.fromkeys(row.bill_ids)]


def _write(plan: _Plan, actor: Actor) -> dict[str, Settlement]:
    entry_ids = post_entries(_drafts(plan), actor=actor)
    at = now()
    made = [
        Settlement(
            key=row.key, home_id=row.home_id, amount_fen=row.amount, prepaid_fen=left,
            money_account_id=row.money_account_id, occurred_on=row.occurred_on,
            source=row.source, entry_id=entry_id, made_by_id=actor.user_id, made_at=at,
        )
        for (row, _parts, left), entry_id in zip(plan.rows, entry_ids, strict=True)
    ]  # fmt: skip
    try:
        with transaction.atomic():
            copy_rows(made)
    except IntegrityError as error:
        raise SettlementKeyReused from error
    copy_rows(
        [
            SettlementPart(settlement=settlement, bill_id=pk, amount_fen=part)
            for settlement, (_row, parts, _left) in zip(made, plan.rows, strict=True)
            for pk, part in parts
        ]
    )
    _keep_paid(plan)
    total = sum(row.amount for row, _parts, _left in plan.rows)
    record("fees.settled_many", "settlement", None, actor=actor, count=len(made), amount=total)
    return {settlement.key: settlement for settlement in made}


def _drafts(plan: _Plan) -> list[EntryDraft]:
    book = joint_book()
    drafts = []
    for row, parts, left in plan.rows:
        lines = [Posting(row.money_account_id, row.amount)]
        lines += merge_lines([Posting(plan.bills[pk].account_id, -part) for pk, part in parts])
        if left:
            lines.append(Posting(prepaid_account(book, row.home_id), -left))
        drafts.append(
            EntryDraft(
                book_id=book.pk, key=f"settlement:{row.key}", kind="payment",
                occurred_on=row.occurred_on, lines=tuple(lines), source=row.source,
            )
        )  # fmt: skip
    return drafts


def _keep_paid(plan: _Plan) -> None:
    ids = sorted(plan.paid)
    with connection.cursor() as cursor:
        cursor.execute(_PAID, [ids, [plan.bills[pk].paid_fen for pk in ids]])
