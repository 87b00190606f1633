"""Kill -9: a process of the web server, the worker, or PostgreSQL's first process."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

PAUSE = (2.0, 4.0)


async def kill_at_random(
    folder: Path,
    server: int,
    ends: float,
    kills: Counter[str],
    *,
    pause: tuple[float, float] = PAUSE,
    moments: list[float] | None = None,
) -> None:
    """One kill every few seconds until `ends`, counted by kind; the already dead do not count.

    `moments` takes the times of the kills, as time.monotonic tells them.
    """
    while time.monotonic() + pause[1] < ends:
        await asyncio.sleep(random.uniform(*pause))
        kind = random.choice(("web", "worker", "postgres"))
        targets = _find(folder, server)[kind]
        if targets:
            try:
                os.kill(random.choice(targets), signal.SIGKILL)
            except ProcessLookupError:
                continue
            kills[kind] += 1
            if moments is not None:
                moments.append(time.monotonic())


def _find(folder: Path, server: int) -> dict[str, list[int]]:
    """The processes of `linli serve` by kind; those of the web server with all it has forked."""
    parents, found = dict[int, int](), {"web": list[int](), "worker": [], "postgres": []}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int(
                (entry / "stat").read_text().rpartition(")")[2].split()[1]
            )
            words = (entry / "cmdline").read_text()
        except OSError:
            continue
        if "linli.cli.web_server" in words and '"wsgi"' in words:
            found["web"].append(int(entry.name))
        elif words.endswith("linli.cli\0worker\0"):
            found["worker"].append(int(entry.name))
    own = {k: [p for p in pids if _is_below(p, server, parents)] for k, pids in found.items()}
    return own | {"postgres": _postmaster(folder)}


def _is_below(pid: int, server: int, parents: dict[int, int]) -> bool:
    while pid > 1 and pid != server:
        pid = parents.get(pid, 0)
    return pid == server


def _postmaster(folder: Path) -> list[int]:
    try:
        pid = int((folder / "postgres" / "data" / "postmaster.pid").read_text().split("\n")[0])
        name = Path(f"/proc/{pid}/comm").read_text()
    except (OSError, ValueError):
        return []
    return [pid] if name.startswith("postgres") else []
