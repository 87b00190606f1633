"""What the public page may say of a payment, and telling the owners of an emergency use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.estate.organisations.api import Permission, require
from linli.money.spending.data import Book, EntryKind, PublicSpending, PublicVoucher
from linli.money.spending.errors import NotNow
from linli.money.spending.models import SpendingFile, SpendingRequest
from linli.money.spending.rules import public_payee
from linli.money.spending.steps import lock_request, require_reason, write_line

_SOURCE = re.compile(r"spending:([0-9]{1,18})")


def request_id_of(source: str) -> int | None:
    """The request behind a ledger entry's source "spending:17"."""
    found = _SOURCE.fullmatch(source)
    return int(found[1]) if found else None


def public_spendings(request_ids: Iterable[int]) -> dict[int, PublicSpending]:
    """What anybody may read of these requests: no person, no account number, and of the papers
    those that somebody has marked."""
    ids = list(request_ids)
    papers: dict[int, list[PublicVoucher]] = {}
    shown = SpendingFile.objects.filter(request__in=ids, shown_by__isnull=False)
    for row in shown.select_related("file", "masked").order_by("pk"):
        stored = row.masked or row.file
        papers.setdefault(row.request_id, []).append(
            PublicVoucher(row.pk, str(stored.token), stored.content_type)
        )
    return {
        row.pk: PublicSpending(
            row.number, row.purpose, public_payee(row.payee), row.category, row.contract,
            row.is_emergency, row.emergency_reason, tuple(papers.get(row.pk, ())),
        )
        for row in SpendingRequest.objects.filter(pk__in=ids)
    }  # fmt: skip


def public_file(file_id: int) -> SpendingFile | None:
    """A paper that was marked for everybody; None for any other."""
    rows = SpendingFile.objects.select_related("file", "masked", "request")
    found: SpendingFile | None = rows.filter(pk=file_id, shown_by__isnull=False).first()
    return found


@transaction.atomic
def disclose_emergency(request_id: int, *, words: str, actor: Actor) -> SpendingRequest:
    """The owners were told of an emergency use: where, why, how much (FEE-07)."""
    require(actor, Permission.PUBLISH_ACCOUNTS)
    note = require_reason(words, field="words")
    request = lock_request(request_id, actor)
    if not (request.is_emergency and request.book == Book.MAINTENANCE_FUND and request.paid):
        raise NotNow
    if request.disclosed_at is None:
        request.disclosed_at = now()
        request.save(update_fields=["disclosed_at"])
        write_line(request, EntryKind.DISCLOSED, actor=actor, note=note)
    return request
