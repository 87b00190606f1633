"""Preview, confirm, drop: nothing is written before it is confirmed, then all or nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
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
from linli.estate.people.api import identity_index

from .comparison import ImportPlan, compare
from .data import ColumnMap, ReadResult
from .events import RegisterImported
from .models import ImportRun, RememberedColumns
from .preview import Row, count_plan, describe_plan, fingerprint
from .queries import (
    load_column_maps,
    load_homes,
    load_register,
    make_shape,
    open_source,
    run_for,
    seal_plan,
    seal_source,
)
from .reader import Progress, read_register
from .writing import Writer


class PreviewOutdated(Stale):
    code = "preview_outdated"
    message = translatable("预览之后台账有了变化。已按最新情况重新预览,请再看一遍后确认。")


class AlreadyHandled(DomainError):
    code = "import_handled"
    message = translatable("这次导入已经确认或取消,不能再操作。")
    status = 409


@dataclass(frozen=True)
class Judged:
    """One reading of one file against the register of this moment."""

    result: ReadResult
    plan: ImportPlan
    rows: list[Row]


def judge_file(
    content: bytes,
    name: str,
    as_of: date,
    maps: dict[str, ColumnMap],
    progress: Progress | None = None,
) -> Judged:
    """Read a file and hold it against the register. Raises RegisterFileError."""
    homes = load_homes()
    result = read_register(
        content, name, as_of=as_of, estate=make_shape(homes), column_maps=maps, progress=progress
    )
    indexes = [identity_index(p.id_number) if p.id_number else None for p in result.persons]
    plan = compare(result, load_register(homes), indexes)
    return Judged(result, plan, describe_plan(result, plan))


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
    day = as_of or today()
    maps = {**load_column_maps(), **(column_maps or {})}
    judged = judge_file(content, name, day, maps)
    with transaction.atomic():
        run = ImportRun(
            file_name=name[-200:],
            sha256=hashlib.sha256(content).digest(),
            source=seal_source(content),
            as_of=day,
            created_by_id=actor.user_id,
            created_at=now(),
        )
        _keep_preview(run, judged, column_maps or {})
        record("preview_import", "import_run", run.pk, actor=actor, totals=run.totals)
    return run


def _keep_preview(run: ImportRun, judged: Judged, overrides: dict[str, ColumnMap]) -> None:
    run.plan, run.basis = seal_plan(judged.rows), fingerprint(judged.rows)
    run.totals = count_plan(judged.result, judged.plan)
    run.column_maps = {
        "overrides": {key: json.loads(found.to_json()) for key, found in overrides.items()},
        "sheets": [_describe_sheet(sheet) for sheet in judged.result.report.sheets],
    }
    run.save()


def _describe_sheet(sheet: Any) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "skipped": sheet.skipped,
        "rows": sheet.filled_rows,
        "sample": sheet.sample,
        "maps": [json.loads(m.to_json()) | {"fingerprint": m.fingerprint} for m in sheet.maps],
    }


def _overrides(run: ImportRun) -> dict[str, ColumnMap]:
    stored = run.column_maps.get("overrides", {})
    return {key: ColumnMap.from_json(json.dumps(found)) for key, found in stored.items()}


def change_columns(token: Any, *, actor: Actor, sheet: str, columns: ColumnMap) -> ImportRun:
    """Preview again with other columns for one sheet, and remember them for its header.

    Raises AlreadyHandled, NotFound, NotAllowed.
    """
    run = _open_run(token, actor)
    overrides = _overrides(run) | {f"sheet:{sheet}": columns}
    judged = judge_file(open_source(run), run.file_name, run.as_of, load_column_maps() | overrides)
    with transaction.atomic():
        RememberedColumns.objects.update_or_create(
            fingerprint=columns.fingerprint,
            defaults={
                "mapping": json.loads(columns.to_json()),
                "updated_by_id": actor.user_id,
                "updated_at": now(),
            },
        )
        _keep_preview(run, judged, overrides)
        record("change_columns", "import_run", run.pk, actor=actor, sheet=sheet)
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
            return _confirm(_open_run(token, actor), actor)
    except IntegrityError as error:
        raise PreviewOutdated from error
    except _Moved as moved:
        with transaction.atomic():
            _keep_preview(run, moved.judged, _overrides(run))
        raise PreviewOutdated from moved


class _Moved(Exception):
    def __init__(self, judged: Judged) -> None:
        self.judged = judged


def _confirm(run: ImportRun, actor: Actor) -> ImportRun:
    _lock_register(actor.estate_id)
    maps = load_column_maps() | _overrides(run)
    judged = judge_file(open_source(run), run.file_name, run.as_of, maps)
    if fingerprint(judged.rows) != run.basis:
        raise _Moved(judged)
    Writer(judged.plan, run.file_name, run.as_of).write()
    run.state, run.confirmed_at, run.progress = "confirmed", now(), 100
    run.source = None
    run.save(update_fields=["state", "confirmed_at", "progress", "source"])
    record("confirm_import", "import_run", run.pk, actor=actor, totals=run.totals)
    publish(RegisterImported(run.pk, run.totals["new"], run.totals["changed"]))
    notify(["register"])
    return run


def _lock_register(estate_id: int) -> None:
    """One import at a time: two that see the same register would both add the same people."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                       [f"import:{estate_id}"])  # fmt: skip


def _open_run(token: Any, actor: Actor) -> ImportRun:
    run = run_for(actor, token)
    locked: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != "previewed":
        raise AlreadyHandled
    return locked


def drop_import(token: Any, *, actor: Actor) -> ImportRun:
    """Forget a preview; the workbook's content goes at once. Raises AlreadyHandled, NotFound."""
    with transaction.atomic():
        run = _open_run(token, actor)
        run.state, run.source, run.plan = "dropped", None, None
        run.save(update_fields=["state", "source", "plan"])
        record("drop_import", "import_run", run.pk, actor=actor)
    return run
