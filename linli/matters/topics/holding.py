"""The reader that this process holds. Pages never wait for it: it is loaded beside them.

An estate's own reader is taken only when its file bears our seal; else the shipped one, made from
the corpus when it is not there yet.
"""

from __future__ import annotations

import hmac
import logging
import threading
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

from linli.base.scopes.api import current_estate_id
from linli.matters.topics.models import ReaderVersion
from linli.matters.topics.readers.making import Trained, load_trained, shipped, shipped_if_made

log = logging.getLogger(__name__)
_lock = threading.Lock()
_shipped: Trained | None = None
_own: dict[int, tuple[str, Trained]] = {}
_loading: threading.Thread | None = None


def folder() -> Path:
    return Path(settings.LINLI.var) / "readers"


def path_of(estate_id: int, version: str) -> Path:
    return folder() / f"estate-{estate_id}-{version}.npz"


def seal_of(path: Path) -> str:
    """The keyed digest of a trained reader's two files."""
    digest = sha256(path.read_bytes() + path.with_suffix(".judges.npz").read_bytes()).hexdigest()
    return salted_hmac("linli.reader", digest, algorithm="sha256").hexdigest()


def trained_now() -> Trained:
    """The estate's reader, loaded or made while the caller waits: for workers and commands."""
    own = _own_reader()
    return own or _shipped_now()


def trained_if_ready() -> Trained | None:
    """The estate's reader if this process holds one; else None, and loading begins beside."""
    if _shipped is not None:
        return _own_reader() or _shipped
    _begin_loading()
    return None


def shipped_if_held() -> Trained | None:
    """The shipped reader if this process holds it; needs no estate. Loading begins beside."""
    if _shipped is None:
        _begin_loading()
    return _shipped


def _shipped_now() -> Trained:
    global _shipped
    with _lock:
        if _shipped is None:
            _shipped = shipped(folder())
    return _shipped


def _begin_loading() -> None:
    global _loading
    if _loading is None or not _loading.is_alive():
        _loading = threading.Thread(target=_load_quietly, name="linli-reader", daemon=True)
        _loading.start()


def _load_quietly() -> None:
    """Load what was made at setup or by the worker; pages train nothing themselves."""
    global _shipped
    try:
        found = shipped_if_made(folder())
    except (OSError, ValueError, KeyError):
        log.warning("the shipped reader cannot be read; words alone suggest")
        return
    with _lock:
        _shipped = _shipped or found


def _own_reader() -> Trained | None:
    estate_id = current_estate_id()
    current = ReaderVersion.objects.filter(is_current=True).values_list("version", "seal").first()
    if current is None:
        return None
    version, seal = current
    held = _own.get(estate_id)
    if held and held[0] == version:
        return held[1]
    path = path_of(estate_id, version)
    try:
        if not hmac.compare_digest(seal_of(path), seal):
            log.error("reader %s is not the file we wrote; the shipped one reads", version)
            return None
        trained = load_trained(path)
    except (OSError, ValueError, KeyError):
        log.warning("reader %s cannot be read; the shipped one reads", version)
        return None
    _own[estate_id] = (version, trained)
    return trained


def forget_readers() -> None:
    """Let the next use load anew; for tests and after training."""
    global _shipped
    _own.clear()
    with _lock:
        _shipped = None
