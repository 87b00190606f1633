"""The pytest plugin of all tests: one throw-away cluster, one database per worker.

Tests run as the application's role, as production does. `db` rolls back as usual; a test that must
commit (races, several processes, a browser) takes `committed_db`, a fresh copy of the template.
"""

from __future__ import annotations

import hashlib
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
_PROJECT = Path(__file__).resolve().parents[3]
# migrating takes most of a minute, which somebody who runs three tests would wait for each time
_KEPT = _PROJECT / ".pytest_cache" / "clusters"
_MOST_KEPT = 4


def _prepare_cluster() -> Path | None:
    """Start the cluster with its migrated template; None in a worker, which inherits both."""
    if _FOLDER in os.environ:
        return None
    folder = Path(tempfile.mkdtemp(prefix="linli-test-"))
    folder.chmod(0o755)
    os.environ[_FOLDER] = os.environ["LINLI_VAR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "linli.web.settings"
    kept, root = _KEPT / _digest_of_tables(), folder / "postgres"
    if kept.is_dir():
        _copy(kept, root)
        start_cluster(root, durable=False)
        return folder
    start_cluster(root, durable=False)
    _migrate()
    stop_cluster(root)
    _keep(root, kept)
    start_cluster(root, durable=False)
    return folder


def _migrate() -> None:
    command = [sys.executable, "-m", "django", "migrate", "--skip-checks", "--database", "owner"]
    subprocess.run([*command, "-v", "0"], check=True)


def _digest_of_tables() -> str:
    """Names what the migrated template is made of: the migrations and the locked packages."""
    files = [*_PROJECT.glob("linli/*/migrations/*.py"), *_PROJECT.glob("linli/base/*.py"),
             _PROJECT / "requirements.txt"]  # fmt: skip
    total = hashlib.sha256(sys.version.encode())
    for path in sorted(files):
        total.update(f"{path.relative_to(_PROJECT)}\n".encode() + path.read_bytes())
    return total.hexdigest()[:16]


def _keep(root: Path, kept: Path) -> None:
    """Put a copy aside for the next run, whole or not at all; the oldest ones go."""
    part = kept.with_name(f"{kept.name}.{os.getpid()}")
    part.parent.mkdir(parents=True, exist_ok=True)
    _copy(root, part)
    try:
        part.rename(kept)
    except OSError:  # another run was quicker
        shutil.rmtree(part)
    for old in sorted(kept.parent.iterdir(), key=lambda path: path.stat().st_mtime)[:-_MOST_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    """With owners and rights: as root the server runs as a plain user, whose files they are."""
    subprocess.run(["/bin/cp", "-a", str(source), str(target)], check=True)
    for name in ("state.json", "guard.lock", "guard.log"):
        (target / name).unlink(missing_ok=True)


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
