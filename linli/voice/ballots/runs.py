"""Long work as jobs: all papers in one file, a large sheet of ballots. Begun by a page, watched,
stopped, tried again after a crash.

Each step of a job ends with a conditional UPDATE on state and attempt, so that a stop, a second
try and a late worker are decided by the database: the result is kept once, or not at all.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.crypto.api import open_bytes, seal_bytes
from linli.base.errors import DomainError, NotFound
from linli.base.files.api import StoredFile
from linli.base.live.api import notify
from linli.base.scopes.api import all_estates
from linli.estate.organisations.api import Permission, may, require
from linli.voice.ballots.actions import account_of, assembly_in
from linli.voice.ballots.data import AssemblyState
from linli.voice.ballots.errors import RunAlready, RunFailed, SheetBroken
from linli.voice.ballots.exchange import MOST_BYTES, Imported, import_ballots
from linli.voice.ballots.models import Assembly, BallotRun
from linli.voice.ballots.papers import may_print_all, require_desk

SMALL_BYTES = 100_000  # a sheet of some 3,000 homes; larger ones are read by a job
SOURCE = "ballot_run.source"
PRINT, IMPORT, WORKING = "print", "import", "working"
_BEFORE_END = (AssemblyState.NOTICED.value, AssemblyState.OPEN.value)


class Stopped(Exception):
    """The run is no longer this job's: stopped, begun anew, or already done."""


@transaction.atomic
def start_print(assembly_id: int, *, actor: Actor) -> BallotRun:
    """All papers of an assembly into one file; a print that is under way is that print.

    Raises NotNow before the notice and after the end, NotFound, NotAllowed.
    """
    require_desk(actor)
    assembly = assembly_in(assembly_id, actor, *_BEFORE_END)
    prints = BallotRun.objects.filter(assembly=assembly, kind=PRINT, state=WORKING)
    known: BallotRun | None = prints.first()
    try:
        return known or _begin(BallotRun(assembly=assembly, kind=PRINT), actor)
    except RunAlready:  # somebody pressed in the same moment
        found: BallotRun = prints.get()
        return found


def start_import(assembly_id: int, data: bytes, *, actor: Actor) -> Imported | BallotRun:
    """A small sheet is taken in at once, a large one by a job.

    Raises what `import_ballots` raises, RunAlready.
    """
    require(actor, Permission.RUN_ASSEMBLY)
    if len(data) <= SMALL_BYTES:
        return import_ballots(assembly_id, data, actor=actor)
    if len(data) > MOST_BYTES:
        raise SheetBroken(field="file")
    with transaction.atomic():
        assembly = assembly_in(assembly_id, actor, AssemblyState.OPEN.value)
        source = seal_bytes(data, SOURCE)
        return _begin(BallotRun(assembly=assembly, kind=IMPORT, source=source), actor)


def _begin(run: BallotRun, actor: Actor) -> BallotRun:
    from linli.voice.ballots.tasks import work_ballot_run  # the task runs what stands in `jobs`

    run.created_by_id, run.created_at = account_of(actor), now()
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as error:
        raise RunAlready from error
    record(f"ballots.{run.kind}_begun", "assembly", run.assembly_id, actor=actor, run=run.pk)
    work_ballot_run.defer(
        run_id=run.pk, attempt=run.attempt, estate_id=actor.estate_id, user_id=run.created_by_id
    )
    tell_run(run)
    return run


def tell_run(run: BallotRun) -> None:
    """Open pages of this run fetch themselves anew."""
    notify([f"ballot_run:{run.token}"])


def run_for(actor: Actor, token: UUID | str) -> BallotRun:
    """A print for the desk, an import for who runs assemblies. Raises NotFound."""
    rows = BallotRun.objects.select_related("assembly", "file", "created_by")
    run: BallotRun | None = rows.filter(token=token).first()
    if run is None or not _may_see(actor, run.kind):
        raise NotFound
    return run


def _may_see(actor: Actor, kind: str) -> bool:
    return may_print_all(actor) if kind == PRINT else may(actor, Permission.RUN_ASSEMBLY)


def runs_of(actor: Actor, assembly: Assembly, kind: str) -> list[BallotRun]:
    """The last few, the newest first; none for whom they are not."""
    if not _may_see(actor, kind):
        return []
    rows = BallotRun.objects.filter(assembly=assembly, kind=kind).select_related("file")
    return list(rows.order_by("-pk")[:3])


def source_of(run: BallotRun) -> bytes:
    return open_bytes(run.source or b"", SOURCE)


@transaction.atomic
def stop_run(token: UUID | str, *, actor: Actor) -> BallotRun:
    """Let go of it: nothing was taken in, no file is kept. What is over already stays as it is."""
    found = run_for(actor, token)
    run: BallotRun = BallotRun.objects.select_for_update().get(pk=found.pk)
    if run.state != WORKING:
        return run
    advance(run, state="stopped", source=None, ended_at=now(), attempt=run.attempt + 1)
    record("ballots.run_stopped", "assembly", run.assembly_id, actor=actor, run=run.pk)
    return run


def advance(run: BallotRun, **fields: Any) -> None:
    """Write these fields if the run still is where this work began. Raises Stopped."""
    here = BallotRun.objects.filter(pk=run.pk, attempt=run.attempt, state=WORKING)
    if here.update(**fields) == 0:
        raise Stopped
    for name, value in fields.items():
        setattr(run, name, value)
    tell_run(run)


def drop_old_prints() -> int:
    """Let go of the prints of assemblies that take no ballots any more; how many went.

    The file has then nothing that it hangs on, and is removed with the other loose ones.
    """
    with all_estates():
        over = BallotRun.objects.filter(kind=PRINT, state="done").exclude(
            assembly__state__in=_BEFORE_END
        )
        return int(over.update(state="gone", file=None))


def end_with_fault(run: BallotRun, error: DomainError | None) -> None:
    """Keep why it came to nothing, in words that are translated when they are read."""
    fault = error or RunFailed()
    told = {"code": fault.code, "message": fault.message, "params": fault.params}
    advance(run, state="failed", source=None, ended_at=now(), fault=told)


def shows_print(actor: Actor, stored: StoredFile) -> bool:
    """The file of a print, for the desk."""
    return may_print_all(actor) and BallotRun.objects.filter(file=stored.pk).exists()
