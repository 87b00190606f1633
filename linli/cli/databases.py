"""The database of a command: embedded or by URL, running, of this version.

Everything here happens before Django's settings are read, which ask the cluster for its address.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from linli.base.postgres.api import (
    Cluster,
    describe_server,
    is_running,
    prepare_database,
    start_cluster,
    stop_cluster,
)
from linli.cli.errors import (
    DatabaseNewer,
    DatabaseUnmigrated,
    DatabaseUnreachable,
    DatabaseUnsuitable,
)
from linli.cli.words import _
from linli.web.configuration import configuration


def start_django() -> None:
    """Load Django's settings and applications."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.web.settings")
    django.setup()


def is_embedded() -> bool:
    return not configuration.database_url


@contextmanager
def database_at_hand() -> Iterator[None]:
    """A reachable database for as long as the block lasts, and Django on it.

    The embedded cluster is used where it runs, else started and stopped again.
    Raises DatabaseUnreachable, DatabaseUnsuitable and the errors of `linli.base.postgres`.
    """
    root = configuration.var / "postgres"
    own = is_embedded() and not is_running(root)
    if own:
        start_cluster(root)
    elif not is_embedded():
        prepare_own_server()
    try:
        start_django()
        yield
    finally:
        close_connections()
        if own:
            stop_cluster(root)


def open_cluster() -> Cluster | None:
    """Start the embedded cluster for a server; None on an own server, whose fitness is checked.

    Raises ClusterInUse where another process of ours holds it.
    """
    if not is_embedded():
        prepare_own_server()
        return None
    return start_cluster(configuration.var / "postgres")


def prepare_own_server() -> None:
    """Check an own server's version and the application's role, and give that role its rights."""
    app_url, owner_url = configuration.database_url, configuration.database_owner_url
    try:
        if owner_url:
            with psycopg.connect(app_url) as connection:
                role = connection.info.user
            prepare_database(owner_url, role)
        found = describe_server(app_url)
    except psycopg.OperationalError as error:
        raise DatabaseUnreachable(reason=str(error).strip()) from error
    if found.problems:
        raise DatabaseUnsuitable(reason=_("；").join(map(_, found.problems)))


def close_connections() -> None:
    """End this process's sessions, as far as Django has opened any."""
    from django.conf import settings
    from django.db import connections

    if settings.configured:
        connections.close_all()


def missing_migrations() -> list[str]:
    """Names of migrations that the database lacks. Raises DatabaseNewer for names unknown here."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    known = set(executor.loader.disk_migrations)
    ours = {label for label, _name in known}
    replaced = {key for m in executor.loader.disk_migrations.values() for key in m.replaces}
    newer = [
        f"{label}.{name}"
        for label, name in executor.loader.applied_migrations
        if label in ours and (label, name) not in known and (label, name) not in replaced
    ]
    if newer:
        raise DatabaseNewer(names=", ".join(sorted(newer)))
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate() -> list[str]:
    """Bring the database to this version through the owner's role; the names of what was done."""
    from django.core.management import call_command

    from linli.web.founding.api import furnish_estates

    missing = missing_migrations()
    if missing:
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        furnish_estates()
    return missing


def require_migrated() -> None:
    """Raise DatabaseUnmigrated unless the database is of this version."""
    if missing_migrations():
        raise DatabaseUnmigrated
