"""From a home's facts to its bills. Pure: no database, no floats.

The one rounding rule: each bill line is reckoned as an exact fraction and rounded once, half up,
to a whole fen. A bill is the sum of its lines; nothing is rounded afterwards.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from linli.money.fees.data import (
    BillDraft,
    Change,
    Formula,
    HomeFacts,
    LineDraft,
    PayerSpan,
    Period,
    Price,
    Reading,
    Relief,
    ReliefSpan,
    Trouble,
)
from linli.money.fees.errors import TariffGap
from linli.money.fees.periods import ONE_DAY, weight_of

CM2_OF_M2 = 10_000
MFEN = 1_000  # thousandths of a fen
UNIT = 1_000  # thousandths of a meter's unit
WHOLE = 1_000  # thousandths: a full waiver
LARGEST_PRICE = 100_000 * 100 * MFEN  # 100,000 yuan
LARGEST_AMOUNT = 10**10  # fen: a hundred million yuan in one sum


def half_up(top: int, bottom: int) -> int:
    """`top / bottom` to the nearest whole, halves upward; both are not negative."""
    return (2 * top + bottom) // (2 * bottom)


def price_line(
    formula: Formula, price_mfen: int, quantity: int, weight: tuple[int, int], share: int = WHOLE
) -> int:
    """One line in fen: price × quantity × months, of which `share` thousandths; rounded once.

    `quantity` is cm² for an area, 1 for a home, thousandths of a unit for a meter, whose months
    do not count.
    """
    top, bottom = price_mfen * quantity * share, MFEN * WHOLE
    if formula is Formula.METER:
        return half_up(top, bottom * UNIT)
    if formula is Formula.AREA:
        bottom *= CM2_OF_M2
    return half_up(top * weight[0], bottom * weight[1])


def prices_within(
    prices: Sequence[Price], start: date, end: date
) -> list[tuple[date, date, Price]]:
    """The span cut where the price changes. `prices` stand in the order of their first days.

    Raises TariffGap where the first day has no price yet.
    """
    cuts: list[tuple[date, date, Price]] = []
    for n, price in enumerate(prices):
        first = max(start, price.starts_on)
        last = min(end, prices[n + 1].starts_on - ONE_DAY) if n + 1 < len(prices) else end
        if first <= last:
            cuts.append((first, last, price))
    if not cuts or cuts[0][0] > start:
        raise TariffGap(day=start.isoformat())
    return cuts


def find_trouble(facts: HomeFacts, period: Period, prices: Sequence[Price]) -> Trouble | None:
    """Why the home gets no bill though it should; None also where nobody has to pay."""
    if facts.payer_kind is None:
        return Trouble.NO_TENURE
    if facts.payer_kind.value == "nobody":
        return None
    formulas = {price.formula for _, _, price in prices_within(prices, period.start, period.end)}
    if not facts.payers:
        # a tenant's home that stands empty has nobody to bill: the rate names it, nobody mends it
        is_tenants = facts.payer_kind.value == "tenant"
        return None if facts.is_vacant and is_tenants else Trouble.NO_PAYER
    if Formula.AREA in formulas and not facts.area_cm2:
        return Trouble.NO_AREA
    if Formula.METER in formulas and not used_between(facts.readings, period.start, period.end)[1]:
        return Trouble.NO_READING
    return None


def reckon_home(facts: HomeFacts, period: Period, prices: Sequence[Price]) -> list[BillDraft]:
    """The bills of one home for one charge: one for each who pays a part of the period.

    Call `find_trouble` first. Raises TariffGap.
    """
    return [
        _reckon_span(facts, span, prices)
        for span in facts.payers
        if span.start <= period.end and span.end >= period.start
    ]


def _reckon_span(facts: HomeFacts, span: PayerSpan, prices: Sequence[Price]) -> BillDraft:
    lines: list[LineDraft] = []
    for start, end, price in prices_within(prices, span.start, span.end):
        charge = _charge_line(facts, start, end, price)
        if charge is not None:
            lines += [charge, *_waive(facts.reliefs, charge)]
    return BillDraft(facts.home_id, span.payer, span.start, span.end, tuple(lines))


def _charge_line(facts: HomeFacts, start: date, end: date, price: Price) -> LineDraft | None:
    quantity = _quantity(facts, start, end, price.formula)
    if price.formula is Formula.METER and quantity == 0:
        return None
    amount = price_line(price.formula, price.price_mfen, quantity, weight_of(start, end))
    return LineDraft(
        start, end, price.tariff_id, None, price.formula, quantity, price.price_mfen, WHOLE, amount
    )


def _quantity(facts: HomeFacts, start: date, end: date, formula: Formula) -> int:
    if formula is Formula.AREA:
        return facts.area_cm2 or 0
    return 1 if formula is Formula.HOUSEHOLD else used_between(facts.readings, start, end)[0]


def used_between(readings: Sequence[Reading], start: date, end: date) -> tuple[int, bool]:
    """(what the meter counted, whether it was read) from `start` to `end`.

    A reading belongs to the day it was taken; what was used since the one before counts there.
    """
    used, read = 0, False
    for before, after in itertools.pairwise(readings):
        if start <= after.day <= end:
            read = True
            used += 0 if after.is_exchange else after.amount - before.amount
    return used, read


def _waive(reliefs: Iterable[ReliefSpan], charge: LineDraft) -> list[LineDraft]:
    """Lines that take something off `charge`: on each day the best waiver alone, never more
    than the charge itself."""
    if charge.formula is Formula.METER:
        here = [r for r in reliefs if r.start <= charge.ends_on <= r.end]
        spans = [(charge.starts_on, charge.ends_on, here)] if here else []
    else:
        spans = _cut_reliefs(list(reliefs), charge.starts_on, charge.ends_on)
    lines: list[LineDraft] = []
    left = charge.amount
    for start, end, relief in _join(spans, charge):
        off = min(left, _worth(relief, charge, start, end))
        if off > 0:
            left -= off
            lines.append(
                LineDraft(
                    start,
                    end,
                    charge.tariff_id,
                    relief.waiver_id,
                    charge.formula,
                    charge.quantity,
                    charge.price_mfen,
                    relief.share,
                    -off,
                )
            )
    return lines


def _cut_reliefs(
    reliefs: list[ReliefSpan], start: date, end: date
) -> list[tuple[date, date, list[ReliefSpan]]]:
    """The span cut wherever some waiver begins or ends, with those that hold in each part."""
    near = [r for r in reliefs if r.start <= end and r.end >= start]
    firsts = sorted({start, *(r.start for r in near if r.start > start),
                     *(r.end + ONE_DAY for r in near if r.end < end)})  # fmt: skip
    lasts = [*(day - ONE_DAY for day in firsts[1:]), end]
    return [
        (first, last, [r for r in near if r.start <= first and r.end >= last])
        for first, last in zip(firsts, lasts, strict=True)
    ]


def _join(
    spans: list[tuple[date, date, list[ReliefSpan]]], charge: LineDraft
) -> list[tuple[date, date, Relief]]:
    """The best waiver of each part; neighbours with the same one are one line, rounded once."""
    joined: list[tuple[date, date, Relief]] = []
    for start, end, here in spans:
        if not here:
            continue
        worths = [(_worth(r.relief, charge, start, end), -r.relief.waiver_id) for r in here]
        best = here[worths.index(max(worths))].relief
        if joined and joined[-1][2] == best and joined[-1][1] + ONE_DAY == start:
            joined[-1] = (joined[-1][0], end, best)
        else:
            joined.append((start, end, best))
    return joined


def _worth(relief: Relief, charge: LineDraft, start: date, end: date) -> int:
    weight = weight_of(start, end)
    if relief.monthly_fen:
        return half_up(relief.monthly_fen * weight[0], weight[1])
    return price_line(charge.formula, charge.price_mfen, charge.quantity, weight, relief.share)


def find_changes(new: Sequence[BillDraft], old: Sequence[BillDraft]) -> list[Change]:
    """Why the bills of one home differ from those of the period before; empty when alike."""
    if not old:
        return [Change.FIRST]
    found = []
    for change, look in _LOOKS.items():
        if look(new) != look(old):
            found.append(change)
    return found


_LOOKS: dict[Change, Callable[[Sequence[BillDraft]], object]] = {
    Change.TARIFF: lambda bills: {
        (line.formula, line.price_mfen) for bill in bills for line in bill.lines
    },
    Change.QUANTITY: lambda bills: {line.quantity for bill in bills for line in bill.lines},
    Change.DAYS: lambda bills: _months(bills),
    Change.PAYER: lambda bills: {bill.payer for bill in bills},
    Change.WAIVER: lambda bills: {
        (line.waiver_id, line.share)
        for bill in bills
        for line in bill.lines
        if line.waiver_id is not None
    },
}


def _months(bills: Iterable[BillDraft]) -> int:
    """Months billed, in hundredths: quarters of other lengths in days are alike."""
    total = 0
    for bill in bills:
        top, bottom = weight_of(bill.starts_on, bill.ends_on)
        total += 100 * top // bottom
    return total


def share_out(amount: int, owed: Sequence[tuple[int, int]]) -> tuple[list[tuple[int, int]], int]:
    """`amount` over bills in the given order, (id, open) each: ([(id, paid)], what is left)."""
    parts, left = [], amount
    for bill_id, still_open in owed:
        part = min(left, still_open)
        if part > 0:
            parts.append((bill_id, part))
            left -= part
    return parts, left
