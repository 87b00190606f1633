"""The whole book as a file to check at home: made once a seal, kept on disk, sent in pieces."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from linli.base.scopes.api import estate_scope
from linli.money.disclosure.errors import FileBeingMade
from linli.money.disclosure.models import Statement
from linli.money.ledger.api import Book, export_book, find_book, latest_seal

AT_ONCE = 20_000  # entries that are written while somebody waits


def folder() -> Path:
    return Path(settings.LINLI.var) / "accounts"


def export_path(book: Book, number: int) -> Path:
    return folder() / f"{book.estate_id}-{book.code}-{number}.jsonl.gz"


def exported(book: Book) -> tuple[Path, int]:
    """The book up to its last published seal (its latest, where nothing is published): the file
    and the number of the seal. A long book is made by a job meanwhile. Raises FileBeingMade."""
    number = published_seal(book)
    path = export_path(book, number)
    if path.is_file():
        return path, number
    seal = latest_seal(book)
    if seal is not None and seal.total > AT_ONCE:
        _order(book, number)
        raise FileBeingMade
    write_export(book, number)
    return path, number


def published_seal(book: Book) -> int:
    rows = Statement.objects.filter(book=book).order_by("-seal_number")
    found: int | None = rows.values_list("seal_number", flat=True).first()
    if found:
        return found
    seal = latest_seal(book)
    return seal.number if seal else 0


def write_export(book: Book, number: int) -> Path:
    """Whole or not at all; files of earlier seals go."""
    path = export_path(book, number)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with gzip.open(part, "wb", compresslevel=5) as stream:
            export_book(book, stream, upto=number)  # type: ignore[arg-type]
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    for old in path.parent.glob(f"{book.estate_id}-{book.code}-*.jsonl.gz"):
        if old != path:
            old.unlink(missing_ok=True)
    return path


def _order(book: Book, number: int) -> None:
    try:
        with transaction.atomic():
            make_export.configure(queueing_lock=f"export:{book.pk}").defer(
                book_code=book.code, estate_id=book.estate_id, number=number
            )
    except AlreadyEnqueued:
        return


@app.task(name="linli.export_accounts", queue="default")
def make_export(*, book_code: str, estate_id: int, number: int) -> None:
    with estate_scope(estate_id):
        write_export(find_book(book_code), number)
