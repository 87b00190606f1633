"""A backup: one dump, the files as they lie, and a manifest that proves both.

The dump is taken first. Files are never changed, so whatever the dump names is there afterwards.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from linli import __version__
from linli.base.postgres.api import connect_cluster, dump_database, restore_database
from linli.base.scopes.api import Estate, all_estates
from linli.cli.errors import BackupInTheWay, BackupUnfit
from linli.cli.words import _
from linli.web.configuration import configuration

FORMAT = 1
DUMP, FILES, MANIFEST = "database.dump", "files", "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `files` maps a path in the backup to its SHA-256 in hex."""

    format: int
    version: str
    made_at: str
    postgres: str
    estates: list[str]
    migrations: list[str]
    keys: str
    size: int
    files: dict[str, str]


def write_backup(directory: Path) -> Manifest:
    """Write a backup into a new or empty directory; it is whole once its manifest is there.

    Raises BackupInTheWay if something is there already, DumpFailed.
    """
    if directory.exists() and any(directory.iterdir()):
        raise BackupInTheWay(path=directory)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrations, estates = _applied_migrations(), _estate_names()
    dump_database(_source(), directory / DUMP)
    stored = configuration.var / "files"
    if stored.is_dir():
        shutil.copytree(stored, directory / FILES, ignore=shutil.ignore_patterns("*.part"))
    contents = list(_contents(directory))
    manifest = Manifest(
        format=FORMAT,
        version=__version__,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        postgres=_server_version(),
        estates=estates,
        migrations=migrations,
        keys=fingerprint_of_keys(),
        size=sum(path.stat().st_size for path in contents),
        files={path.relative_to(directory).as_posix(): _digest(path) for path in contents},
    )
    _write_manifest(directory, manifest)
    return manifest


def copy_keys(target: Path) -> None:
    """Copy the keys to a folder of their own, mode 0700."""
    shutil.copytree(configuration.var / "keys", target, dirs_exist_ok=True)
    target.chmod(0o700)


def verify_backup(directory: Path, *, keys: Path | None, without_keys: bool) -> Manifest:
    """Read the manifest and prove every file of it.

    Raises BackupUnfit: no manifest, a missing or changed file, a newer version, other keys.
    """
    manifest = _read_manifest(directory)
    for name, digest in manifest.files.items():
        path = directory / name
        if not path.is_file():
            raise BackupUnfit(reason=_("缺少 %(name)s") % {"name": name})
        if _digest(path) != digest:
            raise BackupUnfit(reason=_("%(name)s 和备份时不一样") % {"name": name})
    unknown = set(manifest.migrations) - _known_migrations()
    if unknown:
        text = _("它来自更新的版本（%(names)s），请先升级程序")
        raise BackupUnfit(reason=text % {"names": ", ".join(sorted(unknown))})
    found = fingerprint_of(keys) if keys else fingerprint_of_keys()
    if found != manifest.keys and not without_keys:
        raise BackupUnfit(reason=_("密钥不是备份时的那一套。请用 --keys 指出当时另存的密钥目录"))
    return manifest


def restore_backup(directory: Path, manifest: Manifest, *, keys: Path | None) -> None:
    """Put the backup in place of what is there.

    Files are copied beside the live ones first; then the database changes in one step; then the
    folders change names. Raises DumpFailed, DatabaseNotEmpty; then nothing has changed.
    """
    staged = configuration.var / f"files.restore-{os.getpid()}"
    try:
        _copy_proved(directory, staged, manifest)
        connections.close_all()
        restore_database(_source(), directory / DUMP)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    _swap(staged, configuration.var / "files")
    if keys:
        shutil.copytree(keys, configuration.var / "keys", dirs_exist_ok=True)


def fingerprint_of_keys() -> str:
    """A short name of the field keys and the index key in use; tells nothing about them."""
    return _fingerprint(settings.LINLI_FIELD_KEYS, settings.LINLI_INDEX_KEY)


def fingerprint_of(folder: Path) -> str:
    """The same of a folder that `copy_keys` has written."""
    try:
        field, index = (folder / "field_1").read_text(), (folder / "index").read_text()
    except OSError as error:
        raise BackupUnfit(reason=_("%(path)s 里没有密钥") % {"path": folder}) from error
    return _fingerprint(f"1:{field.strip()}", index.strip())


def _fingerprint(*keys: str) -> str:
    return hashlib.sha256("\n".join(("linli-keys", *keys)).encode()).hexdigest()[:16]


def _source() -> Any:
    if configuration.database_url:
        return configuration.database_owner_url or configuration.database_url
    return connect_cluster(configuration.var / "postgres")


def _contents(directory: Path) -> Iterator[Path]:
    return (path for path in sorted(directory.rglob("*")) if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_proved(directory: Path, staged: Path, manifest: Manifest) -> None:
    staged.mkdir(mode=0o700)
    for name in manifest.files:
        parts = Path(name).parts
        if parts[0] != FILES:
            continue
        target = staged.joinpath(*parts[1:])
        if ".." in parts or Path(name).is_absolute():
            raise BackupUnfit(reason=name)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copy2(directory / name, target)


def _swap(fresh: Path, live: Path) -> None:
    old = live.with_name(f"{live.name}.replaced-{time.time_ns():x}")
    if live.exists():
        live.rename(old)
    fresh.rename(live)
    shutil.rmtree(old, ignore_errors=True)


def _write_manifest(directory: Path, manifest: Manifest) -> None:
    part = directory / f"{MANIFEST}.part"
    part.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(directory / MANIFEST)


def _read_manifest(directory: Path) -> Manifest:
    try:
        found = Manifest(**json.loads((directory / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        text = _("没有可读的 %(name)s，备份没有完成")
        raise BackupUnfit(reason=text % {"name": MANIFEST}) from error
    if found.format != FORMAT or DUMP not in found.files:
        raise BackupUnfit(reason=_("格式不认识"))
    return found


def _estate_names() -> list[str]:
    with all_estates():
        return list(Estate.objects.order_by("id").values_list("name", flat=True))


def _applied_migrations() -> list[str]:
    loader = MigrationLoader(connections["owner"])
    return sorted(f"{label}.{name}" for label, name in loader.applied_migrations)


def _known_migrations() -> set[str]:
    return {f"{label}.{name}" for label, name in MigrationLoader(None).disk_migrations}


def _server_version() -> str:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])
