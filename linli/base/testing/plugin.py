"""The pytest plugin of all tests: one throw-away cluster, one database per worker.

Tests run as the application's role, as production does. `db` rolls back as usual; a test that must
commit (races, several processes, a browser) takes `committed_db`, a fresh copy of the template.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from linli.base.postgres.api import (
    Cluster,
    connect_cluster,
    create_database,
    drop_database,
    start_cluster,
    stop_cluster,
)

_FOLDER = "LINLI_TEST_FOLDER"


def _prepare_cluster() -> Path | None:
    """Start the cluster and migrate its template; None in a worker, which inherits both."""
    if _FOLDER in os.environ:
        return None
    folder = Path(tempfile.mkdtemp(prefix="linli-test-"))
    folder.chmod(0o755)
    os.environ[_FOLDER] = os.environ["LINLI_VAR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "linli.web.settings"
    start_cluster(folder / "postgres", durable=False)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "django",
            "migrate",
            "--skip-checks",
            "--database",
            "owner",
            "-v",
            "0",
        ],
        check=True,
    )
    return folder


# at import, which `-p` puts before any plugin that loads Django's settings
_folder = _prepare_cluster()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _folder is not None:
        stop_cluster(_folder / "postgres", mode="immediate")
        shutil.rmtree(_folder, ignore_errors=True)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "rule(*ids): proves rules of domain-rules by their IDs")
    config.addinivalue_line("markers", "slow: crashes, races and long browser walks")


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """The throw-away cluster; its `linli` database is the migrated template."""
    return connect_cluster(Path(os.environ[_FOLDER]) / "postgres")


def use_database(cluster: Cluster) -> None:
    """Point Django's connections of this process at the cluster's database."""
    from django.db import connections

    from linli.web.databases import parse_url

    for alias, url in (("default", cluster.app_url), ("owner", cluster.owner_url)):
        connections[alias].close()
        connections.databases[alias].update(parse_url(url))
        connections[alias].settings_dict.update(parse_url(url))


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster) -> Iterator[None]:
    """One database per worker, copied from the template."""
    name = f"linli_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{uuid.uuid4().hex[:6]}"
    use_database(create_database(cluster, name, template="linli"))
    yield
    from django.db import connections

    connections.close_all()
    drop_database(cluster, name)


@pytest.fixture
def committed_db(
    cluster: Cluster, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Cluster]:
    """A fresh database whose writes commit; yields the cluster with URLs on it."""
    from django.db import connections

    before = dict(connections["default"].settings_dict), dict(connections["owner"].settings_dict)
    fresh = create_database(cluster, f"linli_c_{uuid.uuid4().hex[:8]}", template="linli")
    use_database(fresh)
    with django_db_blocker.unblock():
        yield fresh
    connections.close_all()
    for alias, settings in zip(("default", "owner"), before, strict=True):
        connections[alias].settings_dict.update(settings)
        connections.databases[alias].update(settings)
    drop_database(cluster, fresh.app_url.split("?")[0].rsplit("/", 1)[1])
