"""Backups of one database with the wheel's pg_dump and pg_restore (version 18).

They read servers of version 15 to 18; a newer own server needs its own tools.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import conninfo, sql

from linli.base.postgres.binaries import find_binaries
from linli.base.postgres.clusters import Cluster
from linli.base.postgres.databases import create_database, drop_database, point_at
from linli.base.postgres.errors import DatabaseNotEmpty, DumpFailed
from linli.base.postgres.roles import without_default_rights

_KNOWS_TIMEOUT = 17_00_00
_PREAMBLE = 60  # lines in which a dump's script sets its session up
_CONNECTION = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def dump_database(source: Cluster | str, target: Path) -> None:
    """Write one consistent snapshot to ``target`` (pg_dump's custom format, mode 0600).

    ``source`` is a cluster or the owner's URL. The file appears only when it is whole.
    Raises DumpFailed.
    """
    url = source if isinstance(source, str) else source.owner_url
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        _run_tool("pg_dump", url, "--format=custom", "--compress=6", f"--file={part}")
        _run_tool("pg_restore", url, "--list", str(part))
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def restore_database(target: Cluster | str, source: Path) -> None:
    """Bring back a dump, whole or not at all.

    On a cluster it is restored beside the live database, which it then replaces; sessions end.
    On an own server (the owner's URL) the database must be empty and the application's role must
    have the same name as when the dump was made.
    Raises DumpFailed, DatabaseNotEmpty.
    """
    if isinstance(target, str):
        _refuse_tables(target)
        _restore_into(target, source)
        return
    database = str(conninfo.conninfo_to_dict(target.owner_url)["dbname"])
    # apart from the live name, since PostgreSQL cuts names at 63 bytes
    fresh, old = (f"{word}_{time.time_ns():x}" for word in ("restore", "replaced"))
    made = create_database(target, fresh)
    try:
        _restore_into(made.owner_url, source)
        _swap_databases(target, database, fresh, old)
    except BaseException:
        drop_database(target, fresh)
        raise
    drop_database(target, old)


def _restore_into(owner_url: str, source: Path) -> None:
    options = ("--no-owner", "--single-transaction", "--exit-on-error")
    database = str(conninfo.conninfo_to_dict(owner_url)["dbname"])
    with without_default_rights(owner_url):
        if _server_version(owner_url) < _KNOWS_TIMEOUT:
            _restore_as_script(owner_url, source)
        else:
            _run_tool("pg_restore", owner_url, *options, f"--dbname={database}", str(source))


def _server_version(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.info.server_version


def _restore_as_script(owner_url: str, source: Path) -> None:
    """For servers before 17: pg_restore 18 sets a timeout that they do not know."""
    with tempfile.TemporaryDirectory() as folder:  # made with mode 0700
        whole, known = Path(folder) / "whole.sql", Path(folder) / "known.sql"
        _run_tool("pg_restore", owner_url, "--no-owner", f"--file={whole}", str(source))
        with whole.open("rb") as lines, known.open("wb") as kept:
            kept.writelines(
                line for number, line in enumerate(lines)
                if number > _PREAMBLE or line.strip() != b"SET transaction_timeout = 0;"
            )  # fmt: skip
        whole.unlink()
        _run_tool(
            "psql", owner_url, "--no-psqlrc", "--quiet", "--single-transaction",
            "--set=ON_ERROR_STOP=1", f"--file={known}",
        )  # fmt: skip


def _swap_databases(cluster: Cluster, live: str, fresh: str, replaced: str) -> None:
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    admin = point_at(cluster, "postgres").superuser_url
    with psycopg.connect(admin) as connection:  # both renames or none
        allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        connection.execute(allow.format(sql.Identifier(live), sql.SQL("false")))
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            [live],
        )
        for old, new in ((live, replaced), (fresh, live)):
            connection.execute(rename.format(sql.Identifier(old), sql.Identifier(new)))


def _refuse_tables(owner_url: str) -> None:
    with psycopg.connect(owner_url) as connection:
        found = connection.execute(
            "SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace LIMIT 1"
        )
        if found.fetchone() is not None:
            raise DatabaseNotEmpty(database=connection.info.dbname)


def _run_tool(tool: str, url: str, *arguments: str) -> None:
    given = conninfo.conninfo_to_dict(url)
    # by environment: arguments can be read by every user of the machine
    connection = {_CONNECTION[k]: str(v) for k, v in given.items() if k in _CONNECTION}
    done = subprocess.run(
        [find_binaries() / tool, *arguments],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", **connection},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise DumpFailed(reason=done.stderr.strip()[-400:])
