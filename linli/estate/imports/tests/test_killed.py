"""A worker that is killed in the middle of an import is followed by another."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app

from linli.base.postgres.api import Cluster
from linli.estate.imports.tests.test_jobs import Cast, begin, confirm, do, look, people
from linli.estate.imports.tests.test_jobs import town as town

pytestmark = pytest.mark.slow
PATIENCE = 60.0


def start_worker(cluster: Cluster, *options: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "LINLI_DATABASE_URL": cluster.app_url,
        "LINLI_DATABASE_OWNER_URL": cluster.owner_url,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "linli.cli", "worker", *options], env=environment
    )


def await_true(found: Callable[[], Any]) -> None:
    until = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < until
        time.sleep(0.1)


def give_up_dead_workers(watch: psycopg.Connection[Any]) -> None:
    """What the clock does once a heart has been still for half a minute."""
    watch.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 min'")

    async def retry() -> None:
        worker_app = app.with_connector(app.connector.get_worker_connector())
        async with worker_app.open_async():
            jobs = worker_app.job_manager
            await jobs.prune_stalled_workers(seconds_since_heartbeat=30)
            for job in await jobs.get_stalled_jobs():
                await jobs.retry_job(job)

    async_to_sync(retry)()


def test_killed_while_it_writes(town: Cast, committed_db: Cluster) -> None:
    run = begin(town)
    do(town, run, 1)
    run = confirm(town, run)
    with psycopg.connect(committed_db.owner_url, autocommit=True) as watch:
        key = [f"import:{town.estate.pk}"]
        # whoever holds this lets the worker come just as far as its transaction
        watch.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", key)
        worker = start_worker(committed_db)
        try:
            waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            await_true(lambda: watch.execute(waits).fetchone())
        finally:
            worker.kill()
            worker.wait()
        watch.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)
        assert (look(town, run).state, people(town)) == ("writing", 0)
        give_up_dead_workers(watch)
    assert start_worker(committed_db, "--once").wait(PATIENCE) == 0
    assert (look(town, run).state, people(town)) == ("confirmed", 2)
