"""Nothing of ours outlives the process that started it. Standard library only."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
SUPERVISED = "LINLI_SUPERVISED"


def end_with_parent(end: signal.Signals) -> Callable[[], None]:
    """A function for a child to call: the kernel sends it `end` when its parent is gone.

    Call this before the fork, since loading a library between fork and exec is not safe.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def ask_kernel() -> None:
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, end, 0, 0, 0)
        if os.getppid() != parent:  # it went before the kernel was asked
            os._exit(1)

    return ask_kernel


def end_with_server() -> None:
    """Let a web server's worker process die with the server's main process.

    The server itself ends its workers in good order; only after a `kill -9` they would stay,
    holding the port. Does nothing outside `linli serve`.
    """
    if SUPERVISED in os.environ and sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
