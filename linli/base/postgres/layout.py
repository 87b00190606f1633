"""Where a cluster's files lie, and as whom its server runs."""

from __future__ import annotations

import json
import os
import pwd
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linli.base.postgres.errors import ClusterNotOurs

# nobody exists everywhere; the others are kinder to an administrator who has made them.
# initdb refuses a user without a passwd entry, so a bare number won't do.
_UNPRIVILEGED = ("linli", "postgres", "nobody")


@dataclass(frozen=True)
class Identity:
    """The user that the server runs as; ``drop`` says that we are root and must change to it."""

    uid: int
    gid: int
    drop: bool


@dataclass(frozen=True)
class Layout:
    """The files of one cluster below ``root`` (``var/postgres``)."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def lock(self) -> Path:
        return self.root / "guard.lock"

    @property
    def state(self) -> Path:
        return self.root / "state.json"

    @property
    def passwords(self) -> Path:
        return self.root / "passwords.json"

    @property
    def guard_log(self) -> Path:
        return self.root / "guard.log"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"


def open_layout(data_dir: Path) -> Layout:
    """Make the cluster's directory if it is missing.

    Raises ClusterNotOurs if another user owns it or the place can't be written.
    """
    root = data_dir.absolute()
    try:
        root.mkdir(parents=True, exist_ok=True)
        owner = root.stat().st_uid
    except OSError as error:
        raise ClusterNotOurs(data_dir=root, reason=error.strerror) from error
    if os.geteuid() not in (0, owner):
        raise ClusterNotOurs(data_dir=root, reason=f"uid {owner}")
    if os.geteuid() == 0:
        # the server's user must pass through to the data, and must not see what lies beside it
        root.chmod(0o711)
    return Layout(root)


def choose_identity(layout: Layout) -> Identity:
    """As whom the server runs: ourselves, or as root whoever owns the data, else a plain user."""
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid(), drop=False)
    kept = layout.data if layout.data.exists() else layout.root
    owner = kept.stat()
    if owner.st_uid != 0:
        return Identity(owner.st_uid, owner.st_gid, drop=True)
    for name in _UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Identity(entry.pw_uid, entry.pw_gid, drop=True)
    raise ClusterNotOurs(data_dir=layout.root, reason="no user " + ", ".join(_UNPRIVILEGED))


def may_reach(path: Path, identity: Identity) -> bool:
    """Whether that user may pass through every directory above ``path`` and read it."""
    if not identity.drop:
        return True
    resolved = path.resolve()
    return all(_grants(step, identity, 0o1) for step in resolved.parents) and _grants(
        resolved, identity, 0o5 if resolved.is_dir() else 0o4
    )


def write_private(layout: Layout, path: Path, content: dict[str, Any]) -> None:
    """Replace a JSON file whole, readable only by the owner of the cluster's directory."""
    part = path.with_suffix(f".{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    give_to_owner(layout, part)
    part.replace(path)


def give_to_owner(layout: Layout, path: Path) -> None:
    """As root, leave our own files to the owner of the directory, who may start without us."""
    if os.geteuid() == 0:
        owner = layout.root.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def read_json(path: Path) -> dict[str, Any]:
    """The content of one of our JSON files, {} if it is missing or torn."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _grants(path: Path, identity: Identity, bits: int) -> bool:
    try:
        found = path.stat()
    except OSError:
        return False
    shift = 6 if found.st_uid == identity.uid else 3 if found.st_gid == identity.gid else 0
    return (found.st_mode >> shift) & bits == bits
