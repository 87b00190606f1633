"""Watch over child processes: start them, start the dead again, end them all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from linli.web.processes import end_with_parent

_SHORT_LIFE = 10.0  # seconds; a child that dies sooner waits longer before its next start
_LONGEST_PAUSE = 15.0
_PATIENCE = 8.0  # seconds that children have to end in good order
_LOOK = 1.0

Say = Callable[[str], None]


@dataclass
class Child:
    """One program that must run. `deaths` counts early ends in a row."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0

    @property
    def pause(self) -> float:
        """Seconds to wait before the next start."""
        return min(0.25 * 2**self.deaths, _LONGEST_PAUSE) if self.deaths > 1 else 0.0


@dataclass
class Supervisor:
    """Children of this process, each the head of its own process group.

    The kernel ends them when this process is killed; a dead child's group is cleared before it
    is started again, so that no grandchild keeps a port.
    """

    children: list[Child]
    environment: dict[str, str]
    say: Say
    watch: Callable[[], None] = lambda: None
    _wake: threading.Event = field(default_factory=threading.Event)
    _stopping: bool = False

    def start(self) -> None:
        """Take over the signals and start every child."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda *_: self._wake.set())
        for child in self.children:
            self._start(child)

    def run(self) -> None:
        """Keep them running until a signal asks for the end, or the terminal is gone."""
        while not self._stopping:
            self._wake.wait(_LOOK)
            self._wake.clear()
            self.look_after()
            self.watch()

    def look_after(self) -> None:
        """Notice the dead, and start again those whose pause is over."""
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._bury(child)
            if child.process is None and time.monotonic() >= child.due and not self._stopping:
                self._start(child)

    @property
    def is_stopping(self) -> bool:
        return self._stopping

    def change_environment(self, **changes: str) -> None:
        """Let the children run under changed settings; nothing happens if none has changed."""
        if self.environment | changes != self.environment:
            self.environment.update(changes)
            for child in self.children:
                if child.process:
                    _signal_group(child.process.pid, signal.SIGTERM, whole=False)

    def stop(self) -> None:
        """End all children: asked first, then killed with everything they have started."""
        self._stopping = True
        living = [child.process for child in self.children if child.process]
        for process in living:
            _signal_group(process.pid, signal.SIGTERM, whole=False)
        until = time.monotonic() + _PATIENCE
        for process in living:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue
        for process in living:
            _signal_group(process.pid, signal.SIGKILL, whole=True)
            process.wait()

    def _start(self, child: Child) -> None:
        child.started = time.monotonic()
        child.process = subprocess.Popen(
            child.command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            process_group=0,  # Ctrl-C is for the supervisor, which ends them in good order
            preexec_fn=end_with_parent(signal.SIGTERM),
        )

    def _bury(self, child: Child) -> None:
        assert child.process is not None
        _signal_group(child.process.pid, signal.SIGKILL, whole=True)
        lived = time.monotonic() - child.started
        child.deaths = child.deaths + 1 if lived < _SHORT_LIFE else 1
        child.due = time.monotonic() + child.pause
        if not self._stopping:
            self.say(f"{child.name} ({child.process.pid}) → {child.process.returncode}")
        child.process = None

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self._stopping:  # asked twice: at once
            for child in self.children:
                if child.process:
                    _signal_group(child.process.pid, signal.SIGKILL, whole=True)
        self._stopping = True
        self._wake.set()


def python(*arguments: str) -> list[str]:
    """A command with this Python, which finds the same packages and nothing of the folder."""
    return [sys.executable, "-P", *arguments]


def _signal_group(pid: int, number: signal.Signals, *, whole: bool) -> None:
    try:
        if whole:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)
    except ProcessLookupError:
        return
