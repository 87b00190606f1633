"""Inclusion proofs: that an entry, as it reads today, stands under a seal."""

from __future__ import annotations

from typing import Any

from django.db import connection

from linli.base.errors import NotFound
from linli.base.scopes.api import current_estate_id
from linli.money.ledger.data import Proof
from linli.money.ledger.merkle import tree_path
from linli.money.ledger.models import Leaf, Seal
from linli.money.ledger.sealing import TEXTS, first_root, instant
from linli.money.ledger.texts import Sealed, entry_text, seal_text


def proof_of(entry_id: int) -> Proof | None:
    """The proof of one entry; None while no seal holds it. Raises NotFound.

    The text is read from today's rows: when somebody changed them, `Proof.holds` is False.
    """
    sealed, salt = _read(entry_id)
    leaf = Leaf.objects.select_related("seal__book").filter(entry=entry_id).first()
    if leaf is None:
        return None
    seal: Seal = leaf.seal
    rows = Leaf.objects.filter(seal=seal).order_by("position")
    hashes = [bytes(found) for found in rows.values_list("hash", flat=True)]
    before = Seal.objects.filter(book=seal.book_id, number=seal.number - 1).first()
    return Proof(
        text=entry_text(sealed, salt).decode(),
        path=tuple((side, other.hex()) for side, other in tree_path(hashes, leaf.position)),
        before=(bytes(before.root) if before else first_root(seal.book)).hex(),
        seal=text_of(seal),
        root=bytes(seal.root).hex(),
    )


def text_of(seal: Seal) -> str:
    """What a seal says of itself."""
    at = instant(seal.sealed_at)
    return seal_text(seal.number, seal.entries, seal.total, at, bytes(seal.tree)).decode()


def _read(entry_id: int) -> tuple[Sealed, bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.*, b.salt FROM ({TEXTS} WHERE e.id = %s AND e.estate_id = %s) t"  # noqa: S608
            " JOIN ledger_entry e ON e.id = t.id JOIN ledger_book b ON b.id = e.book_id",
            [entry_id, current_estate_id()],
        )
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        raise NotFound
    return Sealed(*row[:-1]), bytes(row[-1])
