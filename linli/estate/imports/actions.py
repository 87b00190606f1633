"""Preview, confirm, drop: nothing is written before it is confirmed, then all or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import DomainError, Stale, translatable
from linli.base.events.api import publish
from linli.base.live.api import notify
from linli.estate.organisations.api import Permission, require

from .data import ColumnMap
from .events import RegisterImported
from .judging import (
    Judged,
    Progress,
    judge_file,
    judge_run,
    overrides_of,
    pack_overrides,
    preview_fields,
)
from .models import ImportRun, RememberedColumns
from .preview import fingerprint
from .progress import KEYS, Stopped
from .queries import load_column_maps, run_for, seal_source
from .writing import Writer

JUDGING = 50  # percent of a confirmation that judging anew takes


class PreviewOutdated(Stale):
    code = "preview_outdated"
    message = translatable("预览之后台账有了变化。已按最新情况重新预览，请再看一遍后确认。")


class AlreadyHandled(DomainError):
    code = "import_handled"
    message = translatable("这次导入已经确认或取消，不能再操作。")
    status = 409


def new_run(content: bytes, name: str, actor: Actor, as_of: date | None) -> ImportRun:
    """A run that is not saved yet; the workbook's content is kept encrypted."""
    return ImportRun(
        file_name=name[-200:],
        sha256=hashlib.sha256(content).digest(),
        source=seal_source(content),
        as_of=as_of or today(),
        created_by_id=actor.user_id,
        created_at=now(),
    )


def preview_register(
    content: bytes,
    name: str,
    *,
    actor: Actor,
    as_of: date | None = None,
    column_maps: dict[str, ColumnMap] | None = None,
) -> ImportRun:
    """Read a workbook and keep what it would change; the register stays as it is.

    Raises RegisterFileError, NotAllowed.
    """
    require(actor, Permission.IMPORT_REGISTER)
    overrides = column_maps or {}
    run = new_run(content, name, actor, as_of)
    judged = judge_file(content, name, run.as_of, load_column_maps() | overrides)
    with transaction.atomic():
        _keep_preview(run, judged, overrides)
        record("preview_import", "import_run", run.pk, actor=actor, totals=run.totals)
    return run


def _keep_preview(run: ImportRun, judged: Judged, overrides: dict[str, ColumnMap]) -> None:
    for field, value in preview_fields(judged, overrides).items():
        setattr(run, field, value)
    run.save()


def remember_columns(run: ImportRun, sheet: str, columns: ColumnMap, actor: Actor) -> None:
    """Keep what a clerk chose, for this file until it is previewed anew, and for its header."""
    chosen = overrides_of(run) | {f"sheet:{sheet}": columns}
    run.column_maps = {**run.column_maps, "pending": pack_overrides(chosen)}
    RememberedColumns.objects.update_or_create(
        fingerprint=columns.fingerprint,
        defaults={
            "mapping": json.loads(columns.to_json()),
            "updated_by_id": actor.user_id,
            "updated_at": now(),
        },
    )
    record("change_columns", "import_run", run.pk, actor=actor, sheet=sheet)


def change_columns(token: Any, *, actor: Actor, sheet: str, columns: ColumnMap) -> ImportRun:
    """Preview again with other columns for one sheet, and remember them for its header.

    Raises AlreadyHandled, NotFound, NotAllowed.
    """
    with transaction.atomic():
        run = open_run(token, actor)
        remember_columns(run, sheet, columns, actor)
        _keep_preview(run, judge_run(run), overrides_of(run))
    return run


def confirm_import(token: Any, *, actor: Actor) -> ImportRun:
    """Write what the preview showed, all of it or nothing; once, however often it is asked.

    The file is held against the register again under a lock. If the outcome is another than the
    preview said, the new preview is kept and PreviewOutdated raised. Raises AlreadyHandled,
    NotFound, NotAllowed.
    """
    run = run_for(actor, token)
    if run.state == "confirmed":
        return run
    try:
        with transaction.atomic():
            run = open_run(token, actor)
            write_run(run, actor)
            return run
    except Moved as moved:
        with transaction.atomic():
            _keep_preview(run, moved.judged or judge_run(run), overrides_of(run))
        raise PreviewOutdated from moved


class Moved(Exception):
    """The register is another than the preview saw; `judged` is how it would be now, if known."""

    def __init__(self, judged: Judged | None = None) -> None:
        self.judged = judged


def write_run(
    run: ImportRun, actor: Actor, stage: Callable[[int, int], Progress] | None = None
) -> None:
    """The register as the file says, inside the caller's transaction.

    `stage(first, last)` gives the progress of a part of the work. Raises Moved, RegisterFileError,
    and Stopped where the run is no longer in the state in which it was begun.
    """
    _lock_register(actor.estate_id)
    judged = judge_run(run, stage(0, JUDGING) if stage else None)
    if fingerprint(judged.rows) != run.basis:
        raise Moved(judged)
    try:
        with transaction.atomic():
            writer = Writer(judged.plan, run.file_name, run.as_of)
            writer.write(stage(JUDGING, 99) if stage else None)
    except IntegrityError as error:  # somebody at a page was faster
        raise Moved from error
    advance(run, {"state": "confirmed", "confirmed_at": now(), "progress": 100,
                  "source": None, "fault": {}})  # fmt: skip
    record("confirm_import", "import_run", run.pk, actor=actor, totals=run.totals)
    publish(RegisterImported(run.pk, run.totals["new"], run.totals["changed"]))
    notify(["register"])


def advance(run: ImportRun, fields: dict[str, Any]) -> None:
    """Take the run to its next state if it still is where this work began. Raises Stopped."""
    here = ImportRun.objects.filter(pk=run.pk, attempt=run.attempt, state=run.state)
    if here.update(**fields) == 0:
        raise Stopped
    for field, value in fields.items():
        setattr(run, field, value)
    notify(KEYS)


def _lock_register(estate_id: int) -> None:
    """One import at a time: two that see the same register would both add the same people."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                       [f"import:{estate_id}"])  # fmt: skip


def open_run(token: Any, actor: Actor) -> ImportRun:
    """A previewed run, locked. Raises AlreadyHandled, NotFound, NotAllowed."""
    run = run_for(actor, token)
    locked: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != "previewed":
        raise AlreadyHandled
    return locked


def drop_import(token: Any, *, actor: Actor) -> ImportRun:
    """Forget a preview; the workbook's content goes at once. Raises AlreadyHandled, NotFound."""
    with transaction.atomic():
        run = open_run(token, actor)
        run.state, run.source, run.plan = "dropped", None, None
        run.save(update_fields=["state", "source", "plan"])
        record("drop_import", "import_run", run.pk, actor=actor)
    return run
