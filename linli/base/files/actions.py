"""Taking files in, and clearing away what nobody needed."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import Any, Protocol

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError
from procrastinate.contrib.django import app

from linli.base.accounts.data import Actor
from linli.base.audit.actions import record
from linli.base.calendars.clock import now
from linli.base.files.documents import rebind_document
from linli.base.files.errors import FileEmpty, FileTooLarge, TypeRefused
from linli.base.files.models import StoredFile
from linli.base.files.pictures import redraw_picture
from linli.base.files.queries import loose_files
from linli.base.files.sniffing import sniff_type
from linli.base.files.storage import (
    path_of,
    remove_bytes,
    remove_halves,
    tokens_on_disk,
    write_bytes,
)
from linli.base.scopes.actions import all_estates, estate_scope

KEEP_LOOSE = timedelta(days=2)  # a draft on a phone may take that long to be sent
_MEGABYTE = 1024 * 1024


class Upload(Protocol):
    """What Django's UploadedFile is."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def read(self, num_bytes: int = -1, /) -> bytes: ...


def keep_upload(upload: Upload, *, actor: Actor) -> StoredFile:
    """Check, clean and keep one picture or PDF; raises a FileRefused that says what to do.

    Pictures become WebP of at most 2560 pixels without place or camera; PDFs lose scripts,
    attachments and forms. Until something refers to it only the uploader may see it.
    """
    data = _read(upload)
    kind = sniff_type(data[:1024])
    if kind is None:
        raise TypeRefused
    fields: dict[str, Any]
    if kind == "PDF":
        document = rebind_document(data)
        clean = document.data
        fields = {"content_type": "application/pdf", "page_count": document.page_count}
    else:
        picture = redraw_picture(data, kind)
        clean = picture.data
        fields = {"content_type": "image/webp", "width": picture.width, "height": picture.height}
    return _store(clean, _plain_name(upload.name), fields, actor)


def keep_made(data: bytes, name: str, *, actor: Actor, page_count: int | None = None) -> StoredFile:
    """Keep a PDF that our own printer made: of any length, and not bound anew."""
    fields: dict[str, Any] = {"content_type": "application/pdf", "page_count": page_count}
    return _store(data, _plain_name(name), fields, actor)


def _read(upload: Upload) -> bytes:
    limit = settings.LINLI.upload_limit_mb
    if (upload.size or 0) > limit * _MEGABYTE:
        raise FileTooLarge(size=-(-(upload.size or 0) // _MEGABYTE), limit=limit)
    data = upload.read(limit * _MEGABYTE + 1)
    if len(data) > limit * _MEGABYTE:
        raise FileTooLarge(size=limit + 1, limit=limit)
    if not data:
        raise FileEmpty
    return data


def _plain_name(name: str | None) -> str:
    """The last part of the name, without signs that steer."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-200:]


@transaction.atomic
def _store(data: bytes, name: str, fields: dict[str, Any], actor: Actor) -> StoredFile:
    token = uuid.uuid4()
    write_bytes(path_of(token), data)  # a row without bytes is worse than bytes without a row
    stored: StoredFile = StoredFile.objects.create(
        token=token,
        original_name=name,
        byte_count=len(data),
        sha256=hashlib.sha256(data).digest(),
        uploaded_by_id=actor.user_id,
        uploaded_at=now(),
        **fields,
    )
    record("keep_file", "stored_file", stored.pk, actor=actor, bytes=len(data))
    return stored


def remove_loose_files() -> int:
    """Delete uploads that nothing refers to after two days, and bytes without a row."""
    age = KEEP_LOOSE.total_seconds()
    remove_halves(3600)
    with all_estates():
        loose = list(loose_files().filter(uploaded_at__lt=now() - KEEP_LOOSE))
        removed = sum(_remove(stored) for stored in loose)
        for token in tokens_on_disk(age):
            if not StoredFile.objects.filter(token=token).exists():
                remove_bytes(token)
    return removed


def _remove(stored: StoredFile) -> bool:
    try:
        with estate_scope(stored.estate_id), transaction.atomic():
            record("remove_file", "stored_file", stored.pk, actor=None)
            StoredFile.objects.filter(pk=stored.pk).delete()
    except (RestrictedError, IntegrityError):  # attached in this moment
        return False
    transaction.on_commit(lambda: remove_bytes(stored.token))
    return True


@app.periodic(cron="41 3 * * *", periodic_id="loose_files")
@app.task(name="linli.remove_loose_files", queue="default", queueing_lock="loose_files")
def remove_loose_files_nightly(timestamp: int) -> None:
    remove_loose_files()
