"""Pictures, scans and PDFs: taken in clean, kept outside the web root."""

from linli.base.files.actions import keep_made, keep_upload, remove_loose_files
from linli.base.files.doors import look_at, opens
from linli.base.files.errors import FileRefused
from linli.base.files.models import StoredFile
from linli.base.files.queries import (
    file_path,
    file_with_token,
    is_attached,
    loose_files,
    thumbnail_path,
)

__all__ = [
    "FileRefused",
    "StoredFile",
    "file_path",
    "file_with_token",
    "is_attached",
    "keep_made",
    "keep_upload",
    "look_at",
    "loose_files",
    "opens",
    "remove_loose_files",
    "thumbnail_path",
]
