"""Sealing: a batch of new entries under a Merkle tree, its root chained to the seal before.

Nobody who posts waits for it. A batch takes what is committed and unsealed at that moment, in the
order of ids; an entry whose transaction ends later comes under a later seal, whatever its id.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from linli.base.calendars.api import now
from linli.base.errors import NotFound
from linli.money.ledger.merkle import chain_root, leaf_hash, tree_root
from linli.money.ledger.models import Book, Seal
from linli.money.ledger.texts import Sealed, book_text, entry_text, seal_text

BATCH = 10_000  # entries under one seal at most: an inclusion proof reads its leaves

TEXTS = """
SELECT e.id, e.key, e.kind, e.occurred_on::text,
  to_char(e.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  e.user_id, e.source, e.memo, e.reverses_id,
  ARRAY(SELECT v.file_id || ':' || encode(f.sha256, 'hex') FROM ledger_voucher v
    JOIN stored_file f ON f.id = v.file_id WHERE v.entry_id = e.id ORDER BY v.file_id),
  l.ids, l.labels, l.amounts
FROM ledger_entry e CROSS JOIN LATERAL (
  SELECT array_agg(l.account_id ORDER BY l.number) AS ids,
    array_agg(coalesce(a.label, '?') ORDER BY l.number) AS labels,
    array_agg(l.amount ORDER BY l.number) AS amounts
  FROM ledger_line l LEFT JOIN ledger_account a ON a.id = l.account_id WHERE l.entry_id = e.id
) AS l
"""
_WAITING = f"""{TEXTS} WHERE e.id IN (
  SELECT u.entry_id FROM ledger_unsealed u WHERE u.book_id = %s ORDER BY u.entry_id LIMIT %s
) ORDER BY e.id"""  # noqa: S608
_SUMS = """
INSERT INTO ledger_day_sum AS kept (book_id, estate_id, label, day, debit, credit)
SELECT a.book_id, a.estate_id, a.label, l.occurred_on,
  sum(greatest(l.amount, 0)), sum(greatest(-l.amount, 0))
FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
WHERE l.entry_id = ANY(%s) GROUP BY 1, 2, 3, 4
ON CONFLICT (book_id, label, day)
DO UPDATE SET debit = kept.debit + excluded.debit, credit = kept.credit + excluded.credit
"""


def seal_book(book_id: int) -> Seal | None:
    """Seal all that is committed in the book; the last seal made, or None when nothing was new.

    Raises NotFound.
    """
    last = None
    while seal := seal_batch(book_id):
        last = seal
    return last


def latest_seal(book: Book) -> Seal | None:
    seal: Seal | None = Seal.objects.filter(book=book).order_by("-number").first()
    return seal


def first_root(book: Book) -> bytes:
    """What the first seal is chained to: the book itself."""
    return chain_root(b"", book_text(book.estate_id, book.code, book.unit))


@transaction.atomic
def seal_batch(book_id: int) -> Seal | None:
    """Seal up to BATCH entries; None when nothing was new. Raises NotFound."""
    book: Book | None = Book.objects.filter(pk=book_id).first()
    if book is None:
        raise NotFound
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ledger_seal:{book.pk}"]
        )
        cursor.execute(_WAITING, [book.pk, BATCH])
        rows = [Sealed(*row) for row in cursor.fetchall()]
        if not rows:
            return None
        leaves = [leaf_hash(entry_text(row, bytes(book.salt))) for row in rows]
        seal = _write_seal(book, leaves)
        ids = [row.entry_id for row in rows]
        _write_leaves(cursor, seal, ids, leaves)
        cursor.execute(_SUMS, [ids])
        cursor.execute("DELETE FROM ledger_unsealed WHERE entry_id = ANY(%s)", [ids])
    return seal


def _write_seal(book: Book, leaves: Sequence[bytes]) -> Seal:
    before = latest_seal(book)
    number = before.number + 1 if before else 1
    total = (before.total if before else 0) + len(leaves)
    tree, at = tree_root(leaves), now()
    text = seal_text(number, len(leaves), total, instant(at), tree)
    root = chain_root(bytes(before.root) if before else first_root(book), text)
    seal: Seal = Seal.objects.create(
        estate_id=book.estate_id, book=book, number=number, entries=len(leaves), total=total,
        tree=tree, root=root, sealed_at=at,
    )  # fmt: skip
    return seal


def instant(at: datetime) -> str:
    """An instant as seals write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _write_leaves(cursor: Any, seal: Seal, ids: Sequence[int], leaves: Sequence[bytes]) -> None:
    with (
        connection.wrap_database_errors,
        cursor.copy(
            "COPY ledger_leaf (entry_id, seal_id, position, hash, estate_id) FROM STDIN"
        ) as copy,
    ):
        for position, (entry_id, leaf) in enumerate(zip(ids, leaves, strict=True)):
            copy.write_row((entry_id, seal.pk, position, leaf, seal.estate_id))
