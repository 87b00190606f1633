"""`linli serve` on a folder of its own, prepared and ended: for benches that kill its processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from bench.clusters import environment
from linli.base.postgres.api import start_cluster, stop_cluster

T = TypeVar("T")


def prepare(folder: Path, make_estate: Callable[[], T]) -> T:
    """A durable cluster below `folder`, migrated; what `make_estate` gives; the server stopped."""
    cluster = start_cluster(folder / "postgres", durable=True)
    try:
        os.environ.update(environment(cluster, folder))
        migrate = [sys.executable, "-m", "django", "migrate", "--database", "owner", "-v", "0"]
        subprocess.run(migrate, check=True)
        return make_estate()
    finally:
        stop_cluster(folder / "postgres")


@contextmanager
def served(folder: Path, port: int, workers: int) -> Iterator[subprocess.Popen[bytes]]:
    """The server on the folder, its embedded cluster included, as it runs in production."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LINLI_", "DJANGO_"))}
    command = [sys.executable, "-m", "linli.cli", "serve", f"--port={port}", f"--workers={workers}"]
    with (folder / "serve.log").open("wb") as log:
        child = subprocess.Popen(
            command, env=kept | {"LINLI_VAR": str(folder), "LINLI_DEBUG": "1"},
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(25)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
