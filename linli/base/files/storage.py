"""Bytes on disk, outside the web root: whole or not at all."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

PART = ".part"


def files_folder() -> Path:
    return Path(settings.LINLI.var) / "files"


def path_of(token: UUID, variant: str = "") -> Path:
    """`ab/cd/<token>`, or `ab/cd/<token>.<variant>` for something drawn from it."""
    name = token.hex
    return files_folder() / name[:2] / name[2:4] / (f"{name}.{variant}" if variant else name)


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` at `path` so that a crash leaves either nothing or everything; mode 0600."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    try:
        part.touch(mode=0o600)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)


def remove_bytes(token: UUID) -> None:
    """The file and all that was drawn from it."""
    path = path_of(token)
    for variant in [path, *path.parent.glob(f"{path.name}.*")]:
        variant.unlink(missing_ok=True)


def tokens_on_disk(older_than_seconds: float) -> Iterator[UUID]:
    """Every stored file of that age."""
    for path in _files(older_than_seconds):
        if "." not in path.name:
            yield UUID(path.name)


def remove_halves(older_than_seconds: float) -> int:
    """Delete what a crash left half-written; how many there were."""
    halves = [path for path in _files(older_than_seconds) if path.name.endswith(PART)]
    for path in halves:
        path.unlink(missing_ok=True)
    return len(halves)


def _files(older_than_seconds: float) -> Iterator[Path]:
    before = time.time() - older_than_seconds
    for path in files_folder().glob("??/??/*"):
        if path.stat().st_mtime <= before:
            yield path


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
