"""RC-02 and OWN-12 in numbers: days, validity, majority, proxies, ties. Pure, whole numbers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from linli.voice.elections.data import Count, ElectionKind, ElectionMode, RoundKind

ROLL_DAYS = 20  # between the posting of the roll and the vote (RC-02)
OBJECTION_DAYS = 5
ANSWER_DAYS = 3
OWNERS_DAYS = 15  # roll, candidates and rules before the first assembly (OWN-12)
MOST_PROXIES = 3
ADULT = 18


def notice_days(kind: str, round_kind: str) -> int:
    """How long roll and candidates hang before the vote; later rounds keep the first's roll."""
    if round_kind != RoundKind.FIRST:
        return 0
    return OWNERS_DAYS if kind == ElectionKind.OWNERS else ROLL_DAYS


def last_objection_day(posted_on: date) -> date:
    """The fifth day after the posting is the last one."""
    return posted_on + timedelta(days=OBJECTION_DAYS)


def answer_due(filed_on: date) -> date:
    return filed_on + timedelta(days=ANSWER_DAYS)


def is_adult(birth_date: date | None, day: date) -> bool:
    """18 on the day of the vote counts; an unknown day of birth is grown up."""
    if birth_date is None:
        return True
    return (day.year - ADULT, day.month, day.day) >= (
        birth_date.year, birth_date.month, birth_date.day
    )  # fmt: skip


def is_valid(mode: str, cast: int, roll: int) -> bool:
    """RC-02: more than half of the voters or of the households' representatives take part; of the
    residents' representatives more than two thirds."""
    if mode == ElectionMode.REPRESENTATIVES:
        return 3 * cast > 2 * roll
    return 2 * cast > roll


def is_valid_slip(choices: Sequence[int], seats: int, candidates: Collection[int]) -> bool:
    """As many names as there are seats, or fewer; each once, all of them candidates."""
    known = set(candidates)
    return 0 < len(choices) <= seats and len(set(choices)) == len(choices) and set(choices) <= known


def count_slips(
    slips: Iterable[Sequence[int]],
    *,
    mode: str,
    round_kind: str,
    seats: int,
    roll: int,
    candidates: Collection[int],
) -> Count:
    """Count a box.

    Elected is who has more than half of all slips cast, invalid ones included. More than there
    are seats: most votes. Level for the last seats: nobody of them, they run off. In a run-off
    most votes are enough, since its candidates had their majority before.
    """
    votes: Counter[int] = Counter(dict.fromkeys(candidates, 0))
    cast = invalid = 0
    for slip in slips:
        cast += 1
        if is_valid_slip(slip, seats, candidates):
            votes.update(slip)
        else:
            invalid += 1
    valid = is_valid(mode, cast, roll)
    winners, tied = _choose(votes, cast, seats, round_kind) if valid else ((), ())
    vacant = seats - len(winners)
    return Count(valid, roll, cast, invalid, dict(votes), winners, tied, vacant)


def _choose(
    votes: Mapping[int, int], cast: int, seats: int, round_kind: str
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(elected, level for the last seats)."""
    enough = [
        c for c, n in votes.items() if (n > 0 if round_kind == RoundKind.RUN_OFF else 2 * n > cast)
    ]
    ranked = sorted(enough, key=lambda c: (-votes[c], c))
    if len(ranked) <= seats:
        return tuple(ranked), ()
    border = votes[ranked[seats - 1]]
    sure = tuple(c for c in ranked if votes[c] > border)
    level = tuple(c for c in ranked if votes[c] == border)
    if len(sure) + len(level) == seats:
        return sure + level, ()
    return sure, level


def second_round(votes: Mapping[int, int], winners: Collection[int], vacant: int) -> list[int]:
    """Who stands again for the empty seats: the best of those not elected, two for each seat;
    whoever is level with the last of them stands, too."""
    left = [c for c in sorted(votes, key=lambda c: (-votes[c], c)) if c not in winners]
    most = 2 * vacant
    if len(left) <= most:
        return left
    border = votes[left[most - 1]]
    return [c for c in left if votes[c] >= border]


def receipt_digest(code: str) -> bytes:
    """What the box keeps of a receipt's code."""
    return hashlib.sha256(f"linli-receipt:{code}".encode()).digest()


def box_digest(slips: Iterable[Sequence[int]]) -> bytes:
    """One digest of all slips, whatever order they lie in."""
    lines = sorted(",".join(str(c) for c in sorted(slip)) for slip in slips)
    return hashlib.sha256("\n".join(lines).encode()).digest()
