"""A worker is killed with -9 while a large sheet of ballots goes into the box, or while all papers
are printed: everything stands once, or nothing does."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connection

from linli.base.postgres.api import Cluster
from linli.estate.imports.tests.test_killed import (
    PATIENCE,
    await_true,
    give_up_dead_workers,
    start_worker,
)
from linli.voice.ballots.tests.test_runs import (
    ballots,
    begin_import,
    begin_print,
    inside,
    look,
    sheet_of,
)
from linli.voice.ballots.tests.test_runs import town as town

pytestmark = pytest.mark.slow
WAITS = "SELECT 1 FROM pg_locks WHERE NOT granted"


@pytest.fixture(autouse=True)
def only_runs(town: Any, committed_db: Cluster) -> None:
    """News of the estate's making would wake the readers of texts, which train for a minute."""
    with psycopg.connect(committed_db.owner_url, autocommit=True) as watch:
        watch.execute("DELETE FROM procrastinate_jobs WHERE queue_name <> 'imports'")


def kill_at(town: Any, cluster: Cluster, hold: str) -> None:
    """A worker comes just as far as the rows that `hold` locks, and is killed there."""
    with psycopg.connect(cluster.owner_url) as keeper:
        keeper.execute(hold)
        worker = start_worker(cluster)
        try:
            with psycopg.connect(cluster.owner_url, autocommit=True) as watch:
                await_true(lambda: watch.execute(WAITS).fetchone())
        finally:
            worker.kill()
            worker.wait()
        keeper.rollback()
    with psycopg.connect(cluster.owner_url, autocommit=True) as watch:
        give_up_dead_workers(watch)
    connection.close()


@pytest.mark.rule("OWN-18")
def test_killed_while_ballots_go_into_the_box(town: Any, committed_db: Cluster) -> None:
    run = begin_import(town, sheet_of(town))
    kill_at(town, committed_db, "SELECT 1 FROM assembly FOR UPDATE")
    assert (look(town, run).state, ballots(town)) == ("working", 0)
    assert start_worker(committed_db, "--once").wait(PATIENCE) == 0
    heads = inside(town, town.assembly.voters.count)
    assert (look(town, run).state, ballots(town)) == ("done", heads)


def test_killed_while_papers_are_numbered(town: Any, committed_db: Cluster) -> None:
    run = begin_print(town)
    kill_at(town, committed_db, "LOCK TABLE paper_ballot IN EXCLUSIVE MODE")
    assert look(town, run).state == "working"
    assert inside(town, town.assembly.papers.count) == 0
    assert start_worker(committed_db, "--once").wait(PATIENCE) == 0
    run = look(town, run)
    heads = inside(town, town.assembly.voters.count)
    assert (run.state, run.totals["papers"]) == ("done", heads)
    numbers = inside(town, lambda: sorted(town.assembly.papers.values_list("number", flat=True)))
    assert numbers == list(range(1, heads + 1))
