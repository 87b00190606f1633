"""Steps, parts, limitation: without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.money.arrears.data import DebtState, Part, PlanState, Terms
from linli.money.arrears.forms import monthly
from linli.money.arrears.rules import (
    days_fit,
    debt_state,
    limitation_ends,
    may_follow,
    months_owed,
    parts_fit,
    plan_state,
    share_equally,
)

DAY = date(2026, 11, 30)


@pytest.mark.rule("FEE-01")
def test_the_four_states_one_after_the_other():
    assert debt_state(DAY, DAY) is DebtState.DUE
    assert debt_state(DAY, DAY + timedelta(1)) is DebtState.OVERDUE
    assert debt_state(DAY, DAY + timedelta(1), is_demanded=True) is DebtState.DEMANDED
    # a suit without a demand counts for nothing
    assert debt_state(DAY, DAY + timedelta(1), in_court=True) is DebtState.OVERDUE
    late = debt_state(DAY, DAY + timedelta(1), is_demanded=True, in_court=True)
    assert late is DebtState.LITIGATION
    order = list(DebtState)
    for n, before in enumerate(order):
        assert [may_follow(before, after) for after in order] == [m == n + 1 for m in range(4)]


@pytest.mark.rule("FEE-02")
def test_three_years_from_the_last_act():
    terms = Terms()
    assert limitation_ends(date(2024, 2, 29), [], terms) == date(2027, 2, 28)
    assert limitation_ends(DAY, [DAY + timedelta(40)], terms) == date(2030, 1, 9)
    assert limitation_ends(DAY, [DAY - timedelta(40)], terms) == date(2029, 11, 30)
    assert terms.demand_days == 15


@given(st.integers(1, 10**9), st.integers(1, 36), st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_equal_parts_sum_to_the_fen(owed, count, first):
    parts = share_equally(owed, monthly(first, count))
    assert sum(part.amount for part in parts) == owed
    assert max(p.amount for p in parts) - min(p.amount for p in parts) <= 1
    assert days_fit(parts, first)
    assert parts_fit(parts, owed) == (owed >= count)


def test_parts_that_do_not_fit():
    assert not parts_fit([], 100)
    assert not parts_fit([Part(DAY, 100), Part(DAY, 0)], 100)
    assert not parts_fit([Part(DAY, 101)], 100) and not parts_fit([Part(DAY, 99)], 100)
    assert not days_fit([Part(DAY - timedelta(1), 1)], DAY)
    assert not days_fit([Part(DAY, 1), Part(DAY, 1)], DAY)
    assert days_fit([Part(DAY, 1), Part(date(2029, 11, 30), 1)], DAY)
    assert not days_fit([Part(DAY, 1), Part(date(2029, 12, 1), 1)], DAY)


@pytest.mark.parametrize(
    ("paid", "late", "state"),
    [
        (0, 0, PlanState.RUNNING), (0, 7, PlanState.RUNNING), (0, 8, PlanState.BROKEN),
        (49, 8, PlanState.BROKEN), (50, 8, PlanState.RUNNING), (100, 0, PlanState.KEPT),
    ],
)  # fmt: skip
def test_an_agreement_is_broken_after_its_days_of_grace(paid, late, state):
    parts = [Part(DAY, 50), Part(DAY + timedelta(60), 50)]
    assert plan_state(parts, 100, paid, DAY + timedelta(late), Terms()) is state


@pytest.mark.rule("HSG-01")
def test_months_of_rent_are_counted_each_once():
    spans = [(date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 1, 15), date(2026, 2, 3))]
    assert months_owed(spans) == 2
    assert months_owed([(date(2025, 12, 1), date(2026, 5, 31))]) == 6
