"""Pure rules of payments: plates in sentences, certainty, sums in words, one-fen differences."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.estate.places.api import read_plate
from linli.money.payments.data import Certainty, HomeFacts, LineFacts, Reason
from linli.money.payments.errors import AmountWrong
from linli.money.payments.rules import (
    MOST_FEN,
    check_amount,
    find_plates,
    find_short_plates,
    match_line,
    open_sums,
    reconcile,
)
from linli.money.payments.words import say_sum

# a busy machine is no fault of the rules
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

DAY = date(2026, 11, 3)


@pytest.mark.parametrize("amount", [0, -1, MOST_FEN + 1, 1.5, "5", None, True])
def test_what_is_no_sum(amount):
    with pytest.raises(AmountWrong):
        check_amount(amount)


def test_the_smallest_and_the_largest_sum():
    assert (check_amount(1), check_amount(MOST_FEN)) == (1, MOST_FEN)


@pytest.mark.parametrize(
    "text",
    ["3-2-1502", "物业费3-2-1502张三", "3号楼2单元1502室物业费", "三号楼二单元1502", "３－２－１５０２",
     "祥和城3栋2单元1502", "3#2#1502 物业", "交3号楼2单元1502的11月物业费", "3/2/1502"],
)  # fmt: skip
def test_plates_in_all_spellings(text):
    assert [read_plate(word) for word in find_plates(text)] == ["3-2-1502"]


@pytest.mark.parametrize(
    "text", ["物业费", "2026-11-03", "13800000000", "6222020402000001234", "1500元", "A3-2-1502"]
)
def test_what_names_no_home(text):
    assert find_plates(text) == []


def test_two_plates_in_one_sentence():
    assert len(find_plates("代交3-2-1502和3-2-1501两户")) == 2


def test_plates_without_the_entrance():
    assert find_short_plates("3号楼1502物业费") == [("3", "1502")]
    assert find_short_plates("十二栋302") == [("12", "302")]
    assert find_short_plates("3-2-1502") == []


HOMES = {
    1: HomeFacts(1, "3-2-1502", frozenset({"钱租", "钱小"}), (19_200, 38_400)),
    2: HomeFacts(2, "3-2-1501", frozenset({"钱租"}), (19_200,)),
    3: HomeFacts(3, "3-1-101", frozenset({"王德山"}), ()),
}


def line(amount=19_200, name="", **over):
    return LineFacts(amount, name, **{k: frozenset(v) for k, v in over.items()})


@pytest.mark.parametrize(
    ("facts", "certainty", "home"),
    [
        (line(by_plate={1}, by_name={1}), Certainty.SURE, 1),
        (line(by_plate={1}), Certainty.SURE, 1),  # the sum fits
        (line(7, by_plate={1}), Certainty.LIKELY, 1),
        (line(7, by_plate={1}, by_account={1}), Certainty.SURE, 1),
        (line(by_account={1}), Certainty.SURE, 1),
        (line(7, by_account={1}), Certainty.LIKELY, 1),
        (line(by_name={2}), Certainty.SURE, 2),
        (line(7, by_name={2}), Certainty.LIKELY, 2),
        (line(by_name={1, 2}), Certainty.UNSURE, 1),  # the name lives twice
        (line(by_plate={1}, by_account={3}), Certainty.LIKELY, 1),  # the plate stands above
        (line(7, by_account={2, 3}), Certainty.UNSURE, 2),
        (line(by_short_plate={1}), Certainty.LIKELY, 1),
        (line(by_plate={9}), Certainty.UNSURE, None),
        (line(), Certainty.UNSURE, None),
    ],
)
def test_how_sure_a_match_is(facts, certainty, home):
    match = match_line(facts, HOMES)
    assert (match.certainty, match.home_id) == (certainty, home)


def test_why_is_said():
    match = match_line(line(by_plate={1}, by_name={1}, name="钱租"), HOMES)
    assert match.reasons == (Reason.PLATE, Reason.NAME, Reason.AMOUNT)
    other = match_line(line(7, by_plate={1}, name="女儿"), HOMES)
    assert Reason.OTHER_NAME in other.reasons


def test_sums_that_a_payer_would_send():
    assert open_sums([100, 250, 50]) == (50, 100, 250, 350, 400)


@pytest.mark.parametrize(
    ("fen", "words"),
    [(123_456, "人民币壹仟贰佰叁拾肆元伍角陆分"), (100, "人民币壹元整"), (19_200, "人民币壹佰玖拾贰元整"),
     (10_001, "人民币壹佰元零壹分"), (1, "人民币壹分"), (50, "人民币伍角整"), (0, "人民币零元整"),
     (1_000_500, "人民币壹万零伍元整"), (10_000_000_000, "人民币壹亿元整"),
     (160_932_053, "人民币壹佰陆拾万玖仟叁佰贰拾元伍角叁分")],
)  # fmt: skip
def test_sums_in_words(fen, words):
    assert say_sum(fen) == words


def test_a_one_fen_difference_says_where():
    books = [(DAY, 100, "a", "payment"), (DAY, 200, "b", "payment")]
    bank = [(DAY, 100, "a", "钱租"), (DAY, 201, "b", "赵业")]
    (check,) = reconcile(books, bank)
    assert check.difference == -1
    assert [x.reference for x in check.only_books] == ["b"]
    assert [(x.words, x.amount) for x in check.only_outside] == [("赵业", 201)]


def test_partners_may_be_a_day_apart_and_parts_of_one():
    later = date(2026, 11, 4)
    books = [(DAY, 500, "deposit:1", "deposit"), (DAY, 60, "transfer:7", "payment"),
             (DAY, 40, "transfer:7", "payment")]  # fmt: skip
    bank = [(later, 500, "deposit:1", "存现"), (DAY, 100, "transfer:7", "钱租")]
    first, second = reconcile(books, bank)
    assert (first.difference, second.difference) == (500, -500)
    assert not any((first.only_books, first.only_outside, second.only_outside))


@CALM
@given(st.lists(st.tuples(st.integers(1, 28), st.integers(-999, 999).filter(bool)), max_size=20))
def test_equal_sides_have_no_lonely_ones(rows):
    side = [(date(2026, 11, d), a, f"r{n}", "") for n, (d, a) in enumerate(rows)]
    assert all(
        not (c.difference or c.only_books or c.only_outside) for c in reconcile(side, side[::-1])
    )
