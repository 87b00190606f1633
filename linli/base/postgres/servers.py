"""One server process: initialise its data, start it, read its state, clear what it left."""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from linli.base.postgres.binaries import place_binaries
from linli.base.postgres.configuration import write_configuration
from linli.base.postgres.errors import ClusterNotOurs, ClusterStartFailed
from linli.base.postgres.layout import (
    Identity,
    Layout,
    choose_identity,
    may_reach,
    read_json,
    write_private,
)
from linli.base.postgres.processes import end_processes, find_processes_in, is_alive

_PR_SET_PDEATHSIG = 1
_ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"}
_TELLING = ("FATAL", "PANIC", "ERROR", "invalid", "unrecognized", "could not")
_SOCKET_PREFIX = "linli-pg-"
SUPERUSER, OWNER_ROLE, APP_ROLE = "postgres", "linli_owner", "linli_app"


@dataclass(frozen=True)
class Server:
    """A server that can be started: whose, with which programs, where its socket will be."""

    layout: Layout
    identity: Identity
    programs: Path
    socket_dir: Path


def prepare_server(layout: Layout, *, durable: bool, port: int | None) -> Server:
    """Everything before the start; the caller holds the lock. Repeating it changes nothing.

    Raises ClusterNotOurs, ClusterStartFailed, BinariesMissing.
    """
    identity = choose_identity(layout)
    programs = place_binaries(identity, layout.root.parent)
    _make_passwords(layout)
    if not (layout.data / "PG_VERSION").exists():
        initialise_data(layout, identity, programs)
    _refuse_other_versions(layout)
    socket_dir = _keep_socket_dir(layout, identity)
    write_configuration(
        layout.data,
        durable=durable,
        port=port,
        socket_dir=str(socket_dir),
        uid=identity.uid,
        gid=identity.gid,
    )
    return Server(layout, identity, programs, socket_dir)


def initialise_data(layout: Layout, identity: Identity, programs: Path) -> None:
    """Run initdb in a scratch directory and move the whole into place, so no half is left."""
    if layout.data.exists() and any(layout.data.iterdir()):
        raise ClusterNotOurs(data_dir=layout.data, reason="PG_VERSION")
    fresh = layout.root / f"data.{secrets.token_hex(4)}"
    for stale in layout.root.glob("data.????????"):
        shutil.rmtree(stale)
    fresh.mkdir(mode=0o700)
    with tempfile.TemporaryDirectory(prefix=_SOCKET_PREFIX) as scratch:
        password = Path(scratch) / "password"
        password.write_text(read_json(layout.passwords)[SUPERUSER], encoding="utf-8")
        if identity.drop:
            for path in (fresh, Path(scratch), password):
                os.chown(path, identity.uid, identity.gid)
        _run_initdb(fresh, identity, programs, password)
    if layout.data.exists():
        layout.data.rmdir()
    fresh.rename(layout.data)


def start_server(server: Server) -> subprocess.Popen[bytes]:
    """Start the server as the plain user, standing in its data directory.

    Call from a process with one thread that lives as long as the server should: the kernel asks
    the server for a fast shutdown when that process ends.
    """
    libc = ctypes.CDLL(None)

    def die_with_parent() -> None:
        # runs after the change of user, which would clear the setting
        if sys.platform == "linux":
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)

    data = server.layout.data
    for stale in server.socket_dir.glob(".s.PGSQL.*"):
        stale.unlink()  # it names the last server, whose zombie would pass for alive
    return subprocess.Popen(
        [server.programs / "postgres", "-D", _name_directory(data, server.identity)],
        cwd=data,
        env=_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        stderr=sys.stderr,
        preexec_fn=die_with_parent,
        user=server.identity.uid if server.identity.drop else None,
        group=server.identity.gid if server.identity.drop else None,
        extra_groups=[] if server.identity.drop else None,
    )


def clear_leftovers(layout: Layout) -> None:
    """End what an earlier server has left, then drop its stale pid file.

    The pid file is the server's own protection against two servers on one set of shared memory,
    so it goes only after every process that stands in the data directory is gone. It must go
    then: in a container its number soon names another process, and the server refuses to start.
    """
    left = find_processes_in(layout.data)
    main = [pid for pid in left if pid == read_server_pid(layout)]
    end_processes(main, [(signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)])
    # back ends end by themselves when their server is gone, unless they are busy
    left = [pid for pid in left if is_alive(pid)]
    end_processes(left, [(signal.SIGTERM, 3), (signal.SIGQUIT, 3), (signal.SIGKILL, 5)])
    if Path("/proc/self").exists() and not find_processes_in(layout.data):
        layout.pid_file.unlink(missing_ok=True)


def read_server_pid(layout: Layout) -> int | None:
    """The pid that the server has written, None without one."""
    lines = _read_pid_file(layout)
    return int(lines[0]) if lines and lines[0].isdigit() else None


def is_ready(layout: Layout, pid: int) -> bool:
    """Whether this server, and no earlier one, says that it takes connections."""
    lines = _read_pid_file(layout)
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"


def read_last_words(layout: Layout) -> str:
    """The end of the newest log, for the message about a server that would not start."""
    logs = [layout.guard_log, *(layout.data / "log").glob("*.log")]
    newest = sorted((log for log in logs if log.exists()), key=lambda log: log.stat().st_mtime)
    lines = "\n".join(log.read_text(errors="replace") for log in newest[-2:]).splitlines()
    telling = [line for line in lines if any(word in line for word in _TELLING)]
    return " / ".join((telling or lines)[-3:])


def _read_pid_file(layout: Layout) -> list[str]:
    try:
        return layout.pid_file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _make_passwords(layout: Layout) -> None:
    if layout.passwords.exists():
        return
    if (layout.data / "PG_VERSION").exists():
        raise ClusterNotOurs(data_dir=layout.root, reason=f"{layout.passwords.name} is missing")
    roles = (SUPERUSER, OWNER_ROLE, APP_ROLE)
    write_private(layout, layout.passwords, {role: secrets.token_hex(24) for role in roles})


def _run_initdb(fresh: Path, identity: Identity, programs: Path, password: Path) -> None:
    options = (
        "--encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 "
        f"--auth=scram-sha-256 --username={SUPERUSER} --data-checksums --no-instructions"
    ).split()
    done = subprocess.run(
        [
            programs / "initdb",
            *options,
            f"--pwfile={password}",
            f"--pgdata={_name_directory(fresh, identity)}",
        ],
        cwd=fresh,
        env=_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        user=identity.uid if identity.drop else None,
        group=identity.gid if identity.drop else None,
        extra_groups=[] if identity.drop else None,
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()
        raise ClusterStartFailed(data_dir=fresh, reason=" ".join(reason[-3:]))


def _name_directory(data: Path, identity: Identity) -> str:
    # Under a closed parent such as /root the path is out of the plain user's reach, but its own
    # working directory is not: the process is put there before it changes user.
    return str(data) if may_reach(data.parent, identity) else "/proc/self/cwd"


def _refuse_other_versions(layout: Layout) -> None:
    found = (layout.data / "PG_VERSION").read_text(encoding="utf-8").strip()
    if found != "18":
        raise ClusterNotOurs(data_dir=layout.data, reason=f"PostgreSQL {found}")


def _keep_socket_dir(layout: Layout, identity: Identity) -> Path:
    """The socket's directory of the last start if it is still ours, else a new one.

    It is short since a socket's path may have 107 bytes at most, and random since anybody may
    put something under a foreseeable name in /tmp.
    """
    last = Path(read_json(layout.state).get("socket_dir") or "/nowhere")
    if last.is_dir() and not last.is_symlink() and last.stat().st_uid == identity.uid:
        return last
    made = Path(tempfile.mkdtemp(prefix=_SOCKET_PREFIX, dir=_short_temporary_directory()))
    made.chmod(0o755 if identity.drop else 0o700)
    if identity.drop:
        os.chown(made, identity.uid, identity.gid)
    return made


def _short_temporary_directory() -> str | None:
    return "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108 - mkdtemp makes it private
