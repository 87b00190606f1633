"""Commands against a database of their own."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from linli.base.errors import DomainError
from linli.cli import audits, backups
from linli.cli.answers import Answers
from linli.cli.certificates import keep_certificate
from linli.cli.errors import AnswerMissing, BackupUnfit
from linli.web.checks import is_loopback
from linli.web.configuration import configuration


@pytest.fixture
def stored(tmp_path: Path, committed_db: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of data with one stored file, beside a database with the cast in it."""
    from linli.estate.testing import make_cast

    make_cast()
    monkeypatch.setattr(configuration, "var", tmp_path / "var")
    monkeypatch.setattr(configuration, "database_url", committed_db.app_url)
    monkeypatch.setattr(configuration, "database_owner_url", committed_db.owner_url)
    file = tmp_path / "var" / "files" / "ab" / "cd" / "abcd"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"picture")
    return tmp_path


def test_a_backup_names_and_proves_everything(stored: Path) -> None:
    manifest = backups.write_backup(stored / "backup")
    assert set(manifest.files) == {"database.dump", "files/ab/cd/abcd"}
    assert "祥和城小区" in manifest.estates
    assert backups.verify_backup(stored / "backup", keys=None, without_keys=False) == manifest


def test_a_backup_holds_no_key(stored: Path) -> None:
    from django.conf import settings

    backups.write_backup(stored / "backup")
    key = settings.LINLI_INDEX_KEY
    assert not any(key.encode() in p.read_bytes() for p in (stored / "backup").rglob("*.json"))
    assert not (stored / "backup" / "keys").exists()


@pytest.mark.parametrize("harm", ["change", "remove", "manifest", "newer", "keys"])
def test_an_unfit_backup_is_refused(stored: Path, harm: str) -> None:
    backup = stored / "backup"
    backups.write_backup(backup)
    manifest = json.loads((backup / "manifest.json").read_text())
    if harm == "change":
        (backup / "files/ab/cd/abcd").write_bytes(b"other")
    elif harm == "remove":
        (backup / "database.dump").unlink()
    elif harm == "newer":
        manifest["migrations"].append("base.9999_from_the_future")
    elif harm == "keys":
        manifest["keys"] = "0" * 16
    text = "{" if harm == "manifest" else json.dumps(manifest)
    (backup / "manifest.json").write_text(text)
    with pytest.raises(BackupUnfit):
        backups.verify_backup(backup, keys=None, without_keys=False)


def test_a_backup_does_not_mix_with_what_is_there(stored: Path) -> None:
    (stored / "backup").mkdir()
    (stored / "backup" / "mine").touch()
    with pytest.raises(DomainError):
        backups.write_backup(stored / "backup")


def test_old_audit_rows_are_forgotten_and_that_is_written_down(committed_db: Any) -> None:
    from datetime import timedelta

    from linli.base.audit.api import AuditRow, record
    from linli.base.calendars.api import clock_at, now

    with clock_at(now() - timedelta(days=500)):
        record("seen", "person", 1, actor=None)
    record("seen", "person", 2, actor=None)
    assert audits.count_old(400) == 1
    assert audits.purge_old(400) == 1
    left = list(AuditRow.objects.order_by("id").values_list("action", "subject_id"))
    assert left == [("seen", 2), ("purge_audit", None)]


def test_the_trail_is_closed_again_after_a_purge(committed_db: Any) -> None:
    from django.db import DatabaseError, connections, transaction

    from linli.base.audit.api import record

    record("seen", "person", 1, actor=None)
    audits.purge_old(400)
    for alias in ("default", "owner"):
        with pytest.raises(DatabaseError), transaction.atomic(using=alias):
            connections[alias].cursor().execute("DELETE FROM audit_row")


def test_answers_come_from_the_file_the_flags_and_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "answers.json"
    file.write_text('{"name": "A", "administrator": {"password": {"$env": "SECRET"}}}')
    monkeypatch.setenv("SECRET", "pass")
    answers = Answers.from_file(file, name="B", code=None)
    assert answers.ask("name", "?") == "B"
    assert answers.get("administrator.password") == "pass"
    with pytest.raises(AnswerMissing):
        Answers(answers.given, asks=False).ask("address", "?")


def test_a_certificate_is_kept_while_it_serves(tmp_path: Path) -> None:
    first = keep_certificate(tmp_path / "tls", ["localhost", "192.168.1.2"])
    content = first[0].read_bytes()
    assert stat.S_IMODE(first[1].stat().st_mode) == 0o600
    assert keep_certificate(tmp_path / "tls", ["localhost"])[0].read_bytes() == content
    assert keep_certificate(tmp_path / "tls", ["estate.lan"])[0].read_bytes() != content


@pytest.mark.parametrize(
    ("host", "is_it"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("[::1]", True),
        ("10.0.0.1", False),
        ("a.cn", False),
    ],
)
def test_loopback(host: str, is_it: bool) -> None:
    assert is_loopback(host) is is_it
