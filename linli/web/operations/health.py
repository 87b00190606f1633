"""Whether this installation works now."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

WORKER_STILL = 45  # seconds without a heartbeat; the worker's heart beats every 10


@dataclass(frozen=True)
class Health:
    """What must be true for people to be served."""

    database: bool = False
    migrations: bool = False
    worker: bool = False

    @property
    def is_ready(self) -> bool:
        return all(asdict(self).values())


def look() -> Health:
    """Ask the database, its migrations and the worker's heartbeat."""
    try:
        worker = heartbeat_age()
        return Health(True, is_migrated(), worker is not None and worker < WORKER_STILL)
    except DatabaseError:
        return Health()


def heartbeat_age() -> float | None:
    """Seconds since the last heartbeat of any worker, by the database's clock; None: no worker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
        )
        (age,) = cursor.fetchone()
    return None if age is None else float(age)


def is_migrated() -> bool:
    """Whether the database has every migration of this version; asked until it has."""
    if not _is_migrated():
        _is_migrated.cache_clear()
        return False
    return True


@cache
def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
