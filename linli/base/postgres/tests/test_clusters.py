"""A cluster's life: start, stop, refuse, survive."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg
import pytest

from linli.base.postgres.api import (
    ClusterInUse,
    ClusterNotOurs,
    ClusterNotRunning,
    ClusterStartFailed,
    connect_cluster,
    is_running,
    start_cluster,
    stop_cluster,
)
from linli.base.postgres.layout import Layout, read_json
from linli.base.postgres.processes import find_processes_in, is_alive
from linli.base.postgres.tests.conftest import PROJECT, wait_until

AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
PLAIN_ENVIRONMENT = {
    "PYTHONPATH": f"{PROJECT}:{sysconfig.get_path('purelib')}",
    "PATH": "/usr/bin:/bin",
    "HOME": "/",
}
Hold = Callable[[Path], "subprocess.Popen[str]"]


def keep_note(url: str, text: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (text text)")
        connection.execute("INSERT INTO note VALUES (%s)", [text])


def read_notes(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM note ORDER BY text")]


def answers_anew(data_dir: Path, killed: int) -> bool:
    if not is_running(data_dir) or connect_cluster(data_dir).pid == killed:
        return False
    try:
        return read_notes(connect_cluster(data_dir).app_url) == ["committed"]
    except psycopg.OperationalError:
        return False


def guard_pid(data_dir: Path) -> int:
    pid = read_json(Layout(data_dir).state)["guard"][0]
    assert isinstance(pid, int)
    return pid


def nothing_runs(data_dir: Path) -> bool:
    return not find_processes_in(data_dir / "data") and not is_running(data_dir)


@pytest.mark.slow
def test_start_stop_and_start_again_keeps_the_data(data_dir: Path) -> None:
    first = start_cluster(data_dir, durable=False)
    keep_note(first.owner_url, "kept")
    stop_cluster(data_dir)
    assert nothing_runs(data_dir)
    with pytest.raises(ClusterNotRunning):
        connect_cluster(data_dir)
    again = start_cluster(data_dir)
    assert read_notes(again.app_url) == ["kept"]
    assert connect_cluster(data_dir) == again
    with psycopg.connect(again.app_url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW timezone").fetchone() == ("UTC",)


def test_stopping_what_does_not_run_does_nothing(tmp_path: Path) -> None:
    stop_cluster(tmp_path)
    assert not is_running(tmp_path)


@pytest.mark.slow
def test_passwords_are_private_and_needed(data_dir: Path) -> None:
    cluster = start_cluster(data_dir, durable=False)
    assert stat.S_IMODE((data_dir / "passwords.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((data_dir / "data").stat().st_mode) == 0o700
    wrong = psycopg.conninfo.make_conninfo(cluster.superuser_url, password="guessed")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


@pytest.mark.slow
def test_a_second_start_is_refused_while_the_first_lives(
    data_dir: Path, hold_cluster: Hold
) -> None:
    holder = hold_cluster(data_dir)
    with pytest.raises(ClusterInUse) as refused:
        start_cluster(data_dir)
    assert str(holder.pid) in str(refused.value)
    keep_note(connect_cluster(data_dir).owner_url, "undisturbed")


@pytest.mark.slow
def test_a_killed_server_comes_back_with_what_was_committed(
    data_dir: Path, hold_cluster: Hold
) -> None:
    hold_cluster(data_dir)
    cluster = connect_cluster(data_dir)
    keep_note(cluster.owner_url, "committed")
    os.kill(cluster.pid, signal.SIGKILL)
    wait_until(lambda: is_running(data_dir) and connect_cluster(data_dir).pid != cluster.pid)
    assert read_notes(cluster.app_url) == ["committed"]


@pytest.mark.slow
def test_a_server_that_is_killed_again_and_again_comes_back(
    data_dir: Path, hold_cluster: Hold
) -> None:
    hold_cluster(data_dir)
    keep_note(connect_cluster(data_dir).owner_url, "committed")
    for _ in range(8):
        cluster = connect_cluster(data_dir)
        os.kill(cluster.pid, signal.SIGKILL)
        wait_until(partial(answers_anew, data_dir, cluster.pid))


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_with_its_owner(
    data_dir: Path, hold_cluster: Hold, number: signal.Signals
) -> None:
    holder = hold_cluster(data_dir)
    keep_note(connect_cluster(data_dir).owner_url, "kept")
    holder.send_signal(number)
    holder.wait()
    # at once: the new owner waits for the old guard instead of being refused
    assert read_notes(start_cluster(data_dir, durable=False).app_url) == ["kept"]
    stop_cluster(data_dir)
    assert nothing_runs(data_dir)


@pytest.mark.slow
def test_nothing_runs_after_a_normal_exit(data_dir: Path, hold_cluster: Hold) -> None:
    holder = hold_cluster(data_dir)
    socket_dir = Path(read_json(Layout(data_dir).state)["socket_dir"])
    holder.communicate()
    assert holder.returncode == 0
    assert nothing_runs(data_dir)
    assert not socket_dir.exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_a_killed_guard_takes_the_server_along(data_dir: Path, hold_cluster: Hold) -> None:
    hold_cluster(data_dir)
    keep_note(connect_cluster(data_dir).owner_url, "kept")
    os.kill(guard_pid(data_dir), signal.SIGKILL)
    wait_until(lambda: nothing_runs(data_dir))


@pytest.mark.slow
def test_all_killed_at_once_and_started_again(data_dir: Path, hold_cluster: Hold) -> None:
    holder = hold_cluster(data_dir)
    cluster = connect_cluster(data_dir)
    keep_note(cluster.owner_url, "kept")
    for pid in (holder.pid, guard_pid(data_dir), cluster.pid):
        os.kill(pid, signal.SIGKILL)
    holder.wait()
    assert read_notes(start_cluster(data_dir, durable=False).app_url) == ["kept"]


@pytest.mark.slow
def test_a_stale_pid_file_that_names_a_living_stranger_is_no_hindrance(data_dir: Path) -> None:
    start_cluster(data_dir, durable=False)
    pid_file = data_dir / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    stop_cluster(data_dir)
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert not is_running(data_dir)
    assert start_cluster(data_dir, durable=False).pid != os.getpid()


@pytest.mark.slow
def test_a_server_that_cannot_start_says_why(data_dir: Path) -> None:
    start_cluster(data_dir, durable=False)
    stop_cluster(data_dir)
    (data_dir / "data" / "local.conf").write_text("max_connections = many\n")
    with pytest.raises(ClusterStartFailed, match="max_connections"):
        start_cluster(data_dir, durable=False)
    assert nothing_runs(data_dir)


def test_a_directory_with_other_content_is_left_alone(data_dir: Path) -> None:
    (data_dir / "data").mkdir(parents=True)
    (data_dir / "data" / "holiday.jpg").write_bytes(b"sea")
    with pytest.raises(ClusterNotOurs):
        start_cluster(data_dir)
    assert (data_dir / "data" / "holiday.jpg").read_bytes() == b"sea"


def test_a_zombie_does_not_count_as_alive() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    wait_until(lambda: not is_alive(child.pid))
    assert child.wait() == 0


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can reach a closed directory for others")
def test_as_root_a_closed_parent_stays_closed(data_dir: Path) -> None:
    data_dir.parent.chmod(0o700)
    cluster = start_cluster(data_dir, durable=False)
    assert stat.S_IMODE(data_dir.parent.stat().st_mode) == 0o700
    assert Path(f"/proc/{cluster.pid}").stat().st_uid != 0
    keep_note(cluster.owner_url, "reached")
    assert read_notes(cluster.app_url) == ["reached"]


@pytest.mark.slow
@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root can become somebody else"
)
def test_as_a_normal_user(data_dir: Path) -> None:
    os.chown(data_dir.parent, 65534, 65534)
    script = (
        "import sys, os; from pathlib import Path; from linli.base.postgres.api import *\n"
        "cluster = start_cluster(Path(sys.argv[1]), durable=False)\n"
        "print(os.stat(f'/proc/{cluster.pid}').st_uid, describe_server(cluster.app_url).problems)"
    )
    python = _find_python_for_all()
    if python is None:
        pytest.skip("no Python here that a normal user may run with our packages")
    done = subprocess.run(
        [*AS_NOBODY, python, "-c", script, str(data_dir)],
        env=PLAIN_ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["65534", "()"], done.stderr
    assert nothing_runs(data_dir)


def _find_python_for_all() -> str | None:
    # the virtual environment's own Python may lie in root's home
    script = (
        "import subprocess, sys, psycopg; subprocess.run([sys.executable, '-c', '']).returncode"
    )
    for python in (sys.executable, "/usr/bin/python3"):
        trial = [*AS_NOBODY, python, "-c", script]
        if subprocess.run(trial, env=PLAIN_ENVIRONMENT, capture_output=True).returncode == 0:
            return python
    return None
