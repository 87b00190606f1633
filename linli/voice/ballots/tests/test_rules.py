"""Thresholds at their boundaries, heads, the count, the file: no database."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.voice.ballots.data import (
    Choice,
    DecisionMatter,
    ItemRules,
    Lack,
    Silence,
    Sum,
    Threshold,
    UnitFacts,
    Verdict,
)
from linli.voice.ballots.published import (
    FileBroken,
    FileChanged,
    FileDisagrees,
    recount_file,
    write_file,
)
from linli.voice.ballots.rules import (
    adoption_gates,
    draw_roll,
    earliest_opening,
    is_ballot,
    is_petition_enough,
    quorum_gates,
    signed_heads,
    threshold_of,
    years_after,
)
from linli.voice.ballots.seals import new_code, new_receipt, tree_root
from linli.voice.ballots.tally import count_box, majority_of

NOBODY = Silence.NOT_PARTICIPATING


@pytest.mark.rule("OWN-01", "OWN-03")
def test_threshold_follows_from_the_matter() -> None:
    high = {m for m in DecisionMatter if threshold_of(m) is Threshold.THREE_QUARTERS}
    assert high == {6, 7, 8}
    assert [int(m) for m in DecisionMatter] == list(range(1, 10))
    with pytest.raises(ValueError):
        threshold_of(10)


@pytest.mark.rule("OWN-02")
@pytest.mark.parametrize(
    ("heads", "area", "met"),
    [(20, 2000, True), (19, 2000, False), (20, 1999, False), (30, 3000, True), (0, 0, False)],
)
def test_quorum_is_two_thirds_of_both_the_number_included(heads: int, area: int, met: bool) -> None:
    gates = quorum_gates(Sum(heads, area), Sum(30, 3000))
    assert all(gate.passed for gate in gates) is met


@pytest.mark.rule("OWN-02")
def test_thirds_that_do_not_come_out_even_round_nothing() -> None:
    assert not quorum_gates(Sum(66, 66), Sum(100, 100))[1].passed
    assert quorum_gates(Sum(67, 67), Sum(100, 100))[1].passed
    assert not quorum_gates(Sum(0, 0), Sum(0, 0))[0].passed  # an empty roll decides nothing


@pytest.mark.rule("OWN-03")
@pytest.mark.parametrize(
    ("yes", "part", "threshold", "passed"),
    [
        (50, 100, Threshold.MORE_THAN_HALF, False),  # the half itself is not 过半数
        (51, 100, Threshold.MORE_THAN_HALF, True),
        (51, 101, Threshold.MORE_THAN_HALF, True),
        (50, 101, Threshold.MORE_THAN_HALF, False),
        (75, 100, Threshold.THREE_QUARTERS, True),  # 以上 includes the number
        (74, 100, Threshold.THREE_QUARTERS, False),
        (76, 101, Threshold.THREE_QUARTERS, True),
        (75, 101, Threshold.THREE_QUARTERS, False),
        (0, 0, Threshold.MORE_THAN_HALF, False),
        (0, 0, Threshold.THREE_QUARTERS, False),
    ],
)
def test_adoption_boundaries(yes: int, part: int, threshold: Threshold, passed: bool) -> None:
    gates = adoption_gates(threshold, Sum(yes, yes), Sum(part, part))
    assert [gate.passed for gate in gates] == [passed, passed]


@pytest.mark.rule("OWN-03")
def test_area_and_heads_are_two_gates() -> None:
    gates = adoption_gates(Threshold.MORE_THAN_HALF, Sum(1, 99), Sum(3, 100))
    assert [(gate.name, gate.passed) for gate in gates] == [
        ("yes_area", True),
        ("yes_heads", False),
    ]


@pytest.mark.rule("OWN-10")
@pytest.mark.parametrize(
    ("signed", "total", "enough"),
    [
        (20, 100, True),
        (19, 100, False),
        (20, 101, False),
        (21, 101, True),
        (1, 5, True),
        (0, 0, False),
    ],
)
def test_a_petition_needs_a_fifth_of_the_heads(signed: int, total: int, enough: bool) -> None:
    assert is_petition_enough(signed, total) is enough


@pytest.mark.rule("OWN-09")
def test_fifteen_whole_days() -> None:
    at = datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert earliest_opening(at) - at == timedelta(days=15)
    assert years_after(date(2028, 2, 29), 1) == date(2029, 3, 1)


def unit(home: int, *owners: str, area: int | None = 100, **over: Any) -> UnitFacts:
    fields = {"area_source": "registry", "tenure": "owned", "building_id": 1}
    return UnitFacts(home, area, owners=frozenset(owners), **{**fields, **over})


@pytest.mark.rule("OWN-05")
def test_heads_are_owners_not_homes() -> None:
    draft = draw_roll(
        [
            unit(1, "p1"), unit(2, "p1"),  # two homes of one buyer
            unit(3, "p2", "p3"), unit(4, "p3", "p2"),  # a couple's two homes
            unit(5, "p2"),  # the husband's own: another buyer
            unit(6, "o1"), unit(7, "o1"), unit(8, "o1"),  # the developer's rest
            unit(9, "p4"),
        ]
    )  # fmt: skip
    assert len(draft.heads) == 5
    assert draft.unit_count == 9
    assert sorted(len(head.units) for head in draft.heads) == [1, 1, 2, 2, 3]
    assert draft.area_cm2 == 900


@pytest.mark.rule("OWN-04", "OWN-07")
def test_what_lacks_something_is_named_and_not_dropped() -> None:
    rental = {"tenure": "public_rental"}
    draft = draw_roll(
        [
            unit(1, "p1", area=None), unit(2), unit(3, "p1", area_source="unknown"),
            unit(4, "p9", **rental), unit(5, "o1", **rental), unit(6, area=None),
        ]
    )  # fmt: skip
    assert [u.home_id for head in draft.heads for u in head.units] == [5]
    lacks = {u.home_id: set(found) for u, found in draft.lacking}
    assert lacks == {
        1: {Lack.AREA}, 2: {Lack.OWNER}, 3: {Lack.SOURCE}, 4: {Lack.TENURE},
        6: {Lack.AREA, Lack.OWNER},
    }  # fmt: skip


@pytest.mark.rule("OWN-10")
def test_one_co_owner_signs_for_the_head() -> None:
    draft = draw_roll([unit(1, "p1", "p2"), unit(2, "p3"), unit(3, "p1")])
    assert signed_heads(draft, frozenset({"p1", "p2"})) == Sum(2, 200)


def test_only_paper_may_be_unclear() -> None:
    assert is_ballot("yna", 3)
    assert not is_ballot("ynx", 3)
    assert is_ballot("ynx", 3, on_paper=True)
    assert not is_ballot("yn", 3)
    assert not is_ballot("ynq", 3, on_paper=True)


def count(
    cast: list[tuple[int, str]], matter: int = 9, total: Sum | None = None, **over: Any
) -> Any:
    total = total or Sum(len(cast), sum(area for area, _ in cast))
    silence = over.get("silence", NOBODY)
    return count_box([ItemRules(1, matter)], total, cast, silence)[0]


@pytest.mark.rule("OWN-02", "OWN-06")
def test_abstaining_takes_part_and_an_invalid_answer_does_not() -> None:
    one = count([(100, "y"), (100, "a"), (100, "x")])
    assert one.participating == Sum(2, 200)
    assert one.invalid == Sum(1, 100)
    assert one.verdict is Verdict.NOT_ADOPTED  # 1 of 2 is no majority
    assert count([(100, "y"), (100, "x"), (100, "x")]).verdict is Verdict.QUORUM_NOT_MET


@pytest.mark.rule("OWN-06")
def test_silence_means_nothing_unless_the_rules_say_so() -> None:
    cast, total = [(100, "y")] * 5 + [(100, "n")], Sum(10, 1000)
    assert count(cast, total=total).verdict is Verdict.QUORUM_NOT_MET
    followed = count(cast, total=total, silence=Silence.FOLLOWS_MAJORITY)
    assert followed.verdict is Verdict.ADOPTED
    assert (followed.silent, followed.silent_choice) == (Sum(4, 400), Choice.YES)
    assert followed.yes == Sum(5, 500)  # what was really said stays visible
    against = count([(100, "n")] * 2, total=total, silence=Silence.FOLLOWS_MAJORITY)
    assert against.verdict is Verdict.NOT_ADOPTED


@pytest.mark.rule("OWN-06")
def test_silence_follows_nobody_where_area_and_heads_disagree() -> None:
    assert majority_of(Sum(1, 900), Sum(5, 100)) == ""
    assert majority_of(Sum(2, 2), Sum(2, 2)) == ""
    one = count(
        [(900, "y"), (50, "n"), (50, "n")], total=Sum(9, 3000), silence=Silence.FOLLOWS_MAJORITY
    )
    assert one.silent == Sum()


ballots = st.lists(
    st.tuples(st.integers(1, 5_000_000), st.text("ynax", min_size=2, max_size=2)), max_size=40
)


@given(cast=ballots, matter=st.integers(1, 9), absent=st.integers(0, 20), seed=st.integers())
def test_the_count_is_the_naive_count_in_any_order(
    cast: list[tuple[int, str]], matter: int, absent: int, seed: int
) -> None:
    total = Sum(len(cast) + absent, sum(a for a, _ in cast) + absent * 777_777)
    items = [ItemRules(1, matter), ItemRules(2, 9)]
    found = count_box(items, total, cast, NOBODY)
    shuffled = list(cast)
    random.Random(seed).shuffle(shuffled)
    assert count_box(items, total, shuffled, NOBODY) == found
    for n, one in enumerate(found):
        assert one.verdict is naive(cast, n, items[n].matter, total)


def naive(cast: list[tuple[int, str]], n: int, matter: int, total: Sum) -> Verdict:
    """The law in fractions, one ballot after the other."""
    part = [(area, given[n]) for area, given in cast if given[n] in "yna"]
    yes = [area for area, choice in part if choice == "y"]
    for mine, whole in ((sum(a for a, _ in part), total.area), (len(part), total.heads)):
        if not whole or Fraction(mine, whole) < Fraction(2, 3):
            return Verdict.QUORUM_NOT_MET
    for mine, whole in ((sum(yes), sum(a for a, _ in part)), (len(yes), len(part))):
        share = Fraction(mine, whole) if whole else Fraction(0)
        enough = share >= Fraction(3, 4) if matter in (6, 7, 8) else share > Fraction(1, 2)
        if not enough:
            return Verdict.NOT_ADOPTED
    return Verdict.ADOPTED


@pytest.mark.rule("OWN-18")
def test_receipts_are_unique_and_readable() -> None:
    found = {new_receipt() for _ in range(20_000)}
    assert len(found) == 20_000
    assert all(len(one) == 14 and not set(one) & set("0O1IAEU") for one in found)


@given(leaves=st.lists(st.binary(min_size=32, max_size=32), unique=True, min_size=2, max_size=30))
def test_the_root_knows_every_leaf_but_no_order(leaves: list[bytes]) -> None:
    root = tree_root(leaves)
    assert tree_root(reversed(leaves)) == root
    for n in range(len(leaves)):
        assert tree_root(leaves[:n] + leaves[n + 1 :]) != root


def make_file(count_of: int = 9) -> str:
    voters = [(new_code(), 100_000 + n) for n in range(count_of)]
    units = [(new_code(), area, code) for code, area in voters]
    cast = [(new_receipt(), code, "yna"[n % 3]) for n, (code, _area) in enumerate(voters)]
    areas = dict(voters)
    items = [ItemRules(1, 9)]
    total = Sum(len(voters), sum(areas.values()))
    results = count_box(items, total, [(areas[v], c) for _, v, c in cast], NOBODY)
    rules = [("silence", "not_participating"), ("repeat", "first")]
    return write_file("2026-01", rules, [(items[0], "东门\t雨棚")], units, cast, results)


@pytest.mark.rule("OWN-18")
def test_anybody_recounts_the_file() -> None:
    text = make_file()
    counted = recount_file(text)
    assert (counted.ballots, counted.units, counted.total.heads) == (9, 9, 9)
    assert counted.results[0].yes.heads == 3
    assert recount_file(text, counted.root[:16]).root == counted.root
    with pytest.raises(FileDisagrees):
        recount_file(text, "00ff")


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.split("\n")) if line.startswith(start))


@pytest.mark.rule("OWN-18")
def test_an_edited_line_is_named() -> None:
    text = make_file()
    lines = text.split("\n")
    at = line_of(text, "ballot")
    for old, new in (("\ty\t", "\tn\t"), ("\tn\t", "\ty\t"), ("\ta\t", "\ty\t")):
        if old in lines[at]:
            changed = [*lines[:at], lines[at].replace(old, new), *lines[at + 1 :]]
    with pytest.raises(FileChanged) as refusal:
        recount_file("\n".join(changed))
    assert refusal.value.params["line"] == at + 1
    with pytest.raises(FileChanged):  # a ballot twice
        recount_file("\n".join([*lines[:at], lines[at], *lines[at:]]))


@pytest.mark.rule("OWN-18")
def test_a_forged_check_does_not_help_without_the_root() -> None:
    one, other = make_file().split("\n"), make_file()
    at = next(n for n, line in enumerate(one) if line.startswith("box"))
    box = next(line for line in other.split("\n") if line.startswith("box"))
    with pytest.raises(FileDisagrees):
        recount_file("\n".join([*one[:at], box, *one[at + 1 :]]))


@pytest.mark.parametrize("start", ["figure\t1\tyes", "verdict"])
def test_a_false_figure_is_named(start: str) -> None:
    text = make_file()
    at = line_of(text, start)
    lines = text.split("\n")
    lines[at] = "figure\t1\tyes\t9\t9" if start != "verdict" else "verdict\t1\tadopted"
    with pytest.raises(FileDisagrees):
        recount_file("\n".join(lines))


@pytest.mark.parametrize("cut", [0, 5, 60, 400, -1, -20])
def test_a_file_that_was_cut_says_where(cut: int) -> None:
    text = make_file()
    with pytest.raises((FileBroken, FileChanged)) as refusal:
        recount_file(text[:cut])
    assert refusal.value.params["line"] >= 1


@given(noise=st.text(max_size=200))
def test_noise_is_refused_in_words(noise: str) -> None:
    with pytest.raises((FileBroken, FileChanged, FileDisagrees)):
        recount_file("linli-ballots\t1\n" + noise)
