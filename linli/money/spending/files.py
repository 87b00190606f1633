"""Quotes, contracts and vouchers: taken in clean, published only when somebody said they may be."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.files.api import StoredFile, keep_upload
from linli.estate.organisations.api import Permission, may, require
from linli.money.spending.data import EntryKind, FileKind, State
from linli.money.spending.errors import MacroRefused, NotNow, OfficeFileRefused
from linli.money.spending.models import SpendingFile
from linli.money.spending.queries import request_for
from linli.money.spending.rules import carries_macro, is_office_file
from linli.money.spending.steps import lock_request, write_line


def keep_voucher(upload: Any, *, actor: Actor) -> StoredFile:
    """A picture or PDF. Raises MacroRefused, OfficeFileRefused and what `keep_upload` raises:
    an Office file may run something by itself, so it is not taken in at all."""
    head = upload.read(8)
    if is_office_file(head):
        rest = upload.read(32 * 1024 * 1024)
        raise (MacroRefused if carries_macro(head + rest) else OfficeFileRefused)(field="file")
    upload.seek(0)
    return keep_upload(upload, actor=actor)


@transaction.atomic
def add_file(
    request_id: int, upload: Any, *, kind: str, actor: Actor, title: str = ""
) -> SpendingFile:
    """Put a paper to a request: the author or the accountant, until it is cancelled.

    Raises MacroRefused, OfficeFileRefused, FileRefused, NotAllowed, NotNow.
    """
    request = lock_request(request_id, actor)
    if request.author_id != actor.user_id and not may(actor, Permission.CHECK_SPENDING):
        raise NotAllowed
    if request.state == State.CANCELLED:
        raise NotNow
    if kind not in set(FileKind):
        raise Invalid(translatable("请选这是报价、合同还是凭证。"), field="kind")
    stored = keep_voucher(upload, actor=actor)
    row: SpendingFile = SpendingFile.objects.create(
        request=request, file=stored, kind=kind, title=title.strip()[:60],
        added_by_id=actor.user_id, added_at=now(),
    )  # fmt: skip
    write_line(request, EntryKind.FILED, actor=actor, file=row.pk, paper=kind)
    return row


def file_for(actor: Actor, file_id: int) -> SpendingFile:
    """A paper of a request that the actor may look at. Raises NotFound."""
    rows = SpendingFile.objects.select_related("file", "masked", "request")
    row: SpendingFile | None = rows.filter(pk=file_id).first()
    if row is None:
        raise NotFound
    request_for(actor, row.request_id)
    return row


@transaction.atomic
def show_file(file_id: int, *, actor: Actor, masked: Any = None) -> SpendingFile:
    """Let everybody see a paper: as it is (somebody looked: no name of a resident, no home, no
    private number), or as a copy with those covered. Raises NotAllowed, MacroRefused …"""
    require(actor, Permission.PUBLISH_ACCOUNTS)
    row = file_for(actor, file_id)
    if row.shown_by_id is not None and masked is None:
        return row
    row.shown_by_id, row.shown_at = actor.user_id, now()
    if masked is not None:
        row.masked = keep_voucher(masked, actor=actor)
    try:
        with transaction.atomic():
            row.save(update_fields=["shown_by", "shown_at", "masked"])
    except IntegrityError as error:
        raise NotNow from error
    write_line(
        row.request, EntryKind.SHOWN, actor=actor, file=row.pk, masked=row.masked_id is not None
    )
    return row


@transaction.atomic
def hide_file(file_id: int, *, actor: Actor) -> SpendingFile:
    """Take a paper off the public page again: something personal was overlooked."""
    require(actor, Permission.PUBLISH_ACCOUNTS)
    row = file_for(actor, file_id)
    row.shown_by, row.shown_at, row.masked = None, None, None
    row.save(update_fields=["shown_by", "shown_at", "masked"])
    write_line(row.request, EntryKind.SHOWN, actor=actor, file=row.pk, hidden=True)
    return row
