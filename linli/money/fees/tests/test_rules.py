"""Prices, spans and waivers, without a database."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.money.fees.data import (
    Change,
    Cycle,
    Formula,
    HomeFacts,
    Payer,
    PayerKind,
    PayerSpan,
    Price,
    Reading,
    Relief,
    ReliefSpan,
    Trouble,
)
from linli.money.fees.errors import BadPeriod, TariffGap
from linli.money.fees.payers import holding, spans_of
from linli.money.fees.periods import (
    list_months,
    months_of,
    period_after,
    period_around,
    period_before,
    read_period,
    weight_of,
)
from linli.money.fees.rules import (
    LARGEST_PRICE,
    find_changes,
    find_trouble,
    half_up,
    price_line,
    reckon_home,
    share_out,
)

Q4 = read_period("2026Q4")
TENANT = Payer(PayerKind.TENANT, 1)
OTHER = Payer(PayerKind.TENANT, 2)
DAYS = st.dates(date(2026, 10, 1), date(2026, 12, 31))


def home(**over):
    fields = {
        "home_id": 1, "area_cm2": 800_000, "is_vacant": False, "payer_kind": PayerKind.TENANT,
        "payers": (PayerSpan(Q4.start, Q4.end, TENANT),),
    }  # fmt: skip
    return HomeFacts(**{**fields, **over})


def area_price(fen=80, starts=date(2020, 1, 1), tariff_id=1):
    return Price(tariff_id, starts, Formula.AREA, fen * 1000)


def test_periods_read_and_follow_each_other():
    assert (Q4.start, Q4.end, Q4.code) == (date(2026, 10, 1), date(2026, 12, 31), "2026Q4")
    assert period_after(Q4).code == "2027Q1" and period_before(Q4).code == "2026Q3"
    assert read_period("2026-02").end == date(2026, 2, 28)
    assert read_period("2028").end == date(2028, 12, 31)
    for bad in ("2026Q5", "2026-13", "26Q1", "", "2026Q4 x"):
        with pytest.raises(BadPeriod):
            read_period(bad)


def test_a_quarter_is_three_months_whatever_its_days():
    assert weight_of(Q4.start, Q4.end) == (3, 1)
    assert months_of(date(2026, 10, 16), date(2026, 12, 31)) == (2, ((16, 31),))
    assert list_months(date(2026, 11, 30), date(2027, 1, 1)) == ["2026-11", "2026-12", "2027-01"]


def test_worked_example_80_m2_at_80_fen_for_a_quarter():
    bill = reckon_home(home(), Q4, [area_price()])[0]
    assert bill.amount == 80 * 80 * 3 == 19_200


def test_rounding_is_half_up_once_a_line():
    assert [half_up(n, 10) for n in (4, 5, 14, 15, 25)] == [0, 1, 1, 2, 3]
    # 0.5 fen exactly, and a hair below
    assert price_line(Formula.AREA, 500, 10_000, (1, 1)) == 1
    assert price_line(Formula.AREA, 499, 10_000, (1, 1)) == 0


def test_price_changes_in_the_middle_of_a_month():
    prices = [area_price(), area_price(100, date(2026, 11, 16), 2)]
    lines = reckon_home(home(), Q4, prices)[0].lines
    assert [(x.starts_on, x.ends_on, x.amount) for x in lines] == [
        (date(2026, 10, 1), date(2026, 11, 15), 80 * 80 * 3 // 2),
        (date(2026, 11, 16), date(2026, 12, 31), 80 * 100 * 3 // 2),
    ]


@pytest.mark.rule("FEE-03")
def test_a_day_without_a_price_is_refused():
    with pytest.raises(TariffGap):
        reckon_home(home(), Q4, [area_price(80, date(2026, 10, 2))])
    with pytest.raises(TariffGap):
        reckon_home(home(), Q4, [])


def test_who_moves_in_the_middle_pays_by_days():
    payers = (
        PayerSpan(Q4.start, date(2026, 11, 10), TENANT),
        PayerSpan(date(2026, 11, 11), Q4.end, OTHER),
    )
    one, two = reckon_home(home(payers=payers), Q4, [area_price()])
    assert one.amount == half_up(6400 * (30 + 10), 30) and two.amount == half_up(6400 * 50, 30)


def test_household_and_meter_formulas():
    rent = Price(1, date(2020, 1, 1), Formula.HOUSEHOLD, 30_000_000)
    assert reckon_home(home(), Q4, [rent])[0].amount == 90_000
    power = Price(1, date(2020, 1, 1), Formula.METER, 52_830)
    readings = (
        Reading(date(2026, 9, 30), 100_000),
        Reading(date(2026, 11, 2), 150_000),
        Reading(date(2026, 11, 2), 0, is_exchange=True),
        Reading(date(2026, 12, 31), 12_500),
    )
    bill = reckon_home(home(readings=readings), Q4, [power])[0]
    assert bill.amount == half_up(62_500 * 52_830, 10**6) == 3302
    assert find_trouble(home(readings=readings[:1]), Q4, [power]) is Trouble.NO_READING


def test_what_has_to_be_mended():
    prices = [area_price()]
    assert find_trouble(home(), Q4, prices) is None
    assert find_trouble(home(area_cm2=None), Q4, prices) is Trouble.NO_AREA
    assert find_trouble(home(payers=()), Q4, prices) is Trouble.NO_PAYER
    assert find_trouble(home(payer_kind=None), Q4, prices) is Trouble.NO_TENURE
    assert find_trouble(home(payers=(), is_vacant=True), Q4, prices) is None
    owner = home(payers=(), is_vacant=True, payer_kind=PayerKind.OWNER)
    assert find_trouble(owner, Q4, prices) is Trouble.NO_PAYER


def relief(start, end, share=500, waiver=1, monthly=0):
    return ReliefSpan(start, end, Relief(waiver, share if not monthly else 0, monthly))


def test_the_best_waiver_of_each_day_and_never_two():
    reliefs = (
        relief(Q4.start, Q4.end, 300, 1),
        relief(date(2026, 11, 1), date(2026, 11, 30), 500, 2),
    )
    bill = reckon_home(home(reliefs=reliefs), Q4, [area_price()])[0]
    waived = [(x.waiver_id, x.amount) for x in bill.lines if x.waiver_id]
    assert waived == [(1, -1920), (2, -3200), (1, -1920)]
    assert bill.amount == 19_200 - 7_040


def test_a_fixed_sum_never_turns_a_bill_round():
    reliefs = (relief(Q4.start, Q4.end, monthly=10_000_00),)
    assert reckon_home(home(reliefs=reliefs), Q4, [area_price()])[0].amount == 0


@given(
    price=st.integers(0, LARGEST_PRICE),
    area=st.integers(1, 20_000_000),
    cut=DAYS,
    shares=st.lists(st.tuples(DAYS, DAYS, st.integers(1, 1000)), max_size=4),
)
def test_any_cut_costs_at_most_a_fen_and_sums_hold(price, area, cut, shares):
    """A price that changes to itself, waivers of any kind: sums hold, nothing turns negative."""
    whole = [Price(1, date(2020, 1, 1), Formula.AREA, price)]
    parts = [*whole, Price(2, cut, Formula.AREA, price)] if cut > Q4.start else whole
    reliefs = tuple(
        relief(min(a, b), max(a, b), share, n + 1) for n, (a, b, share) in enumerate(shares)
    )
    one = reckon_home(home(area_cm2=area), Q4, whole)[0]
    two = reckon_home(home(area_cm2=area, reliefs=reliefs), Q4, parts)[0]
    assert abs(one.gross - two.gross) <= 1
    assert two.amount == sum(line.amount for line in two.lines)
    assert 0 <= two.amount <= two.gross and 0 <= two.waived <= two.gross


@given(price=st.integers(0, 10**8), area=st.integers(1, 10**7), day=DAYS)
def test_two_payers_together_pay_what_one_would_give_or_take_a_fen(price, area, day):
    prices = [Price(1, date(2020, 1, 1), Formula.AREA, price)]
    alone = reckon_home(home(area_cm2=area), Q4, prices)[0].amount
    payers = spans_of(
        [
            h for h in (
                holding(TENANT, None, day, until_counts=False),
                holding(OTHER, day, None, until_counts=False),
            ) if h
        ],
        Q4,
    )  # fmt: skip
    bills = reckon_home(home(area_cm2=area, payers=payers), Q4, prices)
    assert sum((b.ends_on - b.starts_on).days + 1 for b in bills) == 92
    assert abs(sum(b.amount for b in bills) - alone) <= 1


@given(st.lists(st.tuples(DAYS, st.integers(0, 60), st.integers(0, 1)), max_size=5))
def test_spans_never_overlap_and_stay_within_the_period(holds):
    holdings = [
        holding(
            Payer(PayerKind.TENANT, n), start, start + timedelta(days), until_counts=True, rank=r
        )
        for n, (start, days, r) in enumerate(holds)
    ]
    spans = spans_of([h for h in holdings if h], Q4)
    for before, after in itertools.pairwise(spans):
        assert before.end < after.start
    assert all(Q4.start <= s.start <= s.end <= Q4.end for s in spans)


def test_a_lease_goes_before_the_household_and_the_later_lease_before_the_older():
    lease = holding(TENANT, date(2026, 1, 1), date(2026, 11, 1), until_counts=True)
    later = holding(OTHER, date(2026, 11, 1), None, until_counts=True)
    head = holding(Payer(PayerKind.TENANT, 9), None, None, until_counts=False, rank=1)
    spans = spans_of([lease, later, head], Q4)
    assert [(s.payer.person_id, s.start.day, s.start.month) for s in spans] == [
        (1, 1, 10),
        (2, 1, 11),
    ]


def test_changes_say_why():
    before = reckon_home(home(), Q4, [area_price()])
    assert find_changes(before, []) == [Change.FIRST]
    assert find_changes(before, before) == []
    dearer = reckon_home(home(), Q4, [area_price(90)])
    assert find_changes(dearer, before) == [Change.TARIFF]
    larger = reckon_home(home(area_cm2=810_000), Q4, [area_price()])
    assert find_changes(larger, before) == [Change.QUANTITY]
    moved = reckon_home(home(payers=(PayerSpan(Q4.start, Q4.end, OTHER),)), Q4, [area_price()])
    assert find_changes(moved, before) == [Change.PAYER]
    eased = reckon_home(home(reliefs=(relief(Q4.start, Q4.end),)), Q4, [area_price()])
    assert find_changes(eased, before) == [Change.WAIVER]
    q3 = period_around(date(2026, 7, 1), Cycle.QUARTER)
    quarter3 = reckon_home(home(payers=(PayerSpan(q3.start, q3.end, TENANT),)), q3, [area_price()])
    assert find_changes(before, quarter3) == []


@given(st.integers(1, 10**9), st.lists(st.integers(0, 10**6), max_size=6))
def test_sharing_out_loses_nothing(amount, owed):
    parts, left = share_out(amount, list(enumerate(owed)))
    assert sum(part for _, part in parts) + left == amount
    assert left == max(0, amount - sum(owed)) and all(0 < p <= owed[n] for n, p in parts)
