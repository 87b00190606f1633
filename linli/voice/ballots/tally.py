"""Counting the box (OWN-02, -03, -06). Pure; integers only, in whatever order the ballots come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from linli.voice.ballots.data import Choice, Gate, ItemResult, ItemRules, Silence, Sum, Verdict
from linli.voice.ballots.rules import adoption_gates, quorum_gates, threshold_of

Cast = tuple[int, str]  # area of the voter in cm², one character an item


def count_box(
    items: Sequence[ItemRules], total: Sum, cast: Iterable[Cast], silence: Silence
) -> list[ItemResult]:
    """All items, from the ballots that count: one a voter, each voter one head."""
    heads: list[Counter[str]] = [Counter() for _ in items]
    areas: list[Counter[str]] = [Counter() for _ in items]
    patterns: Counter[str] = Counter()
    pattern_areas: Counter[str] = Counter()
    for area, choices in cast:
        patterns[choices] += 1
        pattern_areas[choices] += area
    for choices, number in patterns.items():
        for n, choice in enumerate(choices):
            heads[n][choice] += number
            areas[n][choice] += pattern_areas[choices]
    return [
        _count_item(item, total, _sums(heads[n], areas[n]), silence) for n, item in enumerate(items)
    ]


def _sums(heads: Counter[str], areas: Counter[str]) -> dict[str, Sum]:
    return {choice.value: Sum(heads[choice.value], areas[choice.value]) for choice in Choice}


def _count_item(item: ItemRules, total: Sum, sums: dict[str, Sum], silence: Silence) -> ItemResult:
    """Who abstains takes part; an invalid answer takes no part in that item."""
    yes, no = sums[Choice.YES], sums[Choice.NO]
    part = yes + no + sums[Choice.ABSTAIN]
    silent, follows = Sum(), ""
    if silence is Silence.FOLLOWS_MAJORITY:
        follows = majority_of(yes, no)
        if follows:
            returned = part + sums[Choice.INVALID]
            silent = Sum(total.heads - returned.heads, total.area - returned.area)
    counted_yes = yes + silent if follows == Choice.YES else yes
    counted_part = part + silent
    threshold = threshold_of(item.matter)
    quorum = quorum_gates(counted_part, total)
    adoption = adoption_gates(threshold, counted_yes, counted_part)
    return ItemResult(
        item.position, item.matter, threshold, total, yes, no, sums[Choice.ABSTAIN],
        sums[Choice.INVALID], counted_part, silent, follows, quorum + adoption,
        _verdict(quorum, adoption),
    )  # fmt: skip


def majority_of(yes: Sum, no: Sum) -> str:
    """Whom silence follows: the answer that leads by area and by heads; "" where they disagree."""
    if yes.area > no.area and yes.heads > no.heads:
        return Choice.YES
    if no.area > yes.area and no.heads > yes.heads:
        return Choice.NO
    return ""


def _verdict(quorum: Sequence[Gate], adoption: Sequence[Gate]) -> Verdict:
    if not all(gate.passed for gate in quorum):
        return Verdict.QUORUM_NOT_MET
    if all(gate.passed for gate in adoption):
        return Verdict.ADOPTED
    return Verdict.NOT_ADOPTED
