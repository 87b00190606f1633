"""Many payments at once give what each would have given by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.money.fees.api import (
    Bill,
    MoneyRow,
    Settlement,
    SettlementPart,
    prepaid_of,
    settle_bills,
    settle_many,
)
from linli.money.fees.errors import BadAmount, BillSettled, ForeignBill, SettlementKeyReused
from linli.money.fees.testing import bill_of, issue_bills, money_account
from linli.money.ledger.api import Account, balances_of

FIRST, SECOND, THIRD = "2-1-101", "2-1-201", "1-1-101"


class Undone(Exception):
    pass


def row(plate: str, amount: int, key: str, bill_ids: tuple[int, ...] = ()) -> MoneyRow:
    home_id = bill_of(plate).home_id
    return MoneyRow(home_id, amount, key, money_account(), today(), f"list:{key}", bill_ids)


@pytest.fixture
def rows(cast, fees):
    issue_bills(cast, period="2026Q3")
    issue_bills(cast, period="2026Q4")
    later = bill_of(THIRD).pk
    return [
        row(FIRST, 19_200, "a"),  # the oldest
        row(FIRST, 25_000, "b"),  # the next, the rest waits
        row(SECOND, 30_000, "c"),  # a bill and a part of another
        row(THIRD, 5_000, "d", (later,)),  # the one that is named
        row(FIRST, 19_200, "a"),  # the first one again
    ]


def picture(home_ids):
    """All that is to be seen afterwards, without ids of rows."""
    bills = list(Bill.objects.order_by("pk").values_list("pk", "paid_fen"))
    settled = list(
        Settlement.objects.order_by("key").values_list(
            "key", "home", "amount_fen", "prepaid_fen", "money_account_id", "occurred_on",
            "source", "made_by",
        )
    )  # fmt: skip
    parts = list(
        SettlementPart.objects.order_by("settlement__key", "bill").values_list(
            "settlement__key", "bill", "amount_fen"
        )
    )
    codes = dict(Account.objects.values_list("pk", "code"))
    held = {codes[pk]: fen for pk, fen in balances_of(list(codes)).items() if fen}
    return bills, settled, parts, held, prepaid_of(home_ids)


def loop(rows, actor):
    for one in rows:
        settle_bills(
            one.home_id, one.amount, key=one.key, money_account_id=one.money_account_id,
            occurred_on=one.occurred_on, source=one.source, actor=actor, bill_ids=one.bill_ids,
        )  # fmt: skip


def test_many_at_once_is_one_after_the_other(cast, rows):
    actor, homes = cast.actor("accountant"), {one.home_id for one in rows}
    seen = []
    for work in (loop, lambda given, who: settle_many(given, actor=who)):
        with pytest.raises(Undone), transaction.atomic():
            work(rows, actor)
            seen.append(picture(homes))
            raise Undone
    assert seen[0] == seen[1]
    assert len(seen[0][1]) == 4 and seen[0][4]


def test_the_same_list_again_changes_nothing(cast, rows):
    actor, homes = cast.actor("accountant"), {one.home_id for one in rows}
    first = settle_many(rows, actor=actor)
    before = picture(homes)
    assert [one.pk for one in settle_many(rows, actor=actor)] == [one.pk for one in first]
    assert first[0].pk == first[4].pk
    assert picture(homes) == before


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"amount": 0}, BadAmount), ({"home_id": 999_999_999}, NotFound),
        ({"key": "a"}, SettlementKeyReused), ({"bill_ids": (999_999_999,)}, ForeignBill),
    ],
)  # fmt: skip
def test_one_wrong_row_stops_all(cast, rows, change, error):
    wrong = replace(row(SECOND, 100, "z"), **change)
    with pytest.raises(error):
        settle_many([*rows, wrong], actor=cast.actor("accountant"))
    assert not Settlement.objects.exists()


def test_a_named_bill_that_is_paid_is_refused(cast, rows):
    paid = Bill.objects.filter(home=rows[0].home_id).earliest("due_on", "pk").pk
    with pytest.raises(BillSettled):
        settle_many([rows[0], row(FIRST, 100, "z", (paid,))], actor=cast.actor("accountant"))
    assert not Settlement.objects.exists()
