"""Nothing is deleted but by the nightly job, and that takes only what nobody needs."""

from __future__ import annotations

import os
import time
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from linli.base.calendars.api import clock_at, now, today
from linli.base.files.api import file_path, is_attached, keep_upload, remove_loose_files
from linli.base.files.models import StoredFile
from linli.base.files.storage import path_of, write_bytes
from linli.base.files.tests import specimens


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Any, settings: Any) -> None:
    settings.LINLI = settings.LINLI.model_copy(update={"var": tmp_path})


@pytest.fixture
def stored(cast: Any) -> StoredFile:
    return keep_upload(specimens.upload(specimens.encoded("PNG")), actor=cast.actor("clerk"))


def age(path: Path, days: int = 3) -> None:
    then = time.time() - days * 86_400
    os.utime(path, (then, then))


def attach(cast: Any, stored: StoredFile) -> None:
    from django.apps import apps

    letter = apps.get_model("matters", "Letter").objects.create(
        received_on=today(), scanned_by=cast.clerk, scanned_at=now()
    )
    apps.get_model("matters", "LetterPage").objects.create(letter=letter, file=stored, position=1)


def clear_in_three_days() -> int:
    with clock_at(now() + timedelta(days=3)):
        return remove_loose_files()


def test_a_loose_file_goes_after_two_days(
    cast: Any, stored: StoredFile, django_capture_on_commit_callbacks: Any
) -> None:
    path = file_path(stored)
    assert remove_loose_files() == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert clear_in_three_days() == 1
    assert not path.exists()
    assert not StoredFile.objects.exists()


def test_an_attached_file_stays(cast: Any, stored: StoredFile) -> None:
    assert not is_attached(stored)
    attach(cast, stored)
    assert is_attached(stored)
    assert clear_in_three_days() == 0
    assert file_path(stored).exists()


def test_halves_and_bytes_without_a_row_are_cleared(cast: Any, stored: StoredFile) -> None:
    stray = uuid.uuid4()
    write_bytes(path_of(stray), b"x")
    half = path_of(stray).with_name("half.1.part")
    half.write_bytes(b"y")
    age(path_of(stray)), age(half), age(file_path(stored))
    remove_loose_files()
    assert not path_of(stray).exists()
    assert not half.exists()
    assert file_path(stored).exists()


def test_a_crash_while_writing_leaves_nothing(monkeypatch: Any, tmp_path: Any) -> None:
    def die(handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", die)
    path = path_of(uuid.uuid4())
    with pytest.raises(OSError, match="disk full"):
        write_bytes(path, b"data")
    assert list(path.parent.iterdir()) == []
