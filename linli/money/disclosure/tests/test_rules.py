"""Quarters, due days and the masking of payers: pure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.money.disclosure.data import Cell, Quarter
from linli.money.disclosure.rules import (
    add_up,
    bar_width,
    content_hash,
    due_on,
    in_order,
    is_late,
    merge_small,
    quarter_of,
    read_quarter,
)

JULY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 1, 1), "2026q1"), (date(2026, 3, 31), "2026q1"), (date(2026, 4, 1), "2026q2"),
     (date(2026, 12, 31), "2026q4")],
)  # fmt: skip
def test_a_day_lies_in_its_quarter(day: date, code: str) -> None:
    quarter = quarter_of(day)
    assert quarter.code == code
    assert quarter.start <= day <= quarter.end
    assert read_quarter(code) == quarter
    assert quarter.next.previous == quarter


@pytest.mark.parametrize("code", ["2026q5", "2026q0", "1999q1", "2026Q1", "2026", "", "2026q1x"])
def test_what_is_no_quarter_is_none(code: str) -> None:
    assert read_quarter(code) is None


@pytest.mark.rule("FEE-06")
@pytest.mark.parametrize(
    ("quarter", "day"),
    [(Quarter(2026, 1), date(2026, 4, 30)), (Quarter(2026, 3), date(2026, 10, 31)),
     (Quarter(2026, 4), date(2027, 1, 31))],
)  # fmt: skip
def test_due_by_the_end_of_the_first_month(quarter: Quarter, day: date) -> None:
    assert due_on(quarter) == day
    assert not is_late(quarter, day)
    assert is_late(quarter, date.fromordinal(day.toordinal() + 1))


def cell(building: str, count: int, amount: int = 100, **over: object) -> Cell:
    fields = {"day": JULY, "way": "in", "label": "A/receivable:~:property_fee", "seal": 1}
    return Cell(**(fields | {"amount": amount, "count": count, "building": building} | over))  # type: ignore[arg-type]


@pytest.mark.rule("FEE-06")
def test_few_payments_of_a_house_lose_their_house() -> None:
    shown = merge_small([cell("1号楼", 3), cell("2号楼", 2), cell("3号楼", 1), cell("", 1)])
    assert {(c.building, c.count, c.amount) for c in shown} == {("1号楼", 3, 100), ("", 4, 300)}


def test_an_entry_of_no_household_stays_as_it_is() -> None:
    one = Cell(JULY, "out", "X/expense:repairs", 5, entry_id=7)
    assert merge_small([one]) == [one]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "1号楼", "2号楼"]), st.integers(1, 9), st.integers(1, 10**9)
        ),
        max_size=40,
    )
)
def test_masking_changes_no_sum(rows: list[tuple[str, int, int]]) -> None:
    cells = [cell(*row) for row in rows]
    shown = merge_small(cells)
    assert add_up(7, shown).closing == add_up(7, cells).closing
    assert sum(c.count for c in shown) == sum(c.count for c in cells)
    assert all(c.count >= 3 for c in shown if c.building)


def test_an_unsealed_part_leaves_the_sum_unsealed() -> None:
    (shown,) = merge_small([cell("1号楼", 1), cell("2号楼", 1, seal=None)])
    assert shown.seal is None


def test_figures_are_the_sum_of_the_lines() -> None:
    figures = add_up(
        1000,
        [cell("", 3, 500), cell("", 3, -100), Cell(JULY, "out", "X/expense:tax", 300, entry_id=1)],
    )
    assert (figures.came_in, figures.went_out, figures.closing) == (400, 300, 1100)
    assert figures.uses == (("X/expense:tax", 300),)


def test_the_hash_tells_every_change() -> None:
    head = {"quarter": "2026q3", "closing": 5}
    first = content_hash(head, [[JULY, "in", 5]])
    assert first == content_hash(dict(reversed(head.items())), [[JULY, "in", 5]])
    assert first != content_hash(head, [[JULY, "in", 6]])
    assert first != content_hash(head | {"closing": 6}, [[JULY, "in", 5]])


def test_bars_and_order() -> None:
    assert (bar_width(1, 1000), bar_width(500, 1000), bar_width(0, 10)) == (1, 50, 0)
    late = Cell(date(2026, 8, 2), "out", "x", 1, entry_id=9)
    assert in_order([cell("", 3), late])[0] == late
