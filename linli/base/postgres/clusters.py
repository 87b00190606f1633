"""Start, find and stop the embedded cluster. See ``api`` for what others may use."""

from __future__ import annotations

import atexit
import dataclasses
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import quote

import linli
from linli.base.postgres import errors
from linli.base.postgres.errors import (
    ClusterError,
    ClusterInUse,
    ClusterNotOurs,
    ClusterNotRunning,
    ClusterStartFailed,
)
from linli.base.postgres.guard import Orders
from linli.base.postgres.layout import Layout, give_to_owner, open_layout, read_json
from linli.base.postgres.processes import is_alive, is_postgres, read_start_time
from linli.base.postgres.roles import provision_roles
from linli.base.postgres.servers import (
    APP_ROLE,
    OWNER_ROLE,
    SUPERUSER,
    is_ready,
    read_last_words,
    read_server_pid,
)

StopMode = Literal["smart", "fast", "immediate"]
DATABASE = "linli"
_SIGNALS = {"smart": signal.SIGUSR1, "fast": signal.SIGTERM, "immediate": signal.SIGQUIT}
# a guard whose owner was killed needs this long at most to shut its server down
_ORPHAN_PATIENCE = 90.0
# a killed owner is not gone at once
_OWNER_PATIENCE = 1.0
_guards: dict[Path, tuple[int, subprocess.Popen[bytes]]] = {}


@dataclass(frozen=True)
class Cluster:
    """A running server and how to reach it.

    ``owner_url`` migrates, ``app_url`` does everything else, ``superuser_url`` is for tests and
    backups. URLs name a unix socket (``?host=/tmp/…``): read them with psycopg, not by hand.
    """

    data_dir: Path
    owner_url: str
    app_url: str
    superuser_url: str
    pid: int


def start_cluster(data_dir: Path, *, durable: bool = True, port: int | None = None) -> Cluster:
    """Start the server on ``data_dir`` and keep it running as long as this process lives.

    A first start makes the cluster, its roles and the database ``linli``. As root the server
    runs as a plain user. ``durable=False`` is for tests: fast, and lost with the machine.
    Without ``port`` it listens on a unix socket only, else on 127.0.0.1 too. When the server
    crashes it is started again; when this process ends, in whatever way, it is stopped.

    Raises ClusterInUse, ClusterNotOurs, ClusterStartFailed, BinariesMissing.
    """
    layout = open_layout(data_dir)
    _await_orphan(layout)
    _start_guard(layout, durable=durable, port=port)
    try:
        cluster = connect_cluster(layout.root)
        provision_roles(
            cluster.superuser_url,
            cluster.owner_url,
            {name: _read_passwords(layout)[name] for name in (OWNER_ROLE, APP_ROLE)},
            DATABASE,
        )
    except BaseException:
        stop_cluster(layout.root)
        raise
    return cluster


def connect_cluster(data_dir: Path) -> Cluster:
    """The cluster that another process of ours has started on ``data_dir``.

    Raises ClusterNotRunning, or ClusterNotOurs where its passwords are not ours to read.
    """
    layout = Layout(data_dir.absolute())
    if not is_running(layout.root):
        raise ClusterNotRunning(data_dir=layout.root)
    passwords = _read_passwords(layout)
    state = read_json(layout.state)

    def url(role: str, database: str) -> str:
        place = f"host={quote(state['socket_dir'], safe='')}&port={state['port']}"
        return f"postgresql://{role}:{passwords[role]}@/{database}?{place}"

    return Cluster(
        data_dir=layout.root,
        owner_url=url(OWNER_ROLE, DATABASE),
        app_url=url(APP_ROLE, DATABASE),
        superuser_url=url(SUPERUSER, "postgres"),
        pid=read_server_pid(layout) or 0,
    )


def is_running(data_dir: Path) -> bool:
    """Whether a guarded server on ``data_dir`` takes connections now."""
    layout = Layout(data_dir.absolute())
    pid = read_server_pid(layout)
    return (
        pid is not None
        and _is_locked(layout)
        and is_ready(layout, pid)
        and is_postgres(pid, layout.data)
    )


def stop_cluster(data_dir: Path, mode: StopMode = "fast") -> None:
    """Stop the server, whoever started it, and wait for its end. Nothing happens if none runs.

    smart waits a minute for open sessions, fast ends them, immediate recovers at the next start.
    Raises ClusterError if it doesn't end.
    """
    layout = Layout(data_dir.absolute())
    guard = read_json(layout.state).get("guard")
    if guard and is_alive(*guard):
        os.kill(guard[0], _SIGNALS[mode])
    _forget_guard(layout.root)
    if not _await_unlocked(layout, 150):
        raise ClusterError(reason=f"guard {guard} does not end")


def _start_guard(layout: Layout, *, durable: bool, port: int | None) -> None:
    own = os.getpid()
    orders = Orders(str(layout.root), own, read_start_time(own) or "", durable, port)
    paths = [str(Path(linli.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    with layout.guard_log.open("a", encoding="utf-8") as log:
        guard = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "linli.base.postgres.guard",
                json.dumps(dataclasses.asdict(orders)),
            ],
            cwd="/",
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            # Ctrl-C in the terminal is for the owner, who then stops us in good order
            start_new_session=True,
        )
    give_to_owner(layout, layout.guard_log)
    _hear_guard(layout, guard)
    _guards[layout.root] = (own, guard)
    atexit.register(_stop_at_exit, layout.root, own)


def _hear_guard(layout: Layout, guard: subprocess.Popen[bytes]) -> None:
    """Wait until the server is ready; raise what the guard reports instead."""
    assert guard.stdout is not None
    try:
        with guard.stdout as line:
            news: dict[str, Any] = json.loads(line.readline() or b"{}")
    except BaseException:
        guard.terminate()
        guard.wait()
        raise
    if "ready" in news:
        return
    guard.wait()
    if news.get("error") == "locked":
        raise ClusterInUse(data_dir=layout.root, pid=_read_owner(layout)[0])
    if news:
        raised = cast("type[ClusterError]", getattr(errors, news["error"]))
        raise raised(**news["params"])
    raise ClusterStartFailed(data_dir=layout.root, reason=read_last_words(layout))


def _await_orphan(layout: Layout) -> None:
    """Refuse while the holder's owner lives; wait for a guard that is about to end."""
    if not _is_locked(layout):
        give_to_owner(layout, layout.lock)
        return
    patience = _ORPHAN_PATIENCE
    while not _await_unlocked(layout, _OWNER_PATIENCE):
        pid, start = _read_owner(layout)
        patience -= _OWNER_PATIENCE
        if is_alive(pid, start) or patience <= 0:
            raise ClusterInUse(data_dir=layout.root, pid=pid)


def _read_owner(layout: Layout) -> tuple[int, str]:
    pid, start = read_json(layout.state).get("owner") or (0, "")
    return pid, start


def _read_passwords(layout: Layout) -> dict[str, str]:
    try:
        return read_json(layout.passwords)
    except PermissionError as error:
        raise ClusterNotOurs(data_dir=layout.root, reason=str(error.strerror)) from error


def _is_locked(layout: Layout) -> bool:
    try:
        with layout.lock.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    except PermissionError as error:
        raise ClusterNotOurs(data_dir=layout.root, reason=str(error.strerror)) from error
    return False


def _await_unlocked(layout: Layout, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while _is_locked(layout):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _forget_guard(root: Path) -> None:
    pid, guard = _guards.pop(root, (0, None))
    if guard is not None and pid == os.getpid():
        guard.wait()  # or it would stay a zombie as long as we live


def _stop_at_exit(root: Path, owner_pid: int) -> None:
    if os.getpid() == owner_pid and root in _guards:
        stop_cluster(root)
