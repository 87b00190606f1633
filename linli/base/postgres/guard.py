"""The guard: a small process between us and the server.

It holds the lock on the data directory, starts the server as its child, starts it again when it
crashes, and stops it when its owner ends, however the owner ends. The lock lives here and not in
the owner because an owner forks web processes, which would inherit it and keep it after a
``kill -9``. If the guard itself is killed, the kernel tells the server.

Standard library only: it starts in tens of milliseconds and stays small.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from linli.base.postgres.errors import ClusterError, ClusterStartFailed
from linli.base.postgres.layout import Layout, read_json, write_private
from linli.base.postgres.processes import adopt_orphans, is_alive, read_start_time, reap_children
from linli.base.postgres.servers import (
    Server,
    clear_leftovers,
    is_ready,
    prepare_server,
    read_last_words,
    start_server,
)

_LOCK_PATIENCE = 2.0  # seconds; is_running() looks at the lock for an instant
_QUICK_DEATH = 10.0  # seconds; before another start after a life so short the guard waits
_LONGEST_PAUSE = 5.0  # seconds
_MAX_FAILED_STARTS = 5  # in a row; a server that came up and was killed is not among them
_LOCKED = "locked"

# what a signal to the guard asks of the server
SHUTDOWNS = {
    signal.SIGUSR1: signal.SIGTERM,  # smart: wait for the sessions to end
    signal.SIGTERM: signal.SIGINT,  # fast: end the sessions, keep every commit
    signal.SIGINT: signal.SIGINT,
    signal.SIGQUIT: signal.SIGQUIT,  # immediate: as in a crash
}
_HARDER = {signal.SIGTERM: signal.SIGINT, signal.SIGINT: signal.SIGQUIT}


@dataclass(frozen=True)
class Orders:
    """What the owner asks of its guard; JSON on the command line."""

    root: str
    owner_pid: int
    owner_start: str
    durable: bool
    port: int | None

    def owner_lives(self) -> bool:
        return is_alive(self.owner_pid, self.owner_start)


@dataclass
class Guard:
    """The loop around one server. ``asked`` collects the signals that want an end."""

    orders: Orders
    server: Server
    wake: int
    asked: list[int] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None
    came_up: bool = False
    announced: bool = False

    def run(self) -> None:
        """Keep the server running until somebody wants an end; ClusterStartFailed if it can't."""
        quick_deaths = failed_starts = 0
        while not self.asked:
            started, self.came_up = time.monotonic(), False
            clear_leftovers(self.server.layout)
            self.process = start_server(self.server)
            if not self._watch(self.process):
                self._stop(self.process)
                return
            reap_children(1)
            lived = time.monotonic() - started
            quick_deaths = quick_deaths + 1 if lived < _QUICK_DEATH else 0
            failed_starts = 0 if self.came_up else failed_starts + 1
            log(f"server ended with {self.process.returncode} after {lived:.1f} s")
            # a first start that fails will not get better; a crash may
            if failed_starts >= (_MAX_FAILED_STARTS if self.announced else 2):
                last = read_last_words(self.server.layout)
                raise ClusterStartFailed(data_dir=self.server.layout.root, reason=last)
            time.sleep(min(0.2 * quick_deaths, _LONGEST_PAUSE))

    def _watch(self, process: subprocess.Popen[bytes]) -> bool:
        """Wait until the server ends by itself (True) or must be ended (False)."""
        watched = [self.wake, *_open_pidfds(self.orders.owner_pid, process.pid)]
        try:
            while process.poll() is None:
                if self.asked or not self.orders.owner_lives():
                    return False
                if not self.came_up and is_ready(self.server.layout, process.pid):
                    self.came_up = True
                    self.announced = self.announced or announce({"ready": process.pid})
                ready, _, _ = select.select(watched, [], [], 0.5 if self.came_up else 0.02)
                if self.wake in ready:
                    os.read(self.wake, 512)
            return True
        finally:
            for descriptor in watched[1:]:
                os.close(descriptor)

    def _stop(self, process: subprocess.Popen[bytes]) -> None:
        wish = signal.Signals(self.asked[0]) if self.asked else signal.SIGTERM
        number = SHUTDOWNS[wish]
        while process.poll() is None:
            process.send_signal(number)
            try:
                process.wait(60 if number in _HARDER else 10)
            except subprocess.TimeoutExpired:
                log(f"server did not end on signal {number}")
            number = _HARDER.get(number, signal.SIGKILL)


def take_lock(layout: Layout, patience: float = _LOCK_PATIENCE) -> IO[str] | None:
    """Hold the lock while the file is open; None if a living process has it."""
    file = layout.lock.open("a+", encoding="utf-8")
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        except BlockingIOError:
            if time.monotonic() > until:
                file.close()
                return None
            time.sleep(0.05)


def announce(message: dict[str, object]) -> bool:
    """Tell the waiting owner, then close the line; always True."""
    try:
        os.write(1, json.dumps(message).encode() + b"\n")
    except OSError:
        return True  # the owner is gone
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return True


def log(message: str) -> None:
    """One line with the time to guard.log."""
    print(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), message, file=sys.stderr, flush=True)


def main() -> int:
    """Guard the server that the orders in the first argument name. Exit codes 0, 1, 3."""
    orders = Orders(**json.loads(sys.argv[1]))
    layout = Layout(Path(orders.root))
    wake, asked = _collect_signals()
    adopt_orphans()
    lock = take_lock(layout)
    if lock is None:
        announce({"error": _LOCKED})
        return 3
    with lock:
        os.truncate(layout.guard_log, 0)  # it is for the start that failed, not for history
        try:
            _guard_server(orders, layout, wake, asked)
        except ClusterError as error:
            params = {name: str(value) for name, value in error.params.items()}
            log(f"{type(error).__name__} {params}")
            announce({"error": type(error).__name__, "params": params})
            return 1
    return 0


def _guard_server(orders: Orders, layout: Layout, wake: int, asked: list[int]) -> None:
    clear_leftovers(layout)
    server = prepare_server(layout, durable=orders.durable, port=orders.port)
    state = {
        "socket_dir": str(server.socket_dir),
        "port": orders.port or 5432,
        "guard": [os.getpid(), read_start_time(os.getpid())],
        "owner": [orders.owner_pid, orders.owner_start],
    }
    write_private(layout, layout.state, state)
    log(f"guard {os.getpid()} for process {orders.owner_pid}")
    try:
        Guard(orders, server, wake, asked).run()
    finally:
        reap_children(2)
        write_private(layout, layout.state, read_json(layout.state) | {"guard": None})
        _remove_socket_dir(server.socket_dir)


def _remove_socket_dir(socket_dir: Path) -> None:
    try:
        socket_dir.rmdir()
    except OSError as error:
        log(f"{socket_dir} stays: {error.strerror}")


def _collect_signals() -> tuple[int, list[int]]:
    asked: list[int] = []
    wake, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken)
    for number in SHUTDOWNS:
        signal.signal(number, lambda received, _frame: asked.append(received))
    return wake, asked


def _open_pidfds(*pids: int) -> list[int]:
    if sys.platform != "linux":
        return []
    opened = []
    for pid in pids:
        try:
            opened.append(os.pidfd_open(pid))
        except OSError:  # gone, or a kernel without them: the look every half second remains
            continue
    return opened


if __name__ == "__main__":
    sys.exit(main())
