"""Seats, terms, thresholds, kinship, and what is due when. Pure; all numbers are whole."""

from __future__ import annotations

import hashlib
import json
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from linli.voice.committee.data import (
    BodyKind,
    DutyCode,
    DutyPlan,
    Kinship,
    MeetingKind,
    MeetingRule,
    RepresentativeNorm,
    TermFacts,
)

# OWN-12, RC-01. No national number is known for the supervision committee: ours, wide enough.
SEATS: dict[str, tuple[int, int]] = {
    BodyKind.OWNERS: (5, 11),
    BodyKind.RESIDENTS: (5, 9),
    BodyKind.SUPERVISION: (3, 9),
}
LONGEST_TERM = 5  # years
COMMUNITY_NORM = (1000, 3000)  # households, "generally" (RC-01): shown, never a limit
HOUSEHOLDS_PER_REP = (20, 50)  # RC-03

_OWNERS = MeetingRule("OWN-13", 7, (1, 2), quorum_over=True, of_all=True)
_OTHER_BODY = MeetingRule("RC-01", 7, (1, 2), quorum_over=True, of_all=True)
_REPRESENTATIVES = MeetingRule("RC-03", 7, (2, 3), quorum_over=False, of_all=False)
_RESIDENTS = MeetingRule("RC-03", 10, (1, 2), quorum_over=True, of_all=False)


def seats_fit(kind: str, seats: int) -> bool:
    """OWN-12: 5 to 11 and odd; RC-01: 5 to 9."""
    fewest, most = SEATS[kind]
    return fewest <= seats <= most and (kind != BodyKind.OWNERS or seats % 2 == 1)


def last_day(starts_on: date, years: int = LONGEST_TERM) -> date:
    """The last day of a term of so many years."""
    return add_months(starts_on, 12 * years) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day some months later or earlier; a day that there is not becomes the last one."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def rule_of(meeting_kind: str, body_kind: str) -> MeetingRule:
    """How this meeting is called and decides."""
    if meeting_kind == MeetingKind.REPRESENTATIVES:
        return _REPRESENTATIVES
    if meeting_kind == MeetingKind.RESIDENTS:
        return _RESIDENTS
    return _OWNERS if body_kind == BodyKind.OWNERS else _OTHER_BODY


def earliest_day(rule: MeetingRule, posted_on: date) -> date:
    """The first day on which a meeting may be held whose agenda is posted that day."""
    return posted_on + timedelta(days=rule.notice_days)


def has_quorum(rule: MeetingRule, present: int, entitled: int) -> bool:
    """Whether enough are there: "more than" leaves the share itself out, "at least" does not."""
    part, whole = rule.quorum
    have, need = present * whole, entitled * part
    return entitled > 0 and (have > need if rule.quorum_over else have >= need)


def is_adopted(rule: MeetingRule, yes: int, present: int, entitled: int) -> bool:
    """Whether more than half decided for it: of all members (OWN-13), or of those present."""
    return 2 * yes > (entitled if rule.of_all else present)


def representative_norm(households: int, seated: int) -> RepresentativeNorm:
    """RC-03: 3,468 households send 70 to 174."""
    fewest_homes, most_homes = HOUSEHOLDS_PER_REP
    return RepresentativeNorm(
        households, -(-households // most_homes), -(-households // fewest_homes), seated
    )


# relations to the head of a household that make two of its people close relatives
_KIN = frozenset(
    {"head", "spouse", "son", "daughter", "parent", "grandchild", "child_in_law", "parent_in_law",
     "sibling"}
)  # fmt: skip
_UNSURE = frozenset({"unknown", "other"})


def close_relatives(rows: Iterable[Kinship]) -> tuple[set[frozenset[int]], set[frozenset[int]]]:
    """(pairs who are close relatives, pairs of whom the register cannot say).

    Whoever shares a household is judged by the relation to its head; tenants are nobody's kin.
    """
    homes: dict[int, dict[int, str]] = defaultdict(dict)
    for row in rows:
        homes[row.household_id][row.person_id] = row.relation
    sure: set[frozenset[int]] = set()
    unsure: set[frozenset[int]] = set()
    for people in homes.values():
        for (one, first), (other, second) in combinations(sorted(people.items()), 2):
            pair = frozenset({one, other})
            if first in _KIN and second in _KIN:
                sure.add(pair)
            elif {first, second} <= _KIN | _UNSURE:
                unsure.add(pair)
    return sure, unsure - sure


def plan_duties(term: TermFacts) -> list[DutyPlan]:
    """All that the law asks of a term, whenever it is due."""
    if term.kind == BodyKind.OWNERS:
        return _owners_duties(term)
    if term.kind == BodyKind.RESIDENTS:
        return _residents_duties(term)
    return []


def _owners_duties(term: TermFacts) -> list[DutyPlan]:
    elected, end = term.elected_on or term.starts_on, term.ends_on
    reelect = add_months(end, -3)
    return [
        _plan(term, DutyCode.FIRST_MEETING, "OWN-12", elected, elected + timedelta(days=7)),
        _plan(term, DutyCode.FILING, "OWN-11", elected, elected + timedelta(days=30)),
        _plan(term, DutyCode.REELECTION, "OWN-13", add_months(reelect, -1), reelect),
        _plan(term, DutyCode.HANDOVER, "OWN-13", end, end + timedelta(days=10)),
    ]


def _residents_duties(term: TermFacts) -> list[DutyPlan]:
    end = term.ends_on
    meeting = add_months(term.last_reps_meeting or term.starts_on, 6)
    appraisal = add_months(term.last_appraisal or term.starts_on, 12)
    plans = [_plan(term, DutyCode.REELECTION, "RC-01", add_months(end, -3), end)]
    if meeting <= end:
        start = meeting - timedelta(days=30)
        plans.append(_plan(term, DutyCode.REPS_MEETING, "RC-03", start, meeting, dated=True))
    if appraisal <= end:
        start = appraisal - timedelta(days=60)
        plans.append(_plan(term, DutyCode.APPRAISAL, "RC-04", start, appraisal, dated=True))
    return plans


def _plan(
    term: TermFacts, code: DutyCode, rule: str, rings: date, due: date, *, dated: bool = False
) -> DutyPlan:
    """`dated`: it comes again, so its key bears its day."""
    key = f"duty:{term.term_id}:{code}" + (f":{due}" if dated else "")
    return DutyPlan(key, code, rule, rings, due)


def minutes_seal(before: bytes, content: Mapping[str, Any]) -> bytes:
    """SHA-256 over the seal before and the content in a fixed form."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(before + text.encode()).digest()


def average_tenths(scores: Sequence[int]) -> int:
    """The mean in tenths, cut: 43 is 4.3; 0 where nobody scored."""
    return sum(scores) * 10 // len(scores) if scores else 0
