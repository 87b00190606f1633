"""Many at once: receipt numbers run on, a payment is booked once, refunds never exceed it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from linli.base.calendars.api import today
from linli.base.errors import DomainError
from linli.base.scopes.api import estate_scope
from linli.money.banking.testing import Move, bring_lines
from linli.money.fees.api import Settlement, prepaid_of, use_prepayment
from linli.money.ledger.api import Entry
from linli.money.payments import channels
from linli.money.payments.api import (
    Method,
    Payment,
    PaymentRefund,
    PrepaidReturn,
    Receipt,
    Share,
    approve_return,
    book_homes,
    book_paid_order,
    book_sure,
    deposit_cash,
    open_order,
    request_balance,
    request_refund,
    take_cash,
)
from linli.money.payments.queries import cash_in_till
from linli.money.payments.testing import (
    bills_of,
    home_of,
    make_cash,
    make_opening,
    make_town,
    owed,
    play_channel,
)
from tests.concurrency.races import race

pytestmark = pytest.mark.slow


@pytest.fixture
def town(committed_db: Any) -> Iterator[Any]:
    from linli.base.scopes.api import all_estates
    from linli.estate.testing import make_cast

    before = dict(channels._makers)
    with all_estates():
        cast: Any = make_cast()
    with estate_scope(cast.estate.pk):
        cast.channel = play_channel()
        make_town(cast)
        cast.agents = [cast.actor(name) for name in ("agent", "agent2", "clerk", "lead")]
        cast.home = home_of("1-1-101")
    yield cast
    connection.close()
    channels._makers.clear()
    channels._makers.update(before)


def test_receipt_numbers_run_on(town):
    def take(n: int) -> Any:
        def work() -> None:
            take_cash(town.home, 100, key=f"key-{n}", actor=town.agents[n % 4])
            if n % 3 == 2:  # every third jams after its number was given
                raise DomainError

        return work

    results = race(town, *[take(n) for n in range(12)])
    assert sum(isinstance(result, DomainError) for result in results) == 4
    with estate_scope(town.estate.pk):
        numbers = sorted(Receipt.objects.values_list("number", flat=True))
        assert numbers == list(range(1, 9))


def test_one_callback_eight_times_at_once(town):
    with estate_scope(town.estate.pk):
        ids = [bill.pk for bill in bills_of("1-1-101")]
        order = open_order(town.home, ids, key="k", actor=town.actor("resident"))
        paid = town.channel.pay(order.trade_no)
    results = race(town, *[lambda: book_paid_order(paid).pk] * 8)
    assert len(set(results)) == 1
    with estate_scope(town.estate.pk):
        assert (Payment.objects.count(), Receipt.objects.count()) == (1, 1)


def test_one_form_pressed_eight_times_at_once(town):
    agent = town.agents[0]
    results = race(town, *[lambda: take_cash(town.home, 100, key="same", actor=agent).pk] * 8)
    assert len({result for result in results if not isinstance(result, DomainError)}) == 1
    with estate_scope(town.estate.pk):
        assert Payment.objects.count() == 1


def test_one_line_settled_by_two(town):
    with estate_scope(town.estate.pk):
        (line,) = bring_lines(town, town.bank_account, [Move(today(), 500, "谁")])
        accountant, other = town.actor("accountant"), home_of("2-1-201")
    results = race(
        town,
        lambda: len(book_homes(line.pk, [Share(town.home, 500)], actor=accountant)),
        lambda: len(book_homes(line.pk, [Share(other, 500)], actor=accountant)),
    )
    assert sum(result == 1 for result in results) == 1
    with estate_scope(town.estate.pk):
        assert Payment.objects.count() == 1


def test_refunds_at_once_never_exceed(town):
    with estate_scope(town.estate.pk):
        payment = make_cash(town, amount=1000)

    def ask(n: int) -> Any:
        agent = town.agents[n % 4]
        return lambda: request_refund(payment.pk, 400, reason="r", key=f"r{n}", actor=agent)

    race(town, *[ask(n) for n in range(6)])
    with estate_scope(town.estate.pk):
        payment.refresh_from_db()
        assert (PaymentRefund.objects.count(), payment.refunded) == (2, 800)


def test_the_till_is_never_overdrawn(town):
    with estate_scope(town.estate.pk):
        make_cash(town, amount=1000)

    def bring(n: int) -> Any:
        agent = town.agents[n % 4]
        return lambda: deposit_cash(400, key=f"d{n}", actor=agent)

    race(town, *[bring(n) for n in range(5)])
    with estate_scope(town.estate.pk):
        assert cash_in_till() == 200


def test_a_prepaid_balance_is_given_back_once(town):
    """Asked for by many at once, approved by two at once, and used by a bill meanwhile."""
    with estate_scope(town.estate.pk):
        make_cash(town)  # all bills are paid: the opening is free
        make_opening(town.home, 1000)
        approvers = [town.actor("lead"), town.actor("accountant")]

    def ask(n: int) -> Any:
        agent = town.agents[n % 2]
        return lambda: (
            request_balance(
                town.home, 400, method=Method.CASH, reason="r", key=f"b{n}", actor=agent
            ).rest.pk
        )

    results = race(town, *[ask(n) for n in range(6)])
    asked = [one for one in results if not isinstance(one, DomainError)]
    assert len(asked) == 2
    works = [lambda pk=pk, who=who: approve_return(pk, actor=who).pk
             for pk in asked for who in approvers]  # fmt: skip
    race(town, *works)
    with estate_scope(town.estate.pk):
        assert prepaid_of([town.home])[town.home] == 200
        assert Entry.objects.filter(source__startswith="prepaid_return:").count() == 2


def test_a_bill_and_a_return_meet_at_one_balance(town):
    with estate_scope(town.estate.pk):
        make_opening(town.home, 1000)
        agent, lead, accountant = town.agents[0], town.actor("lead"), town.actor("accountant")
        pk = request_balance(
            town.home, 1000, method=Method.CASH, reason="r", key="b", actor=agent
        ).rest.pk
    race(
        town,
        lambda: approve_return(pk, actor=lead).pk,
        lambda: use_prepayment(town.home, key="u", actor=accountant),
    )
    with estate_scope(town.estate.pk):
        done = PrepaidReturn.objects.get(pk=pk).state == "done"
        used = Settlement.objects.filter(key="u").exists()
        assert done != used  # one of them had the money
        assert prepaid_of([town.home]) == {}


def test_sure_lines_booked_by_two_at_once(town):
    """Two windows press the same list while the desk takes cash: each line once, numbers run on."""
    with estate_scope(town.estate.pk):
        due = {plate: owed(plate) for plate in ("1-1-101", "2-1-101")}
        moves = [Move(today(), fen, "谁", plate) for plate, fen in due.items()]
        lines = bring_lines(town, town.bank_account, moves)
        pairs = [(line.pk, home_of(line.purpose.split()[-1])) for line in lines]
        accountant, other = town.actor("accountant"), home_of("2-1-201")
    results = race(
        town,
        lambda: book_sure(pairs, actor=accountant),
        lambda: book_sure(pairs, actor=accountant),
        lambda: take_cash(other, 100, key="k", actor=town.agents[0]).pk and 0,
    )
    assert sum(one for one in results if not isinstance(one, DomainError)) == 2
    with estate_scope(town.estate.pk):
        assert Payment.objects.filter(method="transfer").count() == 2
        assert sorted(Receipt.objects.values_list("number", flat=True)) == [1, 2, 3]
