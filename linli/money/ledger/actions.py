"""Posting one entry in one round trip, and reversing.

A refusal by the database ends the transaction it came in: whoever wants to go on after one puts
`transaction.atomic()` around the call.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from psycopg import Cursor

from linli.base.accounts.api import Actor
from linli.base.audit.api import client_address, record
from linli.base.calendars.api import now, today
from linli.base.errors import NotFound
from linli.base.events.api import has_handlers
from linli.base.files.api import StoredFile
from linli.base.scopes.api import current_estate_id
from linli.money.ledger.data import EntryDraft, EntryPosted, Posting
from linli.money.ledger.errors import (
    EntryKeyReused,
    NotAReversal,
    ReversalOfReversal,
    VoucherUnknown,
)
from linli.money.ledger.models import Entry, Line
from linli.money.ledger.refusals import named
from linli.money.ledger.rules import check_draft, digest_of, mirrors

_POST = """SELECT * FROM ledger_post(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s,
  %s::bigint[], %s::bigint[], %s, %s)"""


def post_entry(draft: EntryDraft, *, actor: Actor) -> Entry:
    """Post one entry; a repeat with the same key and content gives the first again.

    Raises EntryKeyReused for a known key with other content, and the other refusals of `errors`.
    """
    check_draft(draft, today())
    with one_transaction():
        check_references(draft)
        return _post(draft, actor, now())


def one_transaction() -> AbstractContextManager[Any]:
    """The caller's transaction, or one of our own: a savepoint would be two round trips more."""
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


def _post(draft: EntryDraft, actor: Actor, at: datetime) -> Entry:
    estate_id, digest = current_estate_id(), digest_of(draft)
    connection.ensure_connection()
    # psycopg's own cursor: Django's writes the parameters into the text, at several times the cost
    with named(), connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        row = cursor.execute(
            _POST,
            [estate_id, draft.book_id, draft.unit, draft.key, draft.kind, draft.occurred_on, at,
             actor.user_id, draft.source, draft.memo, draft.reverses_id, list(draft.voucher_ids),
             digest, [line.account_id for line in draft.lines],
             [line.amount for line in draft.lines], client_address.get(),
             has_handlers(EntryPosted)],
        ).fetchone()  # fmt: skip
    assert row
    entry_id, is_new, kept_digest, kept_at, kept_user = row
    if not is_new and bytes(kept_digest) != digest:
        raise EntryKeyReused
    entry = Entry(
        id=entry_id, estate_id=estate_id, book_id=draft.book_id, key=draft.key, kind=draft.kind,
        occurred_on=draft.occurred_on, source=draft.source, memo=draft.memo,
        posted_at=at if is_new else kept_at, user_id=actor.user_id if is_new else kept_user,
        reverses_id=draft.reverses_id, voucher_ids=list(draft.voucher_ids),
        line_count=len(draft.lines), digest=digest,
    )  # fmt: skip
    entry._state.adding, entry._state.db = False, connection.alias
    return entry


def check_references(draft: EntryDraft) -> None:
    """Raise when a voucher is not there, or the draft does not undo the entry that it names."""
    if draft.voucher_ids:
        files = StoredFile.objects.filter(pk__in=draft.voucher_ids)
        if files.count() != len(draft.voucher_ids):
            raise VoucherUnknown(field="voucher_ids")
    if draft.reverses_id is not None:
        _check_reversal(draft)


def _check_reversal(draft: EntryDraft) -> None:
    original = Entry.objects.filter(pk=draft.reverses_id, book=draft.book_id).first()
    if original is None:
        raise NotFound
    if original.reverses_id is not None:
        raise ReversalOfReversal
    lines = Line.objects.filter(entry=original.pk).values_list("account_id", "amount")
    if not mirrors(lines, [(line.account_id, line.amount) for line in draft.lines]):
        raise NotAReversal


def reverse_entry(
    entry_id: int, *, key: str, reason: str, actor: Actor, occurred_on: date | None = None
) -> Entry:
    """Post the mirror image of an entry, dated today unless told otherwise; at most once.

    `reason` goes to the audit trail, not to the book: it may name people.
    Raises AlreadyReversed, ReversalOfReversal, BalanceTooLow, NotFound.
    """
    original: Entry | None = Entry.objects.filter(pk=entry_id).first()
    if original is None:
        raise NotFound
    lines = Line.objects.filter(entry=entry_id).order_by("number")
    draft = EntryDraft(
        book_id=original.book_id, key=key, kind="reversal", source=original.source,
        occurred_on=occurred_on or _day_of_first(original.book_id, key) or today(),
        lines=tuple(Posting(line.account_id, -line.amount) for line in lines),
        reverses_id=entry_id,
    )  # fmt: skip
    with one_transaction():
        entry = post_entry(draft, actor=actor)
        record(
            "ledger.reversed", "ledger_entry", entry_id, actor=actor, purpose=reason.strip()[:200],
            by_entry=entry.pk,
        )  # fmt: skip
    return entry


def _day_of_first(book_id: int, key: str) -> date | None:
    """A repeat after midnight is the same reversal as before."""
    days = Entry.objects.filter(book=book_id, key=key).values_list("occurred_on", flat=True)
    day: date | None = days.first()
    return day
