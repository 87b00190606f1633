"""Thresholds, days and heads of an owners' assembly. Pure; integers only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from linli.voice.ballots.data import (
    Choice,
    DecisionMatter,
    Gate,
    Lack,
    RollDraft,
    RollHead,
    Sum,
    Threshold,
    UnitFacts,
)

NOTICE_DAYS = 15  # OWN-09, 物业管理条例 14
SHORTEST_HOURS = 24  # D: a vote of less than a day reaches nobody
KEEP_YEARS = 6  # OWN-14 D: at least three, and the longest term (five, OWN-12) and one more
OBJECTION_YEARS = 1  # OWN-14: to ask a court for annulment
MOST_ITEMS = 20
_HIGH = frozenset({DecisionMatter.RAISE_FUND, DecisionMatter.REBUILD, DecisionMatter.COMMON_PARTS})
_WITH_LIMIT = frozenset({DecisionMatter.USE_FUND, DecisionMatter.RAISE_FUND})
_SOURCES = ("registry", "surveyed", "contract")  # OWN-04, best first
_PAPER = frozenset(Choice)
_PHONE = _PAPER - {Choice.INVALID}


def threshold_of(matter: int) -> Threshold:
    """OWN-03: items 6 to 8 need three quarters, all others more than half."""
    if DecisionMatter(matter) in _HIGH:
        return Threshold.THREE_QUARTERS
    return Threshold.MORE_THAN_HALF


def needs_limit(matter: int) -> bool:
    """Whether the decision is about an amount of money: without a limit nothing may rest on it."""
    return DecisionMatter(matter) in _WITH_LIMIT


def quorum_gates(part: Sum, total: Sum) -> tuple[Gate, Gate]:
    """OWN-02: two thirds of the area *and* of the heads; 以上 includes the number.

    An empty roll has no quorum.
    """
    return (
        _gate("quorum_area", part.area, 3, total.area, 2, strict=False),
        _gate("quorum_heads", part.heads, 3, total.heads, 2, strict=False),
    )


def adoption_gates(threshold: Threshold, yes: Sum, part: Sum) -> tuple[Gate, Gate]:
    """OWN-03: of the participating area *and* heads: `4*yes >= 3*part`, or `2*yes > part`."""
    high = threshold is Threshold.THREE_QUARTERS
    times, of, strict = (4, 3, False) if high else (2, 1, True)
    return (
        _gate("yes_area", yes.area, times, part.area, of, strict=strict),
        _gate("yes_heads", yes.heads, times, part.heads, of, strict=strict),
    )


def _gate(name: str, left: int, by: int, right: int, of: int, *, strict: bool) -> Gate:
    is_above = by * left > of * right if strict else by * left >= of * right
    return Gate(name, left, right, by, of, strict, right > 0 and is_above)


def is_petition_enough(signed_heads: int, total_heads: int) -> bool:
    """OWN-10: 20 % of the owners, the number itself included, counted by heads."""
    return total_heads > 0 and 5 * signed_heads >= total_heads


def earliest_opening(noticed_at: datetime) -> datetime:
    """OWN-09: fifteen whole days after the notice."""
    return noticed_at + timedelta(days=NOTICE_DAYS)


def years_after(day: date, years: int) -> date:
    """The same day some years on; 29 February gives 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def is_ballot(choices: str, items: int, *, on_paper: bool = False) -> bool:
    """Whether there is one known answer an item; what is not clear exists on paper alone."""
    known = _PAPER if on_paper else _PHONE
    return len(choices) == items and set(choices) <= known


def read_yuan(text: str) -> int | None:
    """Fen from what somebody typed in yuan ("300 000", "1234.5"); None when it is no amount."""
    plain = "".join(sign for sign in text if sign not in ",， \u2009")
    found = re.fullmatch(r"([0-9]{1,11})(?:\.([0-9]{1,2}))?", plain)
    if found is None:
        return None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def draw_roll(units: Iterable[UnitFacts]) -> RollDraft:
    """Heads by OWN-05: units that belong to the very same owner or owners are one head.

    One unit is one person. Several units of one buyer, all units of the developer and all of the
    public holder are one, since their owner is the same. Co-owners share one head; a couple that
    owns a second home together is another buyer than the husband who owns the first alone, so
    that the two homes are two heads. Merging further (whoever shares one home with somebody)
    would take the vote from people and is not what Art. 9 says.
    """
    groups: dict[frozenset[str], list[UnitFacts]] = defaultdict(list)
    lacking = []
    for unit in units:
        lacks = lacks_of(unit)
        if lacks:
            lacking.append((unit, lacks))
        else:
            groups[unit.owners].append(unit)
    heads = [RollHead(owners, tuple(own)) for owners, own in groups.items()]
    return RollDraft(tuple(heads), tuple(lacking))


def lacks_of(unit: UnitFacts) -> tuple[Lack, ...]:
    """What must be mended in the register before the unit can stand on a roll."""
    found = []
    if not unit.area_cm2:
        found.append(Lack.AREA)
    elif unit.area_source not in _SOURCES:
        found.append(Lack.SOURCE)
    if not unit.owners:
        found.append(Lack.OWNER)
    elif unit.tenure == "public_rental" and any(owner[0] == "p" for owner in unit.owners):
        found.append(Lack.TENURE)
    return tuple(found)


def signed_heads(draft: RollDraft, signers: frozenset[str]) -> Sum:
    """Heads and area of those whose owner, or one of whose co-owners, has signed (OWN-10)."""
    found = [head for head in draft.heads if head.owners & signers]
    return Sum(len(found), sum(head.area_cm2 for head in found))
