"""From the ledger to what everybody may read: each entry that moved money, once.

Payments of households are added up by month and building; the rest stands entry by entry. What
the seals hold is folded into sums of its own, what no seal holds yet is read beside them, so that
a page costs the same however long the books are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from linli.estate.places.api import Place
from linli.money.disclosure.data import Cell, Figures
from linli.money.disclosure.models import OF_NOBODY, Fold, MonthSum, Move
from linli.money.disclosure.rules import add_up, in_order, merge_small, month_of
from linli.money.ledger.api import Book, Seal, latest_seal

SEALS_AT_ONCE = 20

# An entry moved money when its money accounts do not cancel out; its other lines say for what.
# It is a household's when any of them is a home's or a person's, or of unknown origin.
_MOVED = """
WITH fresh AS (
  SELECT * FROM unnest(%(entries)s::bigint[], %(seals)s::integer[]) AS f (entry_id, seal_number)
), lines AS (
  SELECT f.entry_id, f.seal_number, l.amount, a.is_money, a.label, p.building_id,
    (a.home_id IS NOT NULL OR a.person_id IS NOT NULL OR a.code = 'suspense') AS is_private
  FROM fresh f JOIN ledger_line l ON l.entry_id = f.entry_id
  JOIN ledger_account a ON a.id = l.account_id LEFT JOIN place p ON p.id = a.home_id
), heads AS (
  SELECT entry_id, seal_number, sum(amount) FILTER (WHERE is_money) AS moved,
    bool_or(is_private) AS is_private, max(building_id) AS building_id
  FROM lines GROUP BY 1, 2
)
SELECT h.entry_id, h.seal_number, h.is_private, coalesce(h.building_id, 0), e.occurred_on,
  e.source, CASE WHEN h.moved > 0 THEN 'in' ELSE 'out' END,
  l.label, ((CASE WHEN h.moved > 0 THEN -1 ELSE 1 END) * sum(l.amount))::bigint
FROM heads h JOIN lines l ON l.entry_id = h.entry_id AND NOT l.is_money
JOIN ledger_entry e ON e.id = h.entry_id
WHERE coalesce(h.moved, 0) <> 0 AND e.occurred_on BETWEEN %(start)s AND %(end)s
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, h.moved
HAVING sum(l.amount) <> 0
"""
# two steps, entries first: a plan for "all seals from here on" would read every leaf there is
_SEALED = """
SELECT leaf.entry_id, s.number FROM ledger_seal s JOIN ledger_leaf leaf ON leaf.seal_id = s.id
WHERE s.id = ANY(%s)
"""
_UNSEALED = "SELECT entry_id FROM ledger_unsealed WHERE book_id = %s"
_ADD_MONTH = """
INSERT INTO disclosure_month AS kept
  (estate_id, book_id, month, way, label, building_id, amount, count, seal_number)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (book_id, month, way, label, building_id) DO UPDATE SET
  amount = kept.amount + excluded.amount, count = kept.count + excluded.count,
  seal_number = greatest(kept.seal_number, excluded.seal_number)
"""
_ALWAYS = (date(1900, 1, 1), date(2300, 1, 1))
Fresh = list[tuple[int, int | None]]  # entry, number of its seal


def _sealed(book: Book, after: int, upto: int | None = None) -> Fresh:
    """Entries under the seals behind `after`."""
    seals = Seal.objects.filter(book=book, number__gt=after)
    if upto is not None:
        seals = seals.filter(number__lte=upto)
    ids = list(seals.values_list("pk", flat=True))
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SEALED, [ids])
        return cursor.fetchall()


def _unsealed(book: Book) -> Fresh:
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED, [book.pk])
        return [(entry, None) for (entry,) in cursor.fetchall()]


def _read(fresh: Fresh, start: date = _ALWAYS[0], end: date = _ALWAYS[1]) -> list[tuple[Any, ...]]:
    """What these entries moved, within [start, end]."""
    if not fresh:
        return []
    values: dict[str, Any] = {
        "entries": [entry for entry, _seal in fresh], "seals": [seal for _entry, seal in fresh],
        "start": start, "end": end,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, values)
        return cursor.fetchall()


def fold_book(book: Book) -> int:
    """Add up what new seals hold; the number of the last seal folded. Raises nothing for none.

    Each step is one transaction over some seals under the fold's lock: two clocks never count an
    entry twice.
    """
    Fold.objects.get_or_create(book=book)
    while _fold_some(book):
        pass
    folded: int = Fold.objects.get(book=book).seal_number
    return folded


@transaction.atomic
def _fold_some(book: Book) -> bool:
    fold = Fold.objects.select_for_update().get(book=book)
    newest = latest_seal(book)
    if newest is None or newest.number <= fold.seal_number:
        return False
    upto = min(newest.number, fold.seal_number + SEALS_AT_ONCE)
    rows = _read(_sealed(book, fold.seal_number, upto))
    _add_months(book, rows)
    Move.objects.bulk_create(
        Move(
            book=book, entry_id=entry, day=day, way=way, label=label, amount=amount,
            source=source, seal_number=seal,
        )
        for entry, seal, private, _building, day, source, way, label, amount in rows
        if not private
    )  # fmt: skip
    fold.seal_number = upto
    fold.save(update_fields=["seal_number"])
    return True


def _add_months(book: Book, rows: Sequence[tuple[Any, ...]]) -> None:
    sums: dict[tuple[Any, ...], list[int]] = {}
    for _entry, seal, private, building, day, _source, way, label, amount in rows:
        place = building if private else OF_NOBODY
        held = sums.setdefault((month_of(day), way, label, place), [0, 0, 0])
        held[0] += amount
        held[1] += 1
        held[2] = max(held[2], seal)
    with connection.cursor() as cursor:
        cursor.executemany(
            _ADD_MONTH,
            [(book.estate_id, book.pk, *key, *held) for key, held in sorted(sums.items())],
        )


@dataclass(frozen=True)
class Moved:
    """A span of whole months at one state of the fold: sums of households, entries no seal's sum
    holds yet, and what there is of the rest."""

    book: Book
    start: date
    end: date
    households: list[Cell]
    fresh: list[Cell]
    sums: list[Cell]  # of entries of no household that are folded, by month and label

    @property
    def move_count(self) -> int:
        return sum(one.count for one in self.sums)

    def figures(self, opening: int) -> Figures:
        """Without reading an entry."""
        return add_up(opening, [*self.households, *self.fresh, *self.sums])

    def cells(self) -> list[Cell]:
        """Every line."""
        return in_order(merge_small([*self.households, *self.fresh, *self._moves(None)]))

    def page(self, number: int, size: int) -> tuple[list[Cell], int]:
        """Lines of one page in their order, and how many there are in all."""
        few = [*merge_small(self.households), *self.fresh]
        first = (number - 1) * size
        found = in_order([*few, *self._moves(first + size)])
        return found[first : first + size], len(few) + self.move_count

    def _moves(self, limit: int | None) -> list[Cell]:
        rows = Move.objects.filter(book=self.book, day__gte=self.start, day__lte=self.end)
        rows = rows.order_by("-day", "way", "label", "entry_id")
        return [
            Cell(r.day, r.way, r.label, r.amount, entry_id=r.entry_id, source=r.source,
                 seal=r.seal_number)
            for r in (rows if limit is None else rows[:limit])
        ]  # fmt: skip


def moved_between(book: Book, start: date, end: date) -> Moved:
    """What moved within [start, end], whole months: folded and not yet folded."""
    while True:
        before = _state(book)
        moved = _moved(book, start, end, before[0])
        if _state(book) == before:  # else a clock came in between: something would count twice
            return moved


def _state(book: Book) -> tuple[int, int]:
    """How far the book is folded and sealed."""
    seal = latest_seal(book)
    return _folded(book), seal.number if seal else 0


def _folded(book: Book) -> int:
    return Fold.objects.filter(book=book).values_list("seal_number", flat=True).first() or 0


def _moved(book: Book, start: date, end: date, folded: int) -> Moved:
    tail = _read([*_unsealed(book), *_sealed(book, folded)], start, end)
    plates = _plates()
    sums: dict[tuple[date, str, str, str], list[int]] = {}
    of_nobody, fresh = [], []
    for row in MonthSum.objects.filter(book=book, month__gte=start, month__lte=end):
        if row.building_id == OF_NOBODY:
            of_nobody.append(Cell(row.month, row.way, row.label, row.amount, row.count))
            continue
        key = (row.month, row.way, row.label, plates.get(row.building_id, ""))
        sums[key] = [row.amount, row.count, row.seal_number]
    for entry, seal, private, building, day, source, way, label, amount in tail:
        if not private:
            fresh.append(Cell(day, way, label, amount, entry_id=entry, source=source, seal=seal))
            continue
        held = sums.setdefault((month_of(day), way, label, plates.get(building, "")), [0, 0, 0])
        held[0] += amount
        held[1] += 1
        held[2] = -1 if seal is None or held[2] < 0 else max(held[2], seal)
    households = [
        Cell(month, way, label, amount, count, building, seal=seal if seal > 0 else None)
        for (month, way, label, building), (amount, count, seal) in sums.items()
        if amount
    ]
    return Moved(book, start, end, households, fresh, of_nobody)


def _plates() -> dict[int, str]:
    """Building -> its plate, which is public; a home's never is."""
    rows = Place.objects.filter(kind="building").values_list("pk", "plate")
    return dict(rows)
