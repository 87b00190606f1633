"""Secrets that the installation makes for itself once and keeps in `var/keys`, mode 0600."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path


def keep_secret(folder: Path, name: str, *, as_key: bool = False) -> str:
    """The content of `folder/name`; made on the first call (32 random bytes for a key)."""
    path = folder / name
    if not path.exists():
        _make(path, _new_key() if as_key else secrets.token_urlsafe(48))
    return path.read_text().strip()


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _make(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(content + "\n")
    try:
        os.link(draft, path)  # atomic: the first process wins, the others read its secret
    except FileExistsError:
        pass
    finally:
        draft.unlink()
