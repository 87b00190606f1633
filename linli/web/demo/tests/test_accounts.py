"""The money of the demo: it adds up, it is published, and every desk has something on it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db.models import Sum

from linli.base.accounts.api import User
from linli.estate.organisations.api import load_actor
from linli.matters.handling.api import Matter
from linli.money.arrears.api import Demand, InstalmentPlan
from linli.money.banking.api import BankLine, BankStatement
from linli.money.disclosure.api import Objection, Statement, differs_now
from linli.money.fees.api import (
    Cycle,
    Waiver,
    collection_rates,
    own_bills,
    period_around,
    period_before,
)
from linli.money.ledger.api import (
    Line,
    balances_of,
    find_account,
    find_book,
    find_differences,
    list_books,
)
from linli.money.payments.api import (
    check_bank,
    only_wrong,
    own_payments,
    payments_for,
    waiting_transfers,
)
from linli.money.payments.models import TillCount, TillDeposit
from linli.money.spending.api import SpendingPayment, SpendingRequest
from linli.web.demo.api import SMALL
from linli.web.demo.tests.days import DAY

SCALE = SMALL


def actor(username: str) -> Any:
    return load_actor(User.objects.get(username=username))


def test_nothing_was_refused(demo: Any) -> None:
    assert demo.counts["money_refused"] == 0
    assert demo.counts["bills"] == 612
    assert demo.counts["payments"] == payments_for(actor("accountant")).count() > 60


def test_the_books_balance_and_the_bank_says_the_same(demo: Any) -> None:
    assert Line.objects.aggregate(total=Sum("amount"))["total"] == 0
    assert not any(find_differences(book.pk) for book in list_books())
    last = BankStatement.objects.latest("ends_on")
    bank = find_account(find_book("joint_account"), "bank").pk
    # what the till gave since, and what nobody has claimed
    open_in = sum(line.amount for line, _match in waiting_transfers())
    assert balances_of([bank], upto=last.ends_on)[bank] == last.closing - open_in


def test_the_last_quarter_is_collected_and_published(demo: Any) -> None:
    quarter = period_before(period_around(DAY, Cycle.QUARTER))
    rates = collection_rates(quarter)
    assert rates.total.numerator == rates.total.denominator > 0
    statements = Statement.objects.order_by("book__code")
    assert [s.book.code for s in statements] == ["common_income", "joint_account"]
    assert all(s.quarter == "2026q3" and s.seal_number > 0 for s in statements)
    assert not any(differs_now(statement) for statement in statements)
    assert min(statements[1].came_in, statements[1].went_out) > 0
    assert Waiver.objects.get().approved_by_id is not None


@pytest.mark.parametrize("username", ["zhangayi", "tenant", "elder", "captain"])
def test_the_named_have_a_bill_to_pay_and_a_receipt(demo: Any, username: str) -> None:
    who = actor(username)
    bills = own_bills(who).filter(charge__code="property_fee")
    assert [b.open_fen > 0 for b in bills.order_by("period_start")] == [False, True]
    assert own_payments(who).get().receipt.number > 0


def test_desk_and_bank_have_their_rows(demo: Any) -> None:
    methods = Counter(payments_for(actor("accountant")).values_list("method", flat=True))
    assert min(methods["cash"], methods["transfer"]) >= 30
    assert TillCount.objects.count() == TillDeposit.objects.count() > 2
    assert BankStatement.objects.count() == 2
    assert len(waiting_transfers()) == 2
    lines = BankLine.objects.filter(claimed_by="")
    assert lines.count() == 2


def test_every_step_of_spending_is_to_be_seen(demo: Any) -> None:
    states = Counter(SpendingRequest.objects.values_list("state", flat=True))
    assert states == {"matched": 3, "releasing": 1, "checking": 2, "draft": 1}
    assert SpendingPayment.objects.filter(match__isnull=False).count() == 3
    assert SpendingRequest.objects.get(state="draft").returned_reason


def test_those_short_of_money_are_met_by_people(demo: Any) -> None:
    assert InstalmentPlan.objects.get().state == "running"
    assert Demand.objects.get().withdrawn_at is None
    assert Matter.objects.filter(kind__code="payment_help").count() == 1


def test_one_question_is_answered_and_one_is_open(demo: Any) -> None:
    assert Counter(Objection.objects.values_list("state", flat=True)) == {"answered": 1, "open": 1}


def test_bank_and_books_pair_but_for_what_is_on_its_way(demo: Any) -> None:
    quarter = period_before(period_around(DAY, Cycle.QUARTER))
    checks = only_wrong(check_bank(quarter.start, quarter.end, actor=actor("accountant")))
    lonely = [one for check in checks for one in (*check.only_books, *check.only_outside)]
    assert lonely == []
    assert sum(check.difference for check in checks) == 0  # the till's money came a day later
