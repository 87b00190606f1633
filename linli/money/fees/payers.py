"""Who pays for a home on which day: leases, households and ownerships as spans. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from linli.money.fees.data import Payer, PayerKind, PayerSpan, Period
from linli.money.fees.periods import ONE_DAY

ALWAYS = date(1900, 1, 1)
FOREVER = date(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody holds the home from `start` to `end`, both included; `rank` orders at one time."""

    start: date
    end: date
    payer: Payer
    rank: int = 0


def holding(
    payer: Payer, since: date | None, until: date | None, *, until_counts: bool, rank: int = 0
) -> Holding | None:
    """From dates as the register keeps them. `until_counts`: the last day is still a day of it.

    None where nothing is left of it.
    """
    end = FOREVER if until is None else until if until_counts else until - ONE_DAY
    start = since or ALWAYS
    return Holding(start, end, payer, rank) if start <= end else None


def spans_of(holdings: Sequence[Holding], period: Period) -> tuple[PayerSpan, ...]:
    """The period cut by who pays; on each day the lowest rank, and of equals the latest, pays.

    Days without anybody are left out.
    """
    near = [h for h in holdings if h.start <= period.end and h.end >= period.start]
    if len(near) == 1 and near[0].start <= period.start and near[0].end >= period.end:
        return (PayerSpan(period.start, period.end, near[0].payer),)
    firsts = {period.start}
    firsts |= {h.start for h in near if h.start > period.start}
    firsts |= {h.end + ONE_DAY for h in near if h.end < period.end}
    spans: list[PayerSpan] = []
    days = sorted(firsts)
    for n, first in enumerate(days):
        last = days[n + 1] - ONE_DAY if n + 1 < len(days) else period.end
        here = [h for h in near if h.start <= first and h.end >= last]
        if not here:
            continue
        best = min(here, key=lambda h: (h.rank, -h.start.toordinal()))
        if spans and spans[-1].payer == best.payer and spans[-1].end + ONE_DAY == first:
            spans[-1] = PayerSpan(spans[-1].start, last, best.payer)
        else:
            spans.append(PayerSpan(first, last, best.payer))
    return tuple(spans)


def kind_for(rules: dict[str, str], tenure: str) -> PayerKind | None:
    """Who pays for a home of this tenure by the charge's own table; None: it does not say."""
    value = rules.get(tenure)
    return PayerKind(value) if value else None
