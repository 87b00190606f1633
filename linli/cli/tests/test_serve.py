"""The whole server, killed piece by piece."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
PATIENCE = 120.0  # seconds until a thing must have happened; a slow machine needs some


class Served:
    """A running `linli serve` on a folder and two ports of its own."""

    def __init__(self, var: Path):
        self.var, self.port = var, _free_ports()
        self.log = var / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str) -> Served:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("LINLI_")}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "linli.cli", "serve", f"--port={self.port}", "--workers=1",
                 *arguments],
                env=kept | {"LINLI_VAR": str(self.var), "LINLI_DEBUG": "1"},
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        wait_until(self.is_ready, self)
        return self

    def is_ready(self) -> bool:
        return self.answers("/health/ready") == 200

    def answers(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as got:
                return got.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def pids(self, *words: str) -> list[int]:
        """Living processes of this server whose command line or folder says all the words."""
        return [pid for pid, text in _processes() if self._is_own(pid, text, words)]

    def _is_own(self, pid: int, text: str, words: tuple[str, ...]) -> bool:
        own = str(self.port) in text or str(self.port + 1) in text or str(self.var) in text
        own = own or self._environment(pid, f"LINLI_VAR={self.var}") or self._stands_in(pid)
        return own and all(word in text for word in words)

    def _environment(self, pid: int, entry: str) -> bool:
        try:
            return entry.encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        except OSError:
            return False

    def _stands_in(self, pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/cwd").resolve().is_relative_to(self.var)
        except OSError:
            return False


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of data for all: each start after the first finds its database ready."""
    folder = tmp_path_factory.mktemp("served")
    folder.chmod(0o755)
    return folder


@pytest.fixture
def served(var: Path) -> Iterator[Served]:
    one = Served(var)
    yield one
    if one.process and one.process.poll() is None:
        one.process.terminate()
        one.process.wait(PATIENCE)
    wait_until(lambda: not one.pids(), one)


def wait_until(holds: Callable[[], bool], served: Served) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            raise AssertionError(served.log.read_text(errors="replace")[-3000:])
        time.sleep(0.1)


def _processes() -> Iterator[tuple[int, str]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                text = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if state != "Z":
                yield int(entry.name), text


def _free_ports() -> int:
    for port in range(18100, 19000, 2):
        with socket.socket() as one, socket.socket() as two:
            try:
                one.bind(("127.0.0.1", port))
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise AssertionError("no two ports in a row are free")


def test_it_ends_in_good_order(served: Served) -> None:
    served.start()
    assert served.process is not None
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(PATIENCE) == 0
    wait_until(lambda: not served.pids(), served)


def test_killed_it_leaves_nothing_and_starts_again(served: Served) -> None:
    served.start()
    assert served.process is not None
    served.process.kill()
    served.process.wait()
    wait_until(lambda: not served.pids(), served)
    served.start()


@pytest.mark.parametrize("victim", ["wsgi", "asgi", "worker", "postgres", "guard"])
def test_what_is_killed_comes_back(served: Served, victim: str) -> None:
    served.start()
    words = {"worker": ("linli.cli worker",), "postgres": ("bin/postgres",)}
    before = served.pids(*words.get(victim, (victim,)))
    assert before
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not set(before) & set(served.pids()), served)
    wait_until(served.is_ready, served)
    wait_until(lambda: served.answers("/health/live") == 200, served)


def test_a_second_start_is_refused_in_plain_words(served: Served) -> None:
    served.start()
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LINLI_")}
    for port, word in ((served.port, "占用"), (_free_ports(), "正由另一个进程")):
        second = subprocess.run(
            [sys.executable, "-m", "linli.cli", "serve", f"--port={port}"],
            env=kept | {"LINLI_VAR": str(served.var), "LANG": "zh_CN.UTF-8", "LC_ALL": ""},
            capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
        assert second.returncode == 1
        assert word in second.stderr
        assert "Traceback" not in second.stderr
    assert served.is_ready()
