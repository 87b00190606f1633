"""Pure decisions: what a sum may be, whose a transfer is, where two accounts of a day differ."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from linli.money.payments.data import (
    Certainty,
    DayCheck,
    HomeFacts,
    LineFacts,
    Match,
    Partnerless,
    Payout,
    Reason,
)
from linli.money.payments.errors import AmountWrong, FeeWrong

MOST_FEN = 10**9  # ten million yuan: more than a home ever owes
ORDER_LIFE = timedelta(minutes=30)
ASK_AFTER = timedelta(seconds=60)
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
_DIGIT = "0-9一二三四五六七八九十"
# a home within a sentence: "3-2-1502", "3号楼2单元1502室", "三栋二单元1502"
_HOME = re.compile(
    rf"(?<![0-9A-Za-z])[{_DIGIT}]{{1,3}}(?:号楼|栋|幢|座|号|楼|[-—–/.#])\s?"
    rf"[{_DIGIT}]{{1,2}}(?:单元|门|[-—–/.#])\s?[0-9]{{3,4}}(?:室|号|房)?(?![0-9])"
)
_SHORT = re.compile(
    rf"(?<![0-9A-Za-z])([{_DIGIT}]{{1,3}})(?:号楼|栋|幢|座|楼|[-—–/#])\s?([0-9]{{3,4}})(?:室|号|房)?(?![0-9])"
)
_ORDER = (Reason.PLATE, Reason.KNOWN, Reason.NAME, Reason.AMOUNT, Reason.PLATE_SHORT)


def check_amount(amount: object) -> int:
    """A sum that somebody may pay, in fen. Raises AmountWrong for anything else."""
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 < amount <= MOST_FEN:
        raise AmountWrong(field="amount", most=f"{MOST_FEN // 100:,}")
    return amount


def check_fee(fee: object, came: int) -> int:
    """A fee that WeChat may have kept of a payout of `came` (fen): at most 6 % of all of it,
    ten times the usual rate: more is a slip of the hand. Raises FeeWrong."""
    most = came * 6 // 94
    if isinstance(fee, bool) or not isinstance(fee, int) or not 0 <= fee <= most:
        raise FeeWrong(field="fee", most=f"{most // 100}.{most % 100:02}")
    return fee


def weigh_payout(held: int, came: int) -> Payout:
    """What the books hold at WeChat against what came (fen); the difference as the fee, where it
    can be one. Payments after the payout's own days make it larger: then a person says the fee."""
    difference = held - came
    return Payout(held, came, difference if 0 <= difference <= came * 6 // 94 else None)


def find_plates(text: str) -> list[str]:
    """The parts of a sentence that name a whole home, as they were written."""
    return [found[0].strip().replace("#", "-") for found in _HOME.finditer(_plain(text))]


def find_short_plates(text: str) -> list[tuple[str, str]]:
    """(building, door) where somebody left the entrance out: "3号楼1502"."""
    plain = _HOME.sub(" ", _plain(text))
    return [(_number(found[1]), str(int(found[2]))) for found in _SHORT.finditer(plain)]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _number(word: str) -> str:
    if word.isdigit():
        return str(int(word))
    values = {sign: n for n, sign in enumerate("一二三四五六七八九", 1)}
    if word == "十":
        return "10"
    tens, _ten, ones = word.partition("十") if "十" in word else ("", "", word)
    return str((values.get(tens, 1) * 10 if "十" in word else 0) + values.get(ones, 0))


def match_line(line: LineFacts, homes: Mapping[int, HomeFacts]) -> Match:
    """Whose money it most likely is.

    Sure: a whole plate or a bank account that paid before, together with a name or a sum that
    fits, and nothing that speaks for another home; or the only home of that name with its sum.
    """
    points: dict[int, set[Reason]] = defaultdict(set)
    for evidence, reason in (
        (line.by_plate, Reason.PLATE), (line.by_account, Reason.KNOWN),
        (line.by_name, Reason.NAME), (line.by_short_plate, Reason.PLATE_SHORT),
    ):  # fmt: skip
        for home_id in evidence:
            if home_id in homes:
                points[home_id].add(reason)
    for home_id, reasons in points.items():
        if line.amount in homes[home_id].open_sums:
            reasons.add(Reason.AMOUNT)
    if not points:
        return Match(Certainty.UNSURE)
    best = sorted(points, key=lambda home_id: (-_weight(points[home_id]), home_id))
    return _judge(line, homes, best, points)


def _weight(reasons: Iterable[Reason]) -> int:
    worth = {Reason.PLATE: 16, Reason.KNOWN: 8, Reason.NAME: 4, Reason.PLATE_SHORT: 3,
             Reason.AMOUNT: 2}  # fmt: skip
    return sum(worth.get(reason, 0) for reason in reasons)


def _judge(
    line: LineFacts,
    homes: Mapping[int, HomeFacts],
    best: Sequence[int],
    points: Mapping[int, set[Reason]],
) -> Match:
    first, rest = best[0], best[1:]
    found = points[first]
    reasons = tuple(reason for reason in _ORDER if reason in found)
    strong = found & {Reason.PLATE, Reason.KNOWN}
    # another home is named as strongly, or the one name belongs to several homes
    contested = any(points[other] & {Reason.PLATE, Reason.KNOWN} for other in rest)
    if not strong:
        contested = contested or bool(rest)
    fits = found & {Reason.NAME, Reason.AMOUNT}
    sure = bool(strong and fits) or {Reason.PLATE, Reason.KNOWN} <= found
    sure = sure or {Reason.NAME, Reason.AMOUNT} <= found
    others = tuple(rest[:5])
    plate = homes[first].plate
    if contested:
        tied = not strong or _weight(points[rest[0]]) >= _weight(found)
        state = Certainty.UNSURE if tied else Certainty.LIKELY
        return Match(state, first, plate, (*reasons, Reason.SEVERAL), others)
    if sure:
        return Match(Certainty.SURE, first, plate, reasons, others)
    if line.name and line.name not in homes[first].names and strong:
        reasons = (*reasons, Reason.OTHER_NAME)
    return Match(Certainty.LIKELY, first, plate, reasons, others)


def open_sums(amounts: Sequence[int]) -> tuple[int, ...]:
    """Sums that a payer would send for these open bills: each alone, and the oldest so many."""
    total, sums = 0, set(amounts)
    for amount in amounts:
        total += amount
        sums.add(total)
    return tuple(sorted(sums))


Movement = tuple[date, int, str, str]  # day, signed fen, what pairs them, words


def reconcile(books: Sequence[Movement], outside: Sequence[Movement]) -> list[DayCheck]:
    """Day by day what the books and the outside hold, and every movement without a partner.

    Partners bear the same reference and the same sum; the days may differ (cash on its way), and
    then neither is partnerless. A reference with another sum leaves both without.
    """
    left = _sums(books)
    right = _sums(outside)
    paired = {ref for ref in left.keys() & right.keys() if ref and left[ref] == right[ref]}
    days = sorted({row[0] for row in (*books, *outside)})
    return [
        DayCheck(
            day,
            sum(row[1] for row in books if row[0] == day),
            sum(row[1] for row in outside if row[0] == day),
            _lonely(books, day, paired),
            _lonely(outside, day, paired),
        )
        for day in days
    ]


def _sums(rows: Sequence[Movement]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for _day, amount, reference, _words in rows:
        sums[reference] += amount
    return dict(sums)


def _lonely(rows: Sequence[Movement], day: date, paired: set[str]) -> tuple[Partnerless, ...]:
    return tuple(
        Partnerless(words, amount, reference, when)
        for when, amount, reference, words in rows
        if when == day and reference not in paired
    )
