"""PDFs are bound anew from their pages: what acts, hides or tells is left behind."""

from __future__ import annotations

import contextlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf

from linli.base.files.errors import (
    DocumentBroken,
    DocumentLocked,
    DocumentTooLong,
    FileRefused,
)

MOST_PAGES = 300
# actions, scripts, attachments, metadata, private data of programs
_UNWANTED = (
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/EF", "/AF",
    "/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/RichMediaContent", "/Annots",
)  # fmt: skip


@dataclass(frozen=True)
class Document:
    data: bytes  # PDF
    page_count: int


def rebind_document(data: bytes) -> Document:
    """The same pages in a new file: forms and notes as drawn, nothing that runs or hides.

    Raises DocumentLocked, DocumentTooLong, DocumentBroken.
    """
    try:
        with pikepdf.open(BytesIO(data)) as source:
            _check(source)
            return _rebind(source)
    except pikepdf.PasswordError as error:
        raise DocumentLocked from error
    except FileRefused:
        raise
    except Exception as error:  # parsers meet hostile bytes with whatever error they like
        raise DocumentBroken from error


def _check(source: pikepdf.Pdf) -> None:
    if source.is_encrypted:
        raise DocumentLocked
    pages = len(source.pages)
    if pages == 0:
        raise DocumentBroken
    if pages > MOST_PAGES:
        raise DocumentTooLong(pages=pages, limit=MOST_PAGES)


def _rebind(source: pikepdf.Pdf) -> Document:
    with contextlib.suppress(pikepdf.PdfError, RuntimeError):
        source.generate_appearance_streams()
    source.flatten_annotations("all")
    fresh = pikepdf.new()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # fields stay behind: that is meant
        fresh.pages.extend(source.pages)
    for page in fresh.pages:
        _strip(page.obj)
    for thing in fresh.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            _strip(thing)
    out = BytesIO()
    fresh.save(
        out,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
        deterministic_id=True,
    )
    return Document(out.getvalue(), len(fresh.pages))


def _strip(thing: Any) -> None:
    for key in _UNWANTED:
        if key in thing:
            del thing[key]
