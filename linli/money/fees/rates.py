"""The collection rate (收缴率) per building and grid: what was paid of what was billed (T7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection

from linli.base.scopes.api import current_estate_id
from linli.estate.places.api import Home, Place
from linli.money.fees.data import CollectionRates, Exclusion, Period, RateRow
from linli.money.fees.models import Bill, Charge

# disputed bills are left out of both sides; what is waived was never asked for
_SUMS = """
SELECT p.building_id, p.grid_id,
  coalesce(sum(b.paid_fen) FILTER (WHERE b.disputed_at IS NULL), 0)::bigint,
  coalesce(sum(b.amount_fen) FILTER (WHERE b.disputed_at IS NULL), 0)::bigint,
  count(*) FILTER (WHERE b.disputed_at IS NULL AND b.amount_fen > 0 AND b.paid_fen = b.amount_fen),
  count(*) FILTER (WHERE b.disputed_at IS NULL AND b.amount_fen > 0),
  count(*) FILTER (WHERE b.waived_fen > 0), coalesce(sum(b.waived_fen), 0)::bigint,
  count(*) FILTER (WHERE b.disputed_at IS NOT NULL),
  coalesce(sum(b.amount_fen) FILTER (WHERE b.disputed_at IS NOT NULL), 0)::bigint
FROM bill b JOIN place p ON p.id = b.home_id
WHERE b.estate_id = %(estate)s AND NOT b.is_reversed AND b.period_start >= %(start)s
  AND b.period_end <= %(end)s AND (%(charge)s::bigint IS NULL OR b.charge_id = %(charge)s)
GROUP BY p.building_id, p.grid_id
"""


def collection_rates(period: Period, charge: Charge | None = None) -> CollectionRates:
    """Paid and billed fen of all bills whose own period lies within `period`, of one charge or all.

    Left out and named: what is waived, bills in dispute, homes that stand empty without a bill.
    """
    values: dict[str, Any] = {
        "estate": current_estate_id(), "start": period.start, "end": period.end,
        "charge": charge.pk if charge else None,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, values)
        rows = cursor.fetchall()
    vacant = _vacant(period)
    plates = dict(
        Place.objects.filter(kind__in=["building", "grid"])
        .order_by("sort_key", "pk")
        .values_list("pk", "plate")
    )
    return CollectionRates(
        period,
        _row(None, "", [row[2:] for row in rows], sum(vacant[0].values())),
        _group(rows, 0, plates, vacant[0]),
        _group(rows, 1, plates, vacant[1]),
    )


def _vacant(period: Period) -> tuple[dict[int | None, int], dict[int | None, int]]:
    """Empty homes without a bill: how many by building, how many by grid."""
    billed = Bill.objects.filter(
        is_reversed=False, period_start__gte=period.start, period_end__lte=period.end
    )
    empty = Home.objects.filter(is_vacant=True, place__is_closed=False)
    empty = empty.exclude(pk__in=billed.values("home"))
    buildings: dict[int | None, int] = defaultdict(int)
    grids: dict[int | None, int] = defaultdict(int)
    for building, grid in empty.values_list("place__building", "place__grid"):
        buildings[building] += 1
        grids[grid] += 1
    return buildings, grids


def _group(
    rows: list[tuple[Any, ...]], by: int, plates: dict[int, str], vacant: dict[int | None, int]
) -> tuple[RateRow, ...]:
    groups: dict[int | None, list[tuple[int, ...]]] = defaultdict(list)
    for row in rows:
        groups[row[by]].append(row[2:])
    for place_id in vacant:
        groups.setdefault(place_id, [])
    order = {place_id: n for n, place_id in enumerate(plates)}
    ids = sorted(groups, key=lambda pk: order.get(pk or 0, len(order)))
    return tuple(_row(pk, plates.get(pk or 0, ""), groups[pk], vacant.get(pk, 0)) for pk in ids)


def _row(place_id: int | None, plate: str, rows: Iterable[tuple[int, ...]], vacant: int) -> RateRow:
    sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * 8
    paid, billed, paid_bills, bills, waived, waived_fen, disputed, disputed_fen = sums
    named = (
        Exclusion("waived", waived, waived_fen), Exclusion("disputed", disputed, disputed_fen),
        Exclusion("vacant", vacant),
    )  # fmt: skip
    left_out = tuple(one for one in named if one.count)
    return RateRow(place_id, plate, paid, billed, paid_bills, bills, left_out)
