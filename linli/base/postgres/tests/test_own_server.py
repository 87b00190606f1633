"""A server that somebody else runs: PostgreSQL 15, the oldest that we support."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from linli.base.postgres.api import describe_server, dump_database, prepare_database

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
AS_NOBODY = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PROGRAMS.is_dir(), reason="no PostgreSQL 15 on this machine"),
]


@pytest.fixture
def server() -> Iterator[str]:
    """Where the server's socket and data lie."""
    with tempfile.TemporaryDirectory(prefix="pg15-") as place:
        if AS_NOBODY:
            os.chown(place, 65534, 65534)
        run("initdb", "-D", f"{place}/data", "-A", "trust", "-U", "admin", "-E", "UTF8", "-N")
        options = f"-F -k {place} -c listen_addresses="
        control = ("pg_ctl", "-D", f"{place}/data", "-w", "-l", f"{place}/log")
        run(*control, "-o", options, "start")
        yield place
        run(*control, "-m", "immediate", "stop")


def run(program: str, *arguments: str) -> None:
    subprocess.run(
        [PROGRAMS / program, *arguments],
        cwd="/",
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        **AS_NOBODY,  # type: ignore[call-overload]
    )


def test_an_own_server_gives_the_application_the_same_rights(server: str, tmp_path: Path) -> None:
    admin = f"postgresql://admin@/postgres?host={server}"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE ROLE keeper LOGIN")
        connection.execute("CREATE ROLE worker LOGIN")
        connection.execute("CREATE DATABASE estate OWNER keeper")
    owner, app = (f"postgresql://{role}@/estate?host={server}" for role in ("keeper", "worker"))
    with psycopg.connect(owner) as connection:
        connection.execute("CREATE TABLE before (id int)")
    prepare_database(owner, "worker")
    with psycopg.connect(owner) as connection:
        connection.execute("CREATE TABLE after (id int)")
    with psycopg.connect(app) as connection:
        connection.execute("INSERT INTO before VALUES (1)")
        connection.execute("INSERT INTO after VALUES (1)")
    with psycopg.connect(app) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("TRUNCATE after")
    described = describe_server(app)
    assert (described.version // 10000, described.problems) == (15, ())
    dump_database(owner, tmp_path / "estate.dump")
    assert (tmp_path / "estate.dump").stat().st_size > 0
