"""Many payments at once: the same books as one by one, and a receipt for each household."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.money.banking.testing import Move, bring_lines
from linli.money.fees.api import prepaid_of
from linli.money.ledger.api import Entry, balances_of
from linli.money.payments import errors
from linli.money.payments.api import (
    Method,
    Payment,
    PaymentRow,
    Receipt,
    book_sure,
    check_bank,
    keep_many,
    only_wrong,
    print_receipt,
)
from linli.money.payments.keeping import keep_payment
from linli.money.payments.models import KnownPayer, LineBooking
from linli.money.payments.queries import money_account
from linli.money.payments.testing import home_of, make_cash, owed

PLATES = ("1-1-101", "1-1-201", "2-1-101", "2-1-201")


def row(town: Any, plate: str, amount: int, key: str) -> PaymentRow:
    return PaymentRow(
        home_of(plate), amount, key, Method.CASH, money_account("cash").pk, today(),
        taken_by_id=town.agent.pk,
    )  # fmt: skip


def rows_of(town: Any) -> list[PaymentRow]:
    """A bill in full, a part of one, more than is owed, the same home once more."""
    return [
        row(town, "1-1-101", owed("1-1-101"), "a"), row(town, "1-1-201", 500, "b"),
        row(town, "2-1-101", owed("2-1-101") + 700, "c"), row(town, "1-1-201", 600, "d"),
    ]  # fmt: skip


def one_by_one(rows: list[PaymentRow], actor: Any) -> list[Payment]:
    return [
        keep_payment(
            r.home_id, r.amount, key=r.key, method=r.method, money_account_id=r.money_account_id,
            received_on=r.received_on, actor=actor, taken_by_id=r.taken_by_id,
        )
        for r in rows
    ]  # fmt: skip


def picture() -> Any:
    """Everything that may be told apart, without keys of rows."""
    return (
        [owed(plate) for plate in PLATES],
        sorted(prepaid_of([home_of(plate) for plate in PLATES]).values()),
        balances_of([money_account("cash").pk]),
        sorted(Entry.objects.values_list("key", "kind", "source", "occurred_on")),
        list(Payment.objects.order_by("pk").values_list("key", "amount", "receipt__number")),
        ProcrastinateJob.objects.filter(args__event_type="PaymentReceived").count(),
    )


def test_the_same_as_one_by_one(town: Any) -> None:
    rows, actor, seen = rows_of(town), town.actor("agent"), []
    for work in (one_by_one, lambda given, who: keep_many(given, actor=who)):
        point = transaction.savepoint()
        work(rows, actor)
        seen.append(picture())
        transaction.savepoint_rollback(point)
    assert seen[0] == seen[1]
    assert [number for _key, _amount, number in seen[0][4]] == [1, 2, 3, 4]


def test_receipts_run_on_in_one_sequence(town: Any) -> None:
    first = make_cash(town, amount=100)
    made = keep_many(rows_of(town)[1:], actor=town.actor("agent"))
    last = make_cash(town, amount=100)
    numbers = [first.receipt.number, *(one.receipt.number for one in made), last.receipt.number]
    assert numbers == list(range(1, 6))
    assert print_receipt(Payment.objects.get(pk=made[0].pk)).startswith(b"%PDF")


def test_again_is_the_same_and_another_sum_is_refused(town: Any) -> None:
    rows, actor = rows_of(town), town.actor("agent")
    first = keep_many(rows, actor=actor)
    assert [one.pk for one in keep_many(rows, actor=actor)] == [one.pk for one in first]
    assert Receipt.objects.count() == 4
    with pytest.raises(errors.KeyTaken):
        keep_many([row(town, "1-1-101", 1, "a")], actor=actor)
    twice = [row(town, "1-1-201", 5, "x"), row(town, "1-1-201", 6, "x")]
    with pytest.raises(errors.KeyTaken), transaction.atomic():
        keep_many(twice, actor=actor)
    assert Receipt.objects.count() == 4


def test_one_wrong_row_leaves_nothing_and_no_gap(town: Any) -> None:
    actor = town.actor("agent")
    wrong = PaymentRow(10**9, 5, "z", Method.CASH, money_account("cash").pk, today())
    with pytest.raises(NotFound), transaction.atomic():
        keep_many([*rows_of(town), wrong], actor=actor)
    assert not Payment.objects.exists()
    assert make_cash(town, amount=100).receipt.number == 1


def test_sure_lines_cost_no_query_each(town: Any) -> None:
    """A handful of statements and one job a payment, however many lines come in."""

    def count(moves: list[Move], opening: int) -> int:
        lines = bring_lines(town, town.bank_account, moves, opening=opening)
        pairs = [
            (line.pk, home_of(line.purpose.split()[-1])) for line in lines if not line.claimed_by
        ]
        with CaptureQueriesContext(connection) as seen:
            assert book_sure(pairs, actor=town.actor("accountant")) == len(moves)
        return len([q for q in seen if "procrastinate" not in q["sql"]])

    def move(plate: str) -> Move:
        return Move(today(), owed(plate), "谁", plate, account=f"6222{plate.replace('-', '')}000")

    one = count([move("1-1-101")], 0)
    more = count([move(plate) for plate in PLATES[1:]], 19_200)
    assert more <= one + 3 * 3  # the register is asked by each plate that a line names
    assert Receipt.objects.count() == LineBooking.objects.count() == 4
    assert KnownPayer.objects.count() == 4
    assert not only_wrong(check_bank(today(), today(), actor=town.actor("accountant")))
