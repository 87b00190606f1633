"""Worked examples: a household's quarter, and the lift fund, as an accountant would book them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from linli.money.ledger import api as ledger
from linli.money.ledger.testing import day, make_books, make_entry, make_prepaid, make_receivable


def stand(book: ledger.Book, *accounts: ledger.Account | str) -> list[int]:
    """What each account stands at, debits minus credits, in fen."""
    ids = [
        a.pk if isinstance(a, ledger.Account) else ledger.find_account(book, a).pk for a in accounts
    ]
    found = ledger.balances_of(ids)
    return [found[pk] for pk in ids]


@pytest.mark.rule("FEE-03")
def test_a_households_quarter(cast: Any) -> None:
    """A bill of 240.00, paid in parts, too much at the end; the rest is used and given back."""
    book = make_books()
    home = next(iter(cast.actor("owner").home_ids))
    owed, prepaid = make_receivable(book, home), make_prepaid(book, home)

    # July: the quarter is billed
    make_entry(
        book, (owed, 24000), ("income:property_fee", -24000), kind="fee_bill",
        occurred_on=day("2026-07-01"), source="fee_bill:1",
    )  # fmt: skip
    # 100.00 in cash, then 200.00 by transfer: 60.00 more than is owed stays as prepayment
    make_entry(book, ("cash", 10000), (owed, -10000), kind="payment", occurred_on=day("2026-07-09"))
    transfer = make_entry(
        book, ("bank", 20000), (owed, -14000), (prepaid, -6000), kind="payment",
        occurred_on=day("2026-08-02"),
    )  # fmt: skip
    assert stand(book, owed, prepaid, "cash", "bank") == [0, -6000, 10000, 20000]

    # October: the next bill, partly from what was prepaid
    make_entry(
        book, (owed, 24000), ("income:property_fee", -24000), kind="fee_bill",
        occurred_on=day("2026-10-01"), source="fee_bill:2",
    )  # fmt: skip
    make_entry(
        book, (prepaid, 6000), (owed, -6000), kind="prepayment_used", occurred_on=day("2026-10-01")
    )
    # what was used cannot be given back as well
    with pytest.raises(ledger.BalanceTooLow), transaction.atomic():
        make_entry(book, (prepaid, 6000), ("bank", -6000), kind="refund")
    # nor can the transfer be undone as if its prepayment were still there
    with pytest.raises(ledger.BalanceTooLow), transaction.atomic():
        ledger.reverse_entry(transfer.pk, key="u", reason="x", actor=cast.actor("accountant"))

    # November: paid; then a month that was not served is credited and paid out
    make_entry(book, ("bank", 18000), (owed, -18000), kind="payment", occurred_on=day("2026-11-03"))
    make_entry(
        book, ("income:property_fee", 8000), (owed, -8000), kind="waiver",
        occurred_on=day("2026-11-20"),
    )  # fmt: skip
    make_entry(book, (owed, 8000), ("bank", -8000), kind="refund", occurred_on=day("2026-11-21"))
    assert stand(book, owed, prepaid, "cash", "bank", "income:property_fee") == [
        0, 0, 10000, 30000, -40000,
    ]  # fmt: skip
    third = ledger.totals_by_account(book, day("2026-07-01"), day("2026-09-30"))
    assert (third["A/bank"].net, third["I/income:property_fee"].net) == (20000, -24000)


@pytest.mark.rule("FEE-08")
def test_the_lift_fund(cast: Any) -> None:
    """Two homes pay into the fund; the lift is mended and each bears its part to the fen."""
    make_books()
    fund = ledger.find_book(ledger.FUND)
    one, two = (
        ledger.open_account(
            fund, code=f"unit:{home}", kind=ledger.AccountKind.LIABILITY, home_id=home,
            may_go_negative=False,
        )
        for home in homes(2)
    )  # fmt: skip
    for unit, amount in ((one, 500_000), (two, 300_000)):
        make_entry(fund, ("bank", amount), (unit, -amount), kind="deposit")
    make_entry(fund, ("bank", 801), ("interest", -801), kind="interest")
    # the interest is shared by what each has: 501 and 300, nothing lost to rounding
    make_entry(fund, ("interest", 801), (one, -501), (two, -300), kind="interest")
    assert stand(fund, one, two, "interest") == [-500_501, -300_300, 0]

    # the lift costs 1,000.01: borne by area 80 to 60, the odd fen by the larger
    paid = make_entry(fund, ("expense:lift", 100_001), ("bank", -100_001), kind="spending")
    make_entry(
        fund, (one, 57_144), (two, 42_857), ("expense:lift", -100_001), source=f"entry:{paid.pk}"
    )
    assert stand(fund, one, two, "bank", "expense:lift") == [-443_357, -257_443, 700_800, 0]
    # the parts of all homes are what is in the bank
    assert sum(stand(fund, one, two)) == -stand(fund, "bank")[0]
    with pytest.raises(ledger.BalanceTooLow), transaction.atomic():
        make_entry(fund, (two, 257_444), ("bank", -257_444), kind="spending")


def homes(count: int) -> list[int]:
    from linli.estate.places.api import Home

    return list(Home.objects.order_by("pk").values_list("place_id", flat=True)[:count])


def test_a_book_may_be_kept_in_another_unit(cast: Any) -> None:
    """A time bank counts minutes; nobody spends what was not earned."""
    bank = ledger.open_book("time_bank", unit="minute")
    person = cast.people["resident"].pk
    earned = ledger.open_account(
        bank, code=f"hours:{person}", kind=ledger.AccountKind.LIABILITY, person_id=person,
        may_go_negative=False,
    )  # fmt: skip
    ledger.open_account(bank, code="served", kind=ledger.AccountKind.EXPENSE)
    make_entry(bank, ("served", 90), (earned, -90), unit="minute")
    with pytest.raises(ledger.BalanceTooLow), transaction.atomic():
        make_entry(bank, (earned, 91), ("served", -91))
    with pytest.raises(ledger.UnitWrong), transaction.atomic():
        make_entry(bank, ("served", 90), (earned, -90), unit="CNY")
    assert earned.label == "L/hours:~"
