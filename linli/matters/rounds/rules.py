"""Decisions of a round, free of tables: what stands, when it was, which way to walk, when to come.

**Who is right** (`settle`). A claim says: this value was X when I downloaded my list, and it is Y.
1. Of one device the later claim (higher `seq`) about the same value replaces its earlier one.
2. If the register still holds X, the claim is applied at once.
3. Two devices that say the same agree; the second changes nothing.
4. Two devices that say different things of the same X: what reached the server first stands, the
   other becomes a question for a person. No device clock orders them, since a clock may be a year
   off. Whatever the order of arrival, the same answers face the same question.
5. If the register holds something else meanwhile (the desk changed it, or a person decided), the
   claim never overwrites it and becomes a question.
That somebody still lives here is a claim, too (X and Y are the same household), so that it can
contradict another's "they have moved away".

**When it was** (`server_time`). The age of an entry is the difference of two readings of the same
device clock; it is counted back from the server's own now. An age that cannot be (a clock that was
set meanwhile) is cut to the time since the list was made. The device's own time is kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from linli.estate.places.data import Fact
from linli.matters.rounds.data import Claim, DayPart, Outcome, Settlement

REFUSED_REST = timedelta(days=30)
LATER_REST = timedelta(hours=20)
EVENING_HOUR, NOON_HOUR = 17, 12
MISSING_WEIGHT, STALE_WEIGHT, WATCHED_FACTOR = 3, 1, 2
DEFAULT_DOORS, MOST_DOORS = 30, 120
# where one goes next when nobody was at home
PARTS_TO_TRY = (DayPart.EVENING, DayPart.WEEKEND, DayPart.AFTERNOON, DayPart.MORNING)
NARROW_FACTS = frozenset({Fact.HOUSEHOLD, Fact.FACILITIES, Fact.DISPUTES})


def settle(
    base: str, current: str, claims: Iterable[Claim], *, decided: bool = False
) -> Settlement:
    """What a value shall be, given all undecided claims that started from the same `base`."""
    latest: dict[str, Claim] = {}
    replaced: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (c.seq, c.order)):
        before = latest.get(claim.author)
        if before is not None:
            replaced.append(before)
        latest[claim.author] = claim
    stands = _standing(base, current, latest, replaced, decided)
    rivals = [c for c in latest.values() if c.digest != stands]
    return Settlement(
        stands,
        tuple(sorted(c.order for c in rivals)),
        tuple(sorted(c.order for c in replaced)),
    )


def _standing(
    base: str, current: str, latest: Mapping[str, Claim], replaced: Sequence[Claim], decided: bool
) -> str:
    if decided or not latest or any(c.digest == current for c in latest.values()):
        return current
    taken_back = [c for c in replaced if c.digest == current]
    if taken_back:  # a device corrects itself, not another
        return latest[taken_back[0].author].digest
    if current == base:
        return min(latest.values(), key=lambda c: c.order).digest
    return current


def server_time(
    device_at: int, device_now: int, received: datetime, earliest: datetime
) -> tuple[datetime, bool]:
    """When something was by the server's clock, and whether it had to be cut.

    `device_at` and `device_now` are milliseconds of one device's clock, `earliest` the instant
    before which the entry cannot have been made.
    """
    try:
        found = received - timedelta(milliseconds=device_now - device_at)
    except OverflowError:
        return earliest, True
    if found > received:
        return received, True
    return (earliest, True) if found < earliest else (found, False)


def day_part(local: datetime) -> DayPart:
    """Which part of the week an instant of the estate's own time falls into."""
    if local.weekday() >= 5:
        return DayPart.WEEKEND
    if local.hour >= EVENING_HOUR:
        return DayPart.EVENING
    return DayPart.AFTERNOON if local.hour >= NOON_HOUR else DayPart.MORNING


def next_part(tried: Iterable[str]) -> DayPart | None:
    """When to come next after nobody was at home: the part that was tried least; None untried."""
    counts = dict.fromkeys(PARTS_TO_TRY, 0)
    attempts = list(tried)
    for part in attempts:
        if part in counts:
            counts[DayPart(part)] += 1
    return min(counts, key=lambda part: counts[part]) if attempts else None


def is_resting(outcome: str, visited_at: datetime | None, at: datetime) -> bool:
    """Whether a door is left in peace: after a refusal for a month, after "later" for a day."""
    if visited_at is None:
        return False
    rest = {Outcome.REFUSED: REFUSED_REST, Outcome.LATER: LATER_REST}.get(Outcome(outcome))
    return rest is not None and at - visited_at < rest


def weight(states: Iterable[str], *, watched: bool) -> int:
    """How much a door is worth a visit: what is missing counts three times what is stale."""
    total = sum(MISSING_WEIGHT if s == "missing" else STALE_WEIGHT for s in states)
    return total * WATCHED_FACTOR if watched else total


def _distance(buildings: Mapping[int, tuple[int, int]], here: tuple[int, int], there: int) -> int:
    x, y = buildings[there]
    return (x - here[0]) ** 2 + (y - here[1]) ** 2


def walking_order(buildings: Mapping[int, tuple[int, int]], start: int | None) -> list[int]:
    """Buildings in the order of the way: from the start to the nearest not yet visited.

    `buildings`: id to centre (cm on the plan; all zero where there is no plan), in the order of
    the house, which decides between equals.
    """
    left = list(buildings)
    way: list[int] = []
    here = buildings.get(start) if start is not None else None
    while left:
        nearest = left[0] if here is None else min(left, key=partial(_distance, buildings, here))
        left.remove(nearest)
        way.append(nearest)
        here = buildings[nearest]
    return way
