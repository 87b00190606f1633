"""Many entries in one transaction by COPY: a quarter's bills. All or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.events.api import publish
from linli.base.scopes.api import current_estate_id
from linli.money.ledger.actions import check_references
from linli.money.ledger.data import EntriesPosted, EntryDraft
from linli.money.ledger.errors import AccountForeign, BookForeign, EntryKeyReused, UnitWrong
from linli.money.ledger.models import Account, Book, Entry
from linli.money.ledger.refusals import constraint_of, named
from linli.money.ledger.rules import check_draft, digest_of

_ENTRIES = """COPY ledger_entry (id, estate_id, book_id, key, kind, occurred_on, posted_at,
  user_id, source, memo, reverses_id, voucher_ids, line_count, digest) FROM STDIN"""
_LINES = """COPY ledger_line (entry_id, number, estate_id, account_id, occurred_on, amount)
  FROM STDIN"""
_VOUCHERS = "COPY ledger_voucher (entry_id, file_id, estate_id) FROM STDIN"
_TAKE_IDS = """SELECT nextval(pg_get_serial_sequence('ledger_entry', 'id'))
  FROM generate_series(1, %s)"""


def post_entries(drafts: Iterable[EntryDraft], *, actor: Actor) -> list[int]:
    """Post all drafts or none; the ids in their order. What a key names already is not repeated.

    One audit row and one event (EntriesPosted) for the whole. Raises as `post_entry` does.
    """
    wanted = list(drafts)
    day = today()
    for draft in wanted:
        check_draft(draft, day)
        check_references(draft)
    digests = _digests(wanted)
    try:
        with transaction.atomic():
            return _post_missing(wanted, digests, actor)
    except IntegrityError as error:
        if constraint_of(error) != "ledger_entry_key_once":
            raise
    # somebody posted one of the keys in this very moment: what they have posted is there now
    with transaction.atomic():
        return _post_missing(wanted, digests, actor)


def _digests(drafts: Sequence[EntryDraft]) -> dict[tuple[int, str], bytes]:
    digests: dict[tuple[int, str], bytes] = {}
    for draft in drafts:
        digest = digest_of(draft)
        if digests.setdefault((draft.book_id, draft.key), digest) != digest:
            raise EntryKeyReused
    return digests


def _post_missing(
    drafts: list[EntryDraft], digests: dict[tuple[int, str], bytes], actor: Actor
) -> list[int]:
    _check_books(drafts)
    known = _known(digests)
    missing = {(d.book_id, d.key): d for d in drafts if (d.book_id, d.key) not in known}
    if missing:
        fresh = dict(zip(missing, _take_ids(len(missing)), strict=True))
        with named():
            _copy(missing, fresh, digests, actor, now())
        known |= fresh
        _tell(fresh, actor)
    return [known[draft.book_id, draft.key] for draft in drafts]


def _check_books(drafts: list[EntryDraft]) -> None:
    units = dict(Book.objects.values_list("id", "unit"))
    for draft in drafts:
        if draft.book_id not in units:
            raise BookForeign
        if draft.unit not in (None, units[draft.book_id]):
            raise UnitWrong
    wanted = {line.account_id: draft.book_id for draft in drafts for line in draft.lines}
    books = dict(Account.objects.filter(pk__in=list(wanted)).values_list("id", "book_id"))
    if any(books.get(line.account_id) != draft.book_id for draft in drafts for line in draft.lines):
        raise AccountForeign


def _known(digests: dict[tuple[int, str], bytes]) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for book_id in {book_id for book_id, _ in digests}:
        keys = [key for book, key in digests if book == book_id]
        rows = Entry.objects.filter(book=book_id, key__in=keys)
        for pk, key, digest in rows.values_list("id", "key", "digest"):
            if bytes(digest) != digests[book_id, key]:
                raise EntryKeyReused
            found[book_id, key] = pk
    return found


def _take_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_IDS, [count])
        return sorted(value for (value,) in cursor.fetchall())


def _copy(
    drafts: dict[tuple[int, str], EntryDraft],
    ids: dict[tuple[int, str], int],
    digests: dict[tuple[int, str], bytes],
    actor: Actor,
    at: datetime,
) -> None:
    estate = current_estate_id()
    _copy_rows(
        _ENTRIES,
        (
            (ids[place], estate, d.book_id, d.key, d.kind, d.occurred_on, at, actor.user_id,
             d.source, d.memo, d.reverses_id, list(d.voucher_ids), len(d.lines), digests[place])
            for place, d in drafts.items()
        ),
    )  # fmt: skip
    _copy_rows(
        _LINES,
        (
            (ids[place], number, estate, line.account_id, d.occurred_on, line.amount)
            for place, d in drafts.items()
            for number, line in enumerate(d.lines, 1)
        ),
    )
    vouchers = [(ids[place], v, estate) for place, d in drafts.items() for v in d.voucher_ids]
    if vouchers:
        _copy_rows(_VOUCHERS, iter(vouchers))


def _copy_rows(statement: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _tell(fresh: dict[tuple[int, str], int], actor: Actor) -> None:
    for book_id in sorted({book_id for book_id, _ in fresh}):
        ids = [pk for (book, _), pk in fresh.items() if book == book_id]
        span: dict[str, Any] = {"first_id": ids[0], "last_id": ids[-1], "count": len(ids)}
        record("ledger.posted_many", "ledger_book", book_id, actor=actor, **span)
        publish(EntriesPosted(book_id, **span))
