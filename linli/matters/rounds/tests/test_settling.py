"""Who is right: the rules of `rules.settle` hold for any order and any doubling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.matters.rounds.data import Claim, Settlement
from linli.matters.rounds.rules import next_part, server_time, settle, walking_order

BASE = "x"
_words = st.lists(
    st.tuples(st.sampled_from(["p:1", "q:1", "r:1"]), st.sampled_from(["x", "a", "b", ""])),
    min_size=1, max_size=8,
)  # fmt: skip


def arrive(order: list[tuple[int, tuple[str, str]]]) -> tuple[str, Settlement]:
    """Claims reach a server one by one; the register follows what settles."""
    current, known = BASE, []
    found = Settlement(BASE, (), ())
    for n, (seq, (author, digest)) in enumerate(order):
        known.append(Claim(author, seq, n, digest))
        found = settle(BASE, current, known)
        current = found.stands
    return current, found


def answers(order: list[tuple[int, tuple[str, str]]]) -> set[str]:
    """What stands and what contradicts it, whichever of them it is."""
    current, found = arrive(order)
    return {current, *(order[n][1][1] for n in found.rivals)}


@pytest.mark.rule("GRID-03")
@given(_words, st.randoms(use_true_random=False))
def test_the_order_of_arrival_decides_nothing_but_what_stands_meanwhile(words, random):
    order = list(enumerate(words))
    shuffled = list(order)
    random.shuffle(shuffled)
    assert answers(order) == answers(shuffled)
    assert (len(answers(order)) == 1) == (not arrive(shuffled)[1].rivals)


@given(_words)
def test_nothing_that_a_device_says_last_is_lost(words):
    order = list(enumerate(words))
    last = {author: digest for _, (author, digest) in order}
    assert set(last.values()) == answers(order)


@given(_words, st.sampled_from(["y", "z"]))
def test_what_the_desk_changed_is_never_overwritten(words, desk):
    claims = [Claim(author, n, n, digest) for n, (author, digest) in enumerate(words)]
    found = settle(BASE, desk, claims)
    assert found.stands == desk
    assert found.rivals, "and what was found instead is asked"


def test_a_device_corrects_itself_and_nobody_else():
    mine, later, other = Claim("p:1", 1, 1, "a"), Claim("p:1", 5, 3, "a2"), Claim("q:1", 1, 2, "b")
    assert settle(BASE, "a", [mine, later]) == Settlement("a2", (), (1,))
    assert settle(BASE, "a", [mine, other, later]) == Settlement("a2", (2,), (1,))


@given(
    st.integers(-(2**62), 2**62), st.integers(-(2**62), 2**62), st.integers(0, 86_400),
)  # fmt: skip
def test_a_clock_a_year_off_never_leaves_the_day_of_the_round(device_at, device_now, seconds):
    received = datetime(2026, 11, 23, 12, tzinfo=UTC)
    earliest = received - timedelta(seconds=seconds)
    at, _ = server_time(device_at, device_now, received, earliest)
    assert earliest <= at <= received


def test_a_clock_that_is_wrong_all_the_time_tells_the_right_age():
    received = datetime(2026, 11, 23, 12, tzinfo=UTC)
    year_off = int((received - timedelta(days=366)).timestamp() * 1000)
    at, is_off = server_time(
        year_off - 3_600_000, year_off, received, received - timedelta(hours=8)
    )
    assert (at, is_off) == (received - timedelta(hours=1), False)


def test_the_way_goes_to_the_nearest_building():
    assert walking_order({1: (0, 0), 2: (900, 0), 3: (100, 0)}, 2) == [2, 3, 1]
    assert walking_order({1: (0, 0), 2: (0, 0)}, None) == [1, 2]


def test_nobody_at_home_suggests_another_part_of_the_day():
    assert next_part([]) is None
    assert next_part(["evening"]) == "weekend"
    assert next_part(["morning", "afternoon"]) == "evening"
