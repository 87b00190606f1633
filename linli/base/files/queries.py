from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from linli.base.errors import NotFound
from linli.base.files.errors import FileGone
from linli.base.files.models import StoredFile
from linli.base.files.pictures import shrink_picture
from linli.base.files.storage import path_of, write_bytes

THUMBNAIL = 320  # pixels


def file_with_token(token: UUID) -> StoredFile:
    """A file of the estate in scope. Says nothing about who may see it: ask what it hangs on."""
    stored: StoredFile | None = StoredFile.objects.filter(token=token).first()
    if stored is None:
        raise NotFound
    return stored


def file_path(stored: StoredFile) -> Path:
    path = path_of(stored.token)
    if not path.is_file():
        raise FileGone
    return path


def thumbnail_path(stored: StoredFile) -> Path:
    """A small WebP of a picture, drawn at the first call and kept; of a PDF there is none."""
    if stored.content_type != "image/webp":
        raise NotFound
    path = path_of(stored.token, f"{THUMBNAIL}.webp")
    if not path.is_file():
        write_bytes(path, shrink_picture(file_path(stored).read_bytes(), THUMBNAIL))
    return path


def loose_files(among: QuerySet[StoredFile] | None = None) -> QuerySet[StoredFile]:
    """Files on which nothing hangs, of those given or of all in scope."""
    rows = StoredFile.objects.all() if among is None else among
    for relation in _relations():
        used = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        rows = rows.filter(~Exists(used))
    return rows


def is_attached(stored: StoredFile) -> bool:
    """Whether any table of any group refers to the file."""
    return not loose_files(StoredFile.objects.filter(pk=stored.pk)).exists()


def _relations() -> list[ForeignObjectRel]:
    fields = StoredFile._meta.get_fields(include_hidden=True)
    return [f for f in fields if isinstance(f, ForeignObjectRel)]
