"""A backup comes back whole, or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import psycopg
import pytest

from linli.base.postgres import dumps
from linli.base.postgres.api import (
    Cluster,
    DatabaseNotEmpty,
    DumpFailed,
    create_database,
    dump_database,
    restore_database,
)


@pytest.fixture
def estate(cluster: Cluster, request: pytest.FixtureRequest) -> Cluster:
    made = create_database(cluster, request.node.name)
    with psycopg.connect(made.owner_url) as owner:
        owner.execute("CREATE TABLE home (no text); INSERT INTO home VALUES ('1-101')")
        owner.execute("REVOKE DELETE ON home FROM linli_app")
    return made


def read_homes(cluster: Cluster) -> list[tuple[str]]:
    with psycopg.connect(cluster.app_url) as app:
        return app.execute("SELECT no FROM home ORDER BY no").fetchall()


def test_there_and_back_with_open_sessions(estate: Cluster, tmp_path: Path) -> None:
    dump_database(estate, tmp_path / "estate.dump")
    assert stat.S_IMODE((tmp_path / "estate.dump").stat().st_mode) == 0o600
    with psycopg.connect(estate.app_url, autocommit=True) as session:
        session.execute("INSERT INTO home VALUES ('after the backup')")
        restore_database(estate, tmp_path / "estate.dump")
    assert read_homes(estate) == [("1-101",)]
    with (
        psycopg.connect(estate.app_url) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("DELETE FROM home")


def test_a_torn_file_changes_nothing(estate: Cluster, tmp_path: Path) -> None:
    whole, torn = tmp_path / "whole.dump", tmp_path / "torn.dump"
    dump_database(estate, whole)
    torn.write_bytes(whole.read_bytes()[:-200])
    with pytest.raises(DumpFailed):
        restore_database(estate, torn)
    assert read_homes(estate) == [("1-101",)]


def test_an_own_server_is_restored_into_an_empty_database_only(
    cluster: Cluster, estate: Cluster, tmp_path: Path
) -> None:
    dump_database(estate.owner_url, tmp_path / "estate.dump")
    with pytest.raises(DatabaseNotEmpty):
        restore_database(estate.owner_url, tmp_path / "estate.dump")
    empty = create_database(cluster, "empty")
    restore_database(empty.owner_url, tmp_path / "estate.dump")
    assert read_homes(empty) == [("1-101",)]


def test_an_own_server_before_17_is_restored_as_a_script(
    cluster: Cluster, estate: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumps, "_KNOWS_TIMEOUT", 99_00_00)
    dump_database(estate.owner_url, tmp_path / "estate.dump")
    empty = create_database(cluster, "empty_15")
    restore_database(empty.owner_url, tmp_path / "estate.dump")
    assert read_homes(empty) == [("1-101",)]


def test_no_file_is_left_of_a_dump_that_fails(cluster: Cluster, tmp_path: Path) -> None:
    with pytest.raises(DumpFailed):
        dump_database(cluster.owner_url.replace("/linli?", "/missing?"), tmp_path / "x.dump")
    assert list(tmp_path.iterdir()) == []
