"""Who is alive: questions to /proc that are not fooled by zombies or reused process numbers."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_HAS_PROC = Path("/proc/self/stat").exists()


def read_start_time(pid: int) -> str | None:
    """The start time of a process in clock ticks since boot, None if gone or a zombie.

    Together with the pid it names one process for good, since pids are reused. Without /proc
    (macOS) any living process answers "".
    """
    if not _HAS_PROC:
        return "" if _answers_signal(pid) else None
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat[stat.rindex(")") + 2 :].split()
    return None if fields[0] in "ZXx" else fields[19]


def is_alive(pid: int, start_time: str | None = None) -> bool:
    """Whether the process runs, and is the one that was meant if its start time is given."""
    found = read_start_time(pid)
    return found is not None and start_time in (None, found)


def find_processes_in(directory: Path) -> list[int]:
    """All living processes whose working directory is ``directory``: a server and its back ends.

    Does not count this process. Empty without /proc.
    """
    if not _HAS_PROC:
        return []
    own = os.getpid()
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if pid != own and _stands_in(pid, directory) and is_alive(pid)]


def is_postgres(pid: int, directory: Path) -> bool:
    """Whether ``pid`` is a living server process in ``directory``."""
    if not is_alive(pid):
        return False
    return not _HAS_PROC or (_stands_in(pid, directory) and _name(pid).startswith("postgres"))


def end_processes(pids: Iterable[int], signals: Iterable[tuple[int, float]]) -> bool:
    """Send each signal and wait its seconds until all processes are gone; True when they are."""
    left = [pid for pid in pids if is_alive(pid)]
    for number, seconds in signals:
        for pid in left:
            _send(pid, number)
        until = time.monotonic() + seconds
        while left and time.monotonic() < until:
            time.sleep(0.02)
            left = [pid for pid in left if is_alive(pid)]
    return not left


def adopt_orphans() -> None:
    """Make this process the parent of what its children leave, where the kernel can (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def reap_children(seconds: float) -> None:
    """Collect ended children until none is left or the time is over: a container's first process
    often collects nobody, and zombies would pile up there."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not ended:
            time.sleep(0.01)


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, signal.Signals(number))
    except ProcessLookupError:
        return


def _answers_signal(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _stands_in(pid: int, directory: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").samefile(directory)
    except OSError:
        return False


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8")
    except OSError:
        return ""
