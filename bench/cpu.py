"""CPU seconds of process trees, from /proc (Linux)."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(roots: list[int]) -> float:
    """User and system seconds of these processes, all that live below them, and all that did."""
    children: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid, parent = int(stat.parent.name), int(fields[1])
        children.setdefault(parent, []).append(pid)
        # own time and that of children that ended and were waited for
        used[pid] = sum(int(n) for n in fields[11:15]) / _TICKS
    return sum(used.get(pid, 0.0) for pid in _tree(roots, children))


def _tree(roots: list[int], children: dict[int, list[int]]) -> set[int]:
    found, waiting = set[int](), list(roots)
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.add(pid)
            waiting.extend(children.get(pid, []))
    return found
