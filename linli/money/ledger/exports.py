"""A whole book as a text file that anybody can check with `linli ledger verify`.

JSON lines, gzipped on request: the book, its accounts, then the entries of each seal followed by
the seal, in the order of seals, and an end that says what there was. See docs/decisions/0017.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from django.db import connection

from linli.money.ledger.models import Account, Book, Seal
from linli.money.ledger.proofs import text_of
from linli.money.ledger.sealing import TEXTS, first_root
from linli.money.ledger.texts import Sealed, book_text, entry_text

# what a seal holds, with what was sealed then; a row that is gone leaves its place empty
_OF_SEAL = f"""SELECT leaf.entry_id, encode(leaf.hash, 'hex'), t.*
FROM ledger_leaf leaf LEFT JOIN LATERAL ({TEXTS} WHERE e.id = leaf.entry_id) t ON true
WHERE leaf.seal_id = %s ORDER BY leaf.position"""  # noqa: S608


def export_book(book: Book, stream: BinaryIO, *, upto: int | None = None) -> Seal | None:
    """Write the book up to and with a seal (its latest unless told otherwise); that seal.

    Reads only what is sealed: call `seal_book` before to have everything.
    """
    stream.write(book_text(book.estate_id, book.code, book.unit) + b"\n")
    stream.write(_dump({"accounts": _accounts(book)}))
    end = _End(first_root(book).hex())
    rows = Seal.objects.filter(book=book).order_by("number")
    last = None
    for seal in rows if upto is None else rows.filter(number__lte=upto):
        for line in _entries(book, seal, end):
            stream.write(line)
        end.root, last = bytes(seal.root).hex(), seal
        stream.write(text_of(seal).encode()[:-1] + b',"root":"' + end.root.encode() + b'"}\n')
    stream.write(_dump({"end": end.words(last)}))
    return last


def _accounts(book: Book) -> dict[str, int]:
    counts: dict[str, int] = {}
    for label in Account.objects.filter(book=book).order_by("pk").values_list("label", flat=True):
        counts[label] = counts.get(label, 0) + 1
    return counts


class _End:
    """What the file's last line says: sums and balances, so that a cut is seen."""

    def __init__(self, root: str) -> None:
        self.root, self.entries, self.lines = root, 0, 0
        self.balances: dict[str, int] = {}

    def add(self, entry: Sealed) -> None:
        self.entries += 1
        self.lines += len(entry.amounts or ())
        for label, amount in zip(entry.labels or (), entry.amounts or (), strict=True):
            self.balances[label] = self.balances.get(label, 0) + amount

    def words(self, seal: Seal | None) -> dict[str, object]:
        return {
            "entries": self.entries, "lines": self.lines, "seals": seal.number if seal else 0,
            "root": self.root, "balances": dict(sorted(self.balances.items())),
        }  # fmt: skip


def _entries(book: Book, seal: Seal, end: _End) -> Iterator[bytes]:
    salt = bytes(book.salt)
    with connection.cursor() as cursor:
        cursor.execute(_OF_SEAL, [seal.pk])
        for entry_id, leaf, *row in cursor.fetchall():
            if row[0] is None or row[-1] is None:
                yield f'["{leaf}",{{"entry":{entry_id},"lines":[]}}]\n'.encode()
                continue
            entry = Sealed(*row)
            end.add(entry)
            yield b'["' + leaf.encode() + b'",' + entry_text(entry, salt) + b"]\n"


def _dump(words: object) -> bytes:
    return json.dumps(words, separators=(",", ":")).encode() + b"\n"
