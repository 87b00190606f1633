"""What pages show of an assembly: counted items with every figure, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.voice.ballots.api import (
    Assembly,
    AssemblyState,
    Gate,
    ItemResult,
    Sum,
    results_from_json,
)
from linli.voice.ballots.labels import (
    area_words,
    gate_word,
    matter_word,
    threshold_word,
    verdict_word,
)


@dataclass(frozen=True)
class GateLine:
    """One comparison in words, its figures and how far it goes."""

    label: str
    left: str
    right: str
    percent: str
    needed: str
    passed: bool
    value: int
    most: int


@dataclass(frozen=True)
class ItemLine:
    position: int
    title: str
    matter: str
    threshold: str
    verdict: str
    word: str
    tone: str
    rows: tuple[tuple[str, int, str], ...]  # label, heads, area
    gates: tuple[GateLine, ...]
    silent: str


def item_lines(assembly: Assembly) -> list[ItemLine]:
    """The counted agenda; nothing before the box is closed."""
    if assembly.state not in (AssemblyState.CLOSED, AssemblyState.PUBLISHED):
        return []
    titles = dict(assembly.items.values_list("position", "title"))
    results = results_from_json(assembly.result.figures)
    return [_item_line(one, titles[one.position]) for one in results]


def _item_line(one: ItemResult, title: str) -> ItemLine:
    tone = "jade" if one.verdict == "adopted" else "amber"
    rows = [
        (_("同意"), one.yes), (_("反对"), one.no), (_("弃权（算参加）"), one.abstain),
        (_("无效（不算参加）"), one.invalid), (_("参加表决"), one.participating),
        (_("名册总数"), one.total),
    ]  # fmt: skip
    silent = ""
    if one.silent_choice:
        silent = _(
            "按业主自己定的议事规则，没交的 %(heads)s 票（%(area)s）算跟多数，"
            "已加进参加和多数一方。"
        ) % {"heads": one.silent.heads, "area": area_words(one.silent.area)}
    return ItemLine(
        one.position, title, matter_word(one.matter), threshold_word(one.matter), one.verdict,
        verdict_word(one.verdict), tone,
        tuple((label, part.heads, area_words(part.area)) for label, part in rows),
        tuple(_gate_line(gate) for gate in one.gates), silent,
    )  # fmt: skip


def _gate_line(gate: Gate) -> GateLine:
    is_area = gate.name.endswith("area")
    say = area_words if is_area else lambda n: _("%(count)s 人") % {"count": n}
    if gate.strict:
        needed = _("要超过 1/2")
    else:
        needed = _("要达到 %(part)s/%(whole)s") % {
            "part": gate.right_times, "whole": gate.left_times,
        }  # fmt: skip
    tenths = gate.left * 1000 // gate.right if gate.right else 0
    return GateLine(
        gate_word(gate.name), say(gate.left), say(gate.right),
        f"{tenths // 10}.{tenths % 10}%", needed, gate.passed, gate.left, gate.right or 1,
    )  # fmt: skip


def sum_words(one: Sum) -> str:
    return _("%(heads)s 人、%(area)s") % {"heads": one.heads, "area": area_words(one.area)}
