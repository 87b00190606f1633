"""Amounts, shares and matching: pure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.money.spending.data import OutgoingLine, Payment, State, Step
from linli.money.spending.rules import (
    allocate,
    carries_macro,
    fits,
    is_office_file,
    is_private,
    match_surely,
    missing_releases,
    needed_releases,
    next_steps,
    public_payee,
    read_yuan,
    state_after_payment,
    yuan,
)

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1234.5", 123450), ("1,234.50", 123450), ("¥1 234.50", 123450), ("12元", 1200),
        ("0.01", 1), ("１２", 1200), ("人民币 8", 800), ("0", 0),
        ("-5", None), ("1.234", None), ("$5", None), ("USD 5", None), ("", None), ("1,23", None),
        ("abc", None), ("1e5", None), ("9" * 13, None), ("1.", None), ("NaN", None),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text: str, fen: int | None) -> None:
    assert read_yuan(text) == fen


@given(st.integers(0, 10**12))
def test_an_amount_survives_writing_and_reading(fen: int) -> None:
    assert read_yuan(yuan(fen)) == fen


@pytest.mark.rule("FEE-06")
@pytest.mark.parametrize(("amount", "owners"), [(999_999, False), (1_000_000, True)])
def test_an_owner_releases_from_the_threshold_on(amount: int, owners: bool) -> None:
    needed = needed_releases(amount, 1_000_000)
    assert (Step.RELEASE_OWNERS in needed) is owners
    assert {Step.RELEASE_COMPANY, Step.RELEASE_COMMITTEE} <= set(needed)


def test_what_is_missing_is_whose_desk_it_lies_on() -> None:
    missing = missing_releases(500, 1000, [Step.RELEASE_COMMITTEE.value])
    assert missing == (Step.RELEASE_COMPANY,)
    assert next_steps(State.RELEASING, missing) == missing
    assert next_steps(State.CHECKING, ()) == (Step.CHECK,)
    assert next_steps(State.MATCHED, ()) == ()


@pytest.mark.parametrize(
    ("paid", "matched", "state"),
    [(0, 0, "paying"), (99, 99, "paying"), (100, 0, "paid"), (100, 99, "paid"),
     (100, 100, "matched")],
)  # fmt: skip
def test_the_state_follows_the_sums(paid: int, matched: int, state: str) -> None:
    assert state_after_payment(100, paid, matched) == state


@pytest.mark.rule("FEE-08")
@given(
    st.integers(1, 10**10),
    st.dictionaries(st.integers(1, 10**6), st.integers(1, 3_000_000), min_size=1, max_size=300),
)
def test_shares_sum_to_the_whole_and_follow_the_area(amount: int, areas: dict[int, int]) -> None:
    parts = allocate(amount, areas)
    whole = sum(areas.values())
    assert sum(parts.values()) == amount
    assert all(abs(parts[h] * whole - amount * area) < whole for h, area in areas.items())


@pytest.mark.rule("FEE-08")
def test_the_largest_remainder_gets_the_fen_that_is_left() -> None:
    assert allocate(100, {1: 1, 2: 1, 3: 1}) == {1: 34, 2: 33, 3: 33}
    assert allocate(10, {1: 100, 2: 0}) == {1: 10}
    with pytest.raises(ValueError):
        allocate(10, {1: 0})


def test_office_files_are_known_by_their_first_bytes() -> None:
    assert is_office_file(b"PK\x03\x04....")
    assert is_office_file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert not is_office_file(b"%PDF-1.7")
    assert carries_macro(b"...xl/vbaProject.bin...")
    assert not carries_macro(b"...xl/workbook.xml...")


@pytest.mark.parametrize(
    ("name", "shown"),
    [("宏达机电有限公司", True), ("东街五金店", True), ("ACME Co Ltd", True), ("张三", False),
     ("欧阳师傅", False)],
)  # fmt: skip
def test_only_firms_are_named_in_public(name: str, shown: bool) -> None:
    assert public_payee(name) == (name if shown else "")


@pytest.mark.parametrize(
    ("text", "private"),
    [("1号楼水管", False), ("修 1-1-101 水管", True), ("联系 13912345678", True),
     ("1号楼101室漏水", True), ("2026-11 保洁", False)],
)  # fmt: skip
def test_homes_and_numbers_are_seen(text: str, private: bool) -> None:
    assert is_private(text) is private


def payment(**over: object) -> Payment:
    fields = {"id": 1, "request_id": 1, "amount": 500, "paid_on": DAY, "bank_number": "A1",
              "payee": "宏达(邢台)公司"}  # fmt: skip
    return Payment(**(fields | over))  # type: ignore[arg-type]


def line(**over: object) -> OutgoingLine:
    fields = {"id": 7, "amount": 500, "booked_on": DAY, "counterparty": "宏达（邢台）公司",
              "purpose": "", "serial": "B9"}  # fmt: skip
    return OutgoingLine(**(fields | over))  # type: ignore[arg-type]


def test_a_line_fits_by_number_or_by_payee_and_day() -> None:
    assert fits(payment(), line(serial="A1", counterparty="谁")) == 2
    assert fits(payment(), line()) == 2
    assert fits(payment(), line(counterparty="别家公司")) == 1
    assert fits(payment(), line(amount=501)) == 0
    assert fits(payment(), line(booked_on=date(2026, 12, 1))) == 0


def test_two_that_look_alike_are_left_to_people() -> None:
    assert match_surely([payment()], [line(), line(id=8)]) == []
    pairs = match_surely([payment()], [line(), line(id=8, serial="A1")])
    assert [(p.id, one.id) for p, one in pairs] == [(1, 8)]
    assert [one.id for _, one in match_surely([payment()], [line()])] == [7]
