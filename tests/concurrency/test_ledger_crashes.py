"""Eight writers while PostgreSQL and they themselves are killed with -9: nothing lost, nothing
doubled, seals whole; and what a superuser edits afterwards is found by `linli ledger verify`."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from linli.base.postgres.api import Cluster, start_cluster, stop_cluster

# it has bounds of its own, and a dozen programs to start on whatever machine there is
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
WRITERS = 8
SECONDS = 25.0
PAUSE = (0.4, 1.5)  # seconds between two kills


class Fire:
    """A durable cluster of its own and the processes that work on it."""

    def __init__(self, folder: Path, cluster: Cluster):
        self.folder, self.cluster = folder, cluster
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "linli.web.settings",
            "LINLI_VAR": str(folder),
            "LINLI_DATABASE_URL": cluster.app_url,
            "LINLI_DATABASE_OWNER_URL": cluster.owner_url,
            "LC_ALL": "zh_CN.UTF-8",
        }
        self.running: dict[str, subprocess.Popen[str]] = {}
        self.logs = [folder / f"writer-{n}.log" for n in range(WRITERS)]

    def command(self, *words: Any) -> list[str]:
        return [sys.executable, "-m", "tests.concurrency.ledger_writers", *map(str, words)]

    def run(self, *words: Any) -> str:
        done = subprocess.run(
            self.command(*words), env=self.env, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def start(self, name: str) -> None:
        words = ("seal",) if name == "seal" else ("write", name, self.logs[int(name)])
        with (self.folder / "errors.log").open("a") as errors:
            self.running[name] = subprocess.Popen(
                self.command(*words), env=self.env, stderr=errors, text=True
            )

    def kill_somebody(self) -> str:
        """Kill PostgreSQL, or a process that is started again as whoever watches it would."""
        if random.random() < 0.4:
            pid = int((self.folder / "postgres/data/postmaster.pid").read_text().split("\n")[0])
            os.kill(pid, signal.SIGKILL)
            return "postgres"
        name = random.choice(list(self.running))
        self.running[name].kill()
        self.running[name].wait()
        self.start(name)
        return "client"

    def verify(self, file: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "linli.cli", "ledger", "verify", str(file)]
        return subprocess.run(command, env=self.env, capture_output=True, text=True)


@pytest.fixture
def fire() -> Iterator[Fire]:
    folder = Path(tempfile.mkdtemp(prefix="linli-crash-"))
    folder.chmod(0o755)
    fire = Fire(folder, start_cluster(folder / "postgres", durable=True))
    try:
        migrate = [sys.executable, "-m", "django", "migrate", "--skip-checks"]
        subprocess.run([*migrate, "--database", "owner", "-v", "0"], check=True, env=fire.env)
        fire.env["LEDGER_DESK"] = fire.run("prepare").strip().split("\n")[-1]
        yield fire
    finally:
        for one in fire.running.values():
            one.kill()
            one.wait()
        stop_cluster(folder / "postgres", mode="immediate")
        shutil.rmtree(folder, ignore_errors=True)


def test_nothing_is_lost_nothing_doubled_and_an_edit_is_found(fire: Fire) -> None:
    kills = burn(fire)
    assert kills.count("postgres") >= 2
    assert kills.count("client") >= 2
    book = fire.folder / "book.jsonl"
    found = json.loads(fire.run("check", *fire.logs, book).strip().split("\n")[-1])
    assert found["entries"] > WRITERS
    assert found["seals"] > 1
    checked = fire.verify(book)
    assert checked.returncode == 0, checked.stdout

    entry_id, seal = edit(fire, "UPDATE ledger_line SET amount = amount + 1000 * sign(amount)")
    checked = look_again(fire, book)
    assert f"第 {seal} 次封存，第 {entry_id} 笔，内容和封存时不一样" in checked
    # the hand also makes the sum and the kept hash fit: the seal's own root does not
    edit(fire, "UPDATE ledger_leaf SET hash = sha256('forged')")
    assert f"✗ 第 {seal} 次封存，" in look_again(fire, book)


def burn(fire: Fire) -> list[str]:
    """Whom it hit, in order."""
    for name in ("seal", *map(str, range(WRITERS))):
        fire.start(name)
    wait_for_first_answers(fire)
    kills, until = [], time.monotonic() + SECONDS
    while time.monotonic() < until:
        time.sleep(random.uniform(*PAUSE))
        try:
            kills.append(fire.kill_somebody())
        except (OSError, ValueError):
            continue  # it is only just coming up again
    for one in fire.running.values():
        one.kill()
        one.wait()
    wait_for_recovery(fire)
    return kills


def wait_for_recovery(fire: Fire) -> None:
    """The last kill may have been the server's; its guard is starting it again."""
    until = time.monotonic() + 120
    while True:
        try:
            psycopg.connect(fire.cluster.superuser_url, dbname="linli").close()
        except psycopg.OperationalError:
            assert time.monotonic() < until, "the server does not come back"
            time.sleep(0.2)
        else:
            return


def wait_for_first_answers(fire: Fire) -> None:
    until = time.monotonic() + 120
    while not all(log.exists() and "ack" in log.read_text() for log in fire.logs):
        assert time.monotonic() < until, "the writers do not begin"
        dead = [name for name, one in fire.running.items() if one.poll() is not None]
        assert not dead, (fire.folder / "errors.log").read_text()[-2000:]
        time.sleep(0.2)


def edit(fire: Fire, statement: str) -> tuple[int, int]:
    """What somebody does who has the superuser's password: triggers off, one entry changed."""
    with psycopg.connect(fire.cluster.superuser_url, dbname="linli") as connection:
        connection.execute("SET session_replication_role = replica")
        row = connection.execute(
            "SELECT f.entry_id, s.number FROM ledger_leaf f JOIN ledger_seal s ON s.id = f.seal_id"
            " ORDER BY f.entry_id OFFSET 5 LIMIT 1"
        ).fetchone()
        assert row
        connection.execute(f"{statement} WHERE entry_id = %s", [row[0]])  # type: ignore[arg-type]
    return row[0], row[1]


def look_again(fire: Fire, book: Path) -> str:
    """Export and verify, as anybody may."""
    command = [sys.executable, "-m", "linli.cli", "ledger", "export", "joint_account", str(book)]
    code = json.loads(fire.env["LEDGER_DESK"])["estate"]
    with psycopg.connect(fire.cluster.app_url) as connection:
        row = connection.execute("SELECT code FROM estate WHERE id = %s", [code]).fetchone()
    assert row
    subprocess.run(
        [*command, "--estate", row[0]], env=fire.env, check=True, capture_output=True, timeout=120
    )
    checked = fire.verify(book)
    assert checked.returncode == 1
    return checked.stdout
