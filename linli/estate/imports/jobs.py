"""Long imports as jobs: begun by a page, watched, stopped, and tried again after a crash.

A run that a job works on is `reading` or `writing`. Its transaction ends with a conditional
UPDATE on state and attempt, so that a stop, a second try and a late worker are decided by the
database: all of it is written once, or nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from linli.base.accounts.api import Actor, User
from linli.base.audit.api import record
from linli.base.errors import DomainError, translatable
from linli.base.live.api import notify
from linli.estate.organisations.api import Permission, load_actor, require

from .actions import (
    Moved,
    PreviewOutdated,
    advance,
    change_columns,
    confirm_import,
    new_run,
    open_run,
    preview_register,
    remember_columns,
    write_run,
)
from .archives import is_small
from .data import ColumnMap
from .errors import ImportFailed, fault_of
from .judging import judge_run, overrides_of, preview_fields
from .models import ImportRun
from .progress import KEYS, Reporter
from .queries import open_source, run_for
from .reader import refuse_file

WORKING = ("reading", "writing")
STOPPED = translatable("已停止，台账没有变化。")


class TooLate(DomainError):
    code = "import_written"
    message = translatable("已经全部写入，停不下来了。需要更正的，请在居民页面上改。")
    status = 409


def start_preview(
    content: bytes, name: str, *, actor: Actor, as_of: date | None = None
) -> ImportRun:
    """Preview a small file at once, a large one by a job; a hopeless one is refused at once.

    Raises RegisterFileError, NotAllowed.
    """
    require(actor, Permission.IMPORT_REGISTER)
    refuse_file(content, name)
    if is_small(content):
        return preview_register(content, name, actor=actor, as_of=as_of)
    with transaction.atomic():
        run = new_run(content, name, actor, as_of)
        run.save()
        _begin(run, "reading", actor)
    return run


def start_columns(token: Any, *, actor: Actor, sheet: str, columns: ColumnMap) -> ImportRun:
    """Preview again with other columns. Raises AlreadyHandled, NotFound, NotAllowed."""
    with transaction.atomic():
        run = open_run(token, actor)
        if is_small(open_source(run)):
            return change_columns(token, actor=actor, sheet=sheet, columns=columns)
        remember_columns(run, sheet, columns, actor)
        _begin(run, "reading", actor)
    return run


def start_confirm(token: Any, *, actor: Actor) -> ImportRun:
    """Write a small file at once, a large one by a job; asked again it is the same work.

    Raises PreviewOutdated, AlreadyHandled, NotFound, NotAllowed.
    """
    run = run_for(actor, token)
    if run.state in ("writing", "confirmed"):
        return run
    with transaction.atomic():
        run = open_run(token, actor)
        if not is_small(open_source(run)):
            _begin(run, "writing", actor)
            return run
    return confirm_import(token, actor=actor)


def _begin(run: ImportRun, state: str, actor: Actor) -> None:
    from .tasks import work_import  # the task runs what stands below

    run.state, run.progress, run.fault = state, 0, {}
    run.attempt += 1
    run.save(update_fields=["state", "progress", "fault", "attempt", "column_maps"])
    work_import.configure(lock=f"import:{actor.estate_id}").defer(
        run_id=run.pk, attempt=run.attempt, estate_id=actor.estate_id, user_id=actor.user_id
    )
    notify(KEYS)


def stop_import(token: Any, *, actor: Actor) -> ImportRun:
    """Let go of what is being read or written: the register stays as it was.

    A first reading is dropped with the file; otherwise the last preview stands again. Stopping
    what has stopped changes nothing. Raises TooLate once all is written, NotFound, NotAllowed.
    """
    found = run_for(actor, token)
    with transaction.atomic():
        run: ImportRun = ImportRun.objects.select_for_update().get(pk=found.pk)
        if run.state == "confirmed":
            raise TooLate
        if run.state in WORKING:
            # kept with the run: the page asks anew by itself, and a flashed message would be lost
            told = {"fault": {"message": STOPPED, "params": {}}}
            fields = (
                {**back_to_preview(run), **told}
                if run.plan
                else {"state": "dropped", "source": None}
            )
            advance(run, {**fields, "attempt": run.attempt + 1})
            record("stop_import", "import_run", run.pk, actor=actor)
    return run


def back_to_preview(run: ImportRun) -> dict[str, Any]:
    """What makes the last preview stand again; columns not yet previewed are let go."""
    maps = {name: kept for name, kept in run.column_maps.items() if name != "pending"}
    return {"state": "previewed", "progress": 100, "column_maps": maps}


def do_import(run_id: int, attempt: int, user_id: int, estate_id: int) -> None:
    """The job's work inside the estate's scope, one transaction.

    Raises Stopped when the run is no longer this attempt's, Moved, RegisterFileError.
    """
    run: ImportRun | None = ImportRun.objects.filter(pk=run_id).first()
    if run is None or run.attempt != attempt or run.state not in WORKING:
        return
    actor = load_actor(User.objects.get(pk=user_id))
    with Reporter(run.pk, attempt, run.state, estate_id) as reporter:
        if run.state == "writing":
            write_run(run, actor, reporter.stage)
            return
        judged = judge_run(run, reporter.stage(0, 99))
    advance(run, preview_fields(judged, overrides_of(run)))
    record("preview_import", "import_run", run.pk, actor=actor, totals=run.totals)


def preview_again(run_id: int, attempt: int) -> None:
    """The register has moved while it was being written: show what it would be now."""
    run = ImportRun.objects.get(pk=run_id)
    run.attempt = attempt
    fields = preview_fields(judge_run(run), overrides_of(run))
    advance(run, {**fields, "fault": fault_of(PreviewOutdated())})


def end_with_fault(run_id: int, attempt: int, error: DomainError | None) -> None:
    """Keep why it came to nothing; what was previewed before stands again. Raises Stopped."""
    run = ImportRun.objects.get(pk=run_id)
    run.attempt = attempt
    fields = back_to_preview(run) if run.plan else {"state": "failed", "source": None}
    advance(run, {**fields, "fault": fault_of(error or ImportFailed())})


__all__ = [
    "Moved",
    "TooLate",
    "do_import",
    "end_with_fault",
    "preview_again",
    "start_columns",
    "start_confirm",
    "start_preview",
    "stop_import",
]
