"""Clusters for the tests, each in a directory of its own that is stopped and removed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import linli
from linli.base.postgres.api import Cluster, start_cluster, stop_cluster

PROJECT = Path(linli.__file__).parent.parent

# whoever starts tests in the background has them ignore SIGINT: the holder must not inherit that
HOLD = """
import signal, sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)
from linli.base.postgres.api import start_cluster
cluster = start_cluster(Path(sys.argv[1]))
print(cluster.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """One running cluster for the tests of a module that do not stop it."""
    root = Path(tempfile.mkdtemp(prefix="linli-test-"))
    root.chmod(0o755)
    yield start_cluster(root / "postgres", durable=False)
    stop_cluster(root / "postgres")
    shutil.rmtree(root)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """An empty place for a cluster; whatever runs there is stopped in the end."""
    root = Path(tempfile.mkdtemp(prefix="linli test "))
    root.chmod(0o755)
    yield root / "postgres"
    stop_cluster(root / "postgres", mode="immediate")
    shutil.rmtree(root)


@pytest.fixture
def hold_cluster() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Start a cluster from another process, which holds it until its stdin closes."""
    holders: list[subprocess.Popen[str]] = []

    def hold(data_dir: Path) -> subprocess.Popen[str]:
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(data_dir)],
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        holders.append(holder)
        assert holder.stdout is not None
        assert holder.stdout.readline().strip().isdigit()
        return holder

    yield hold
    for holder in holders:
        holder.kill()
        holder.communicate()


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something that another process does; fail when it does not happen."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)
