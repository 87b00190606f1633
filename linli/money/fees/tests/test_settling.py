"""Money on bills and back again, on the real ledger."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.money.fees.api import (
    Bill,
    Settlement,
    open_bills_of,
    prepaid_of,
    settle_bills,
    undo_settlement,
)
from linli.money.fees.errors import (
    BadAmount,
    BillSettled,
    ForeignBill,
    NothingToRefund,
    ReasonMissing,
    RefundTooLarge,
    SettlementKeyReused,
)
from linli.money.fees.testing import bill_of, issue_bills, money_account
from linli.money.ledger.api import balances_of, find_account, find_book


def pay(cast, home_id, amount, key="k1", **over):
    fields = {
        "key": key, "money_account_id": money_account(), "occurred_on": today(),
        "source": "payment:1", "actor": cast.actor("accountant"),
    }  # fmt: skip
    return settle_bills(home_id, amount, **{**fields, **over})


def balance(code):
    account = find_account(find_book("joint_account"), code).pk
    return balances_of([account])[account]


def test_a_bill_is_owed_and_paid(cast, fees):
    issue_bills(cast)
    bill = bill_of("2-1-101")
    assert (
        bill.amount_fen == 19_200 and balance(f"receivable:{bill.home_id}:property_fee") == 19_200
    )
    settlement = pay(cast, bill.home_id, 19_200)
    bill.refresh_from_db()
    assert bill.open_fen == 0 and settlement.prepaid_fen == 0
    assert balance(f"receivable:{bill.home_id}:property_fee") == 0 and balance("bank") == 19_200
    assert open_bills_of([bill.home_id]) == []


def test_the_oldest_bill_first_and_the_rest_waits(cast, fees):
    issue_bills(cast, period="2026Q3")
    issue_bills(cast, period="2026Q4")
    home_id = bill_of("2-1-101").home_id
    Bill.objects.filter(home=home_id)
    old, new = open_bills_of([home_id])
    pay(cast, home_id, 20_000)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.open_fen, new.paid_fen) == (0, 800)
    pay(cast, home_id, 20_000, key="k2")
    new.refresh_from_db()
    assert new.open_fen == 0 and prepaid_of([home_id]) == {home_id: 1_600}


def test_named_bills_first_however_old(cast, fees):
    issue_bills(cast, period="2026Q3")
    issue_bills(cast, period="2026Q4")
    home_id = bill_of("2-1-101").home_id
    old, new = open_bills_of([home_id])
    pay(cast, home_id, 19_200, bill_ids=[new.pk])
    assert [bill.pk for bill in open_bills_of([home_id])] == [old.pk]
    with pytest.raises(BillSettled):
        pay(cast, home_id, 100, key="k2", bill_ids=[new.pk])
    foreign = bill_of("1-1-101", "property_fee")
    with pytest.raises(ForeignBill):
        pay(cast, home_id, 100, key="k3", bill_ids=[foreign.pk])


def test_a_payment_that_arrives_twice_is_booked_once(cast, fees):
    issue_bills(cast)
    home_id = bill_of("2-1-101").home_id
    first = pay(cast, home_id, 5_000)
    assert pay(cast, home_id, 5_000).pk == first.pk
    assert Settlement.objects.count() == 1 and balance("bank") == 5_000
    with pytest.raises(SettlementKeyReused):
        pay(cast, home_id, 5_001)


@pytest.mark.parametrize("amount", [0, -1, 10**11, 1.5, "100", True])
def test_absurd_amounts_are_refused(cast, fees, amount):
    issue_bills(cast)
    with pytest.raises(BadAmount):
        pay(cast, bill_of("2-1-101").home_id, amount)


def test_a_home_of_another_estate_is_none(cast, fees):
    from linli.base.scopes.data import current
    from linli.estate.testing import make_building, make_place

    token = current.set(cast.other_estate.pk)
    building = make_building(7, make_place("grid", "外网格", number="9"), entrances=1, floors=1)
    foreign = building.pk + 2
    current.reset(token)
    with pytest.raises(NotFound):
        pay(cast, foreign, 100)
    assert not Settlement.objects.exists()


def test_never_back_more_than_was_paid(cast, fees):
    issue_bills(cast)
    bill = bill_of("2-1-101")
    paid = pay(cast, bill.home_id, 20_000)
    actor = cast.actor("accountant")
    with pytest.raises(RefundTooLarge):
        undo_settlement(paid.pk, key="r0", reason="退多了", actor=actor, amount=20_001)
    with pytest.raises(ReasonMissing):
        undo_settlement(paid.pk, key="r0", reason=" ", actor=actor)
    one = undo_settlement(paid.pk, key="r1", reason="重复付", actor=actor, amount=1_000)
    assert (
        undo_settlement(paid.pk, key="r1", reason="重复付", actor=actor, amount=1_000).pk == one.pk
    )
    bill.refresh_from_db()
    assert bill.paid_fen == 19_000 and prepaid_of([bill.home_id]) == {}  # what waited went first
    with pytest.raises(RefundTooLarge):
        undo_settlement(paid.pk, key="r2", reason="退多了", actor=actor, amount=19_001)
    undo_settlement(paid.pk, key="r3", reason="退票", actor=actor)
    bill.refresh_from_db()
    assert bill.paid_fen == 0 and balance("bank") == 0
    with pytest.raises(NothingToRefund):
        undo_settlement(paid.pk, key="r4", reason="再退", actor=actor)


def test_what_waits_settles_the_next_bill_and_can_still_bounce(cast, fees):
    """A transfer that paid ahead and comes back: the bill it settled meanwhile is open again."""
    issue_bills(cast, period="2026Q3")
    home_id = bill_of("2-1-101").home_id
    paid = pay(cast, home_id, 30_000)
    issue_bills(cast, period="2026Q4")
    new = bill_of("2-1-101")
    assert new.paid_fen == 10_800 and prepaid_of([home_id]) == {}
    undo_settlement(paid.pk, key="r1", reason="退票", actor=cast.actor("accountant"))
    new.refresh_from_db()
    assert new.paid_fen == 0 and balance("bank") == 0
    assert balance(f"receivable:{home_id}:property_fee") == 2 * 19_200
    assert prepaid_of([home_id]) == {}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.booleans(), st.integers(1, 25_000)), min_size=1, max_size=6))
def test_whatever_is_paid_and_taken_back_books_and_bills_agree(cast, fees, steps):
    from django.db import transaction

    with transaction.atomic():
        issue_bills(cast, period="2026Q3")
        home_id = bill_of("2-1-101").home_id
        actor, made, bank = cast.actor("accountant"), [], 0
        for n, (is_payment, amount) in enumerate(steps):
            if is_payment or not made:
                made.append(pay(cast, home_id, amount, key=f"h{n}"))
                bank += amount
            else:
                try:
                    undo_settlement(
                        made[-1].pk, key=f"u{n}", reason="试", actor=actor, amount=amount
                    )
                    bank -= amount
                except (RefundTooLarge, NothingToRefund):
                    pass
            bills = Bill.objects.filter(home=home_id)
            owed = sum(bill.open_fen for bill in bills)
            assert balance("bank") == bank
            assert balance(f"receivable:{home_id}:property_fee") == owed
            assert prepaid_of([home_id]).get(home_id, 0) + sum(b.paid_fen for b in bills) == bank
        transaction.set_rollback(True)
