"""A throw-away cluster with a migrated template, as the tests have, but durable on request."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linli.base.postgres.api import Cluster, start_cluster, stop_cluster


@contextmanager
def fresh_cluster(*, durable: bool) -> Iterator[Cluster]:
    """Start a cluster, point LINLI_* of this process and its children at it, migrate."""
    folder = Path(tempfile.mkdtemp(prefix="linli-bench-"))
    folder.chmod(0o755)
    try:
        cluster = start_cluster(folder / "postgres", durable=durable)
        os.environ.update(environment(cluster, folder))
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--database", "owner", "-v", "0"],
            check=True,
        )
        yield cluster
    finally:
        stop_cluster(folder / "postgres", mode="immediate")
        shutil.rmtree(folder, ignore_errors=True)


def environment(cluster: Cluster, folder: Path) -> dict[str, str]:
    """The LINLI_* variables by which any process of ours works on this cluster."""
    return {
        "DJANGO_SETTINGS_MODULE": "linli.web.settings",
        "LINLI_VAR": str(folder),
        "LINLI_DATABASE_URL": cluster.app_url,
        "LINLI_DATABASE_OWNER_URL": cluster.owner_url,
    }
