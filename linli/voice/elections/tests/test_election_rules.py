"""Days, validity, majority, ties: at each boundary, and for any box."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.voice.elections.data import ElectionMode, RoundKind
from linli.voice.elections.rules import (
    box_digest,
    count_slips,
    is_adult,
    is_valid,
    is_valid_slip,
    last_objection_day,
    notice_days,
    second_round,
)


def count(slips: list[list[int]], seats: int = 2, roll: int = 10, **over: object) -> object:
    fields = {
        "mode": ElectionMode.ALL_VOTERS, "round_kind": RoundKind.FIRST, "seats": seats,
        "roll": roll, "candidates": [1, 2, 3, 4],
    }  # fmt: skip
    return count_slips(slips, **fields | over)  # type: ignore[arg-type]


@pytest.mark.rule("RC-02")
@pytest.mark.parametrize(
    ("mode", "cast", "roll", "valid"),
    [
        (ElectionMode.ALL_VOTERS, 50, 100, False),
        (ElectionMode.ALL_VOTERS, 51, 100, True),
        (ElectionMode.HOUSEHOLDS, 1734, 3468, False),
        (ElectionMode.HOUSEHOLDS, 1735, 3468, True),
        (ElectionMode.REPRESENTATIVES, 80, 120, False),
        (ElectionMode.REPRESENTATIVES, 81, 120, True),
        (ElectionMode.REPRESENTATIVES, 67, 100, True),
        (ElectionMode.REPRESENTATIVES, 66, 100, False),
    ],
)
def test_when_enough_take_part(mode: str, cast: int, roll: int, valid: bool) -> None:
    assert is_valid(mode, cast, roll) is valid


@pytest.mark.rule("RC-02")
def test_half_of_the_slips_is_not_more_than_half() -> None:
    result = count([[1], [1], [1], [2], [2], [2]])
    assert (result.winners, result.vacant) == ((), 2)
    result = count([[1], [1], [1], [1], [2], [2]])
    assert (result.winners, result.vacant) == ((1,), 1)


@pytest.mark.rule("RC-02")
def test_an_invalid_slip_counts_as_cast() -> None:
    result = count([[1], [1], [1], [1, 2, 3], [], [2]])
    assert result.invalid == 2
    assert result.cast == 6
    assert result.winners == ()  # three of six


@pytest.mark.rule("RC-02")
def test_most_votes_win_where_more_than_the_seats_have_their_majority() -> None:
    slips = [[1, 2]] * 6 + [[1, 3]] * 5  # 1: 11, 2: 6, 3: 5 of 11
    assert count(slips, roll=20).winners == (1, 2)
    three = [[1, 2], [1, 3], [2, 3], [1, 2], [1, 3], [1, 2]]
    assert count(three, seats=1).winners == ()  # too many names for one seat: all invalid
    assert count(three, seats=2).winners == (1, 2)


@pytest.mark.rule("RC-02")
def test_who_is_level_for_the_last_seat_runs_off() -> None:
    slips = [[1, 2], [1, 3], [2, 3], [1, 2, 3], [1, 2], [1, 3], [2, 3]]
    result = count(slips, seats=2, roll=10)
    assert result.invalid == 1
    assert result.winners == ()
    assert result.tied == (1, 2, 3)
    again = count([[1]] * 3 + [[2]] * 2 + [[3]] * 2, seats=1, round_kind=RoundKind.RUN_OFF)
    assert again.winners == (1,)  # most votes, no majority asked a second time
    level = count([[1]] * 3 + [[2]] * 3, seats=1, round_kind=RoundKind.RUN_OFF)
    assert level.tied == (1, 2)


@pytest.mark.rule("RC-02")
def test_too_few_slips_elect_nobody() -> None:
    result = count([[1]] * 5)
    assert not result.is_valid
    assert (result.winners, result.vacant) == ((), 2)
    assert result.votes[1] == 5


@pytest.mark.rule("RC-02")
def test_two_stand_again_for_each_empty_seat_and_who_is_level_with_them() -> None:
    votes = {1: 9, 2: 5, 3: 4, 4: 3, 5: 3, 6: 1}
    assert second_round(votes, (1,), 1) == [2, 3]
    assert second_round(votes, (1,), 2) == [2, 3, 4, 5]
    assert second_round({1: 5, 2: 4, 3: 4, 4: 4}, (1,), 1) == [2, 3, 4]
    assert second_round(votes, (1,), 5) == [2, 3, 4, 5, 6]


@pytest.mark.rule("OWN-12", "RC-02")
def test_how_long_roll_and_candidates_hang() -> None:
    assert notice_days("residents_committee", RoundKind.FIRST) == 20
    assert notice_days("residents_rep", RoundKind.FIRST) == 20
    assert notice_days("owners_committee", RoundKind.FIRST) == 15
    assert notice_days("residents_committee", RoundKind.RUN_OFF) == 0
    assert last_objection_day(date(2026, 3, 1)) == date(2026, 3, 6)


@pytest.mark.rule("RC-02")
def test_who_turns_eighteen_on_the_day_votes() -> None:
    assert is_adult(date(2008, 3, 1), date(2026, 3, 1))
    assert not is_adult(date(2008, 3, 2), date(2026, 3, 1))
    assert is_adult(date(2008, 2, 29), date(2026, 3, 1))
    assert is_adult(None, date(2026, 3, 1))


def test_a_slip_names_candidates_once() -> None:
    assert not is_valid_slip([1, 1], 2, [1, 2])
    assert not is_valid_slip([9], 2, [1, 2])
    assert not is_valid_slip([], 2, [1, 2])
    assert is_valid_slip([2, 1], 2, [1, 2])


_slips = st.lists(st.lists(st.integers(1, 5), max_size=4), max_size=40)


@given(_slips, st.integers(1, 4), st.integers(0, 60))
def test_any_box_adds_up(slips: list[list[int]], seats: int, more: int) -> None:
    result = count(slips, seats=seats, roll=len(slips) + more)
    assert len(result.winners) + result.vacant == seats
    assert not set(result.winners) & set(result.tied)
    assert sum(result.votes.values()) <= seats * (result.cast - result.invalid)
    for winner in result.winners:
        assert 2 * result.votes[winner] > result.cast
    if result.tied:
        assert len(result.winners) + len(result.tied) > seats
        assert len({result.votes[c] for c in result.tied}) == 1


@given(_slips, st.randoms())
def test_the_order_in_the_box_tells_nothing(slips: list[list[int]], chance: object) -> None:
    mixed = list(slips)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert box_digest(mixed) == box_digest(slips)
