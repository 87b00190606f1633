"""Previews and postings of many homes as jobs: watched, stopped, tried again after a crash.

A run that a job works on is `reckoning` or `posting`. Its one transaction ends with a conditional
UPDATE on state and attempt: a stop, a second try and a late worker are decided by the database.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from linli.base.accounts.api import Actor, User
from linli.base.audit.api import record
from linli.base.errors import DomainError, translatable
from linli.base.live.api import notify
from linli.base.scopes.api import estate_scope
from linli.estate.organisations.api import load_actor
from linli.estate.places.api import Home
from linli.money.fees.billing import advance, lock_run, post_run, write_preview
from linli.money.fees.data import WORKING, RunState
from linli.money.fees.errors import NotThisStep, PreviewOutdated, ReckoningFailed
from linli.money.fees.models import BillingRun
from linli.money.fees.progress import KEYS, Reporter, Stopped
from linli.money.fees.queries import run_for

log = logging.getLogger(__name__)
SMALL = 500  # homes that are reckoned at once, without a job
ATTEMPTS = 3
STOPPED = translatable("已停止，一张账单也没有发出。")


def is_small() -> bool:
    return Home.objects.count() <= SMALL


def preview_run(run_id: int, *, actor: Actor) -> BillingRun:
    """Reckon the preview, at once or by a job. Raises NotThisStep and what reckoning raises."""
    with transaction.atomic():
        run = lock_run(run_id, actor)
        if run.state not in (RunState.DRAFT, RunState.PREVIEWED):
            raise NotThisStep
        if not is_small():
            return _begin(run, RunState.RECKONING, actor)
        write_preview(run, actor)
    return run


def confirm_run(run_id: int, *, actor: Actor) -> BillingRun:
    """Post all bills of a previewed run, or none; asked again it is the same work.

    A small estate at once, a large one by a job. Raises PreviewOutdated, NotThisStep, NotFound,
    NotAllowed.
    """
    try:
        return _confirm(run_id, actor)
    except PreviewOutdated:
        _outdate(run_id, actor)
        raise


def _confirm(run_id: int, actor: Actor) -> BillingRun:
    with transaction.atomic():
        run = lock_run(run_id, actor)
        if run.state in (RunState.POSTING, RunState.POSTED):
            return run
        if run.state != RunState.PREVIEWED:
            raise NotThisStep
        if not is_small():
            return _begin(run, RunState.POSTING, actor)
        post_run(run, actor)
    return run


@transaction.atomic
def issue_at_once(run_id: int, *, actor: Actor) -> BillingRun:
    """Preview and post a draft here and now, however many homes: for whoever is a job already.

    Raises NotThisStep and what reckoning and posting raise.
    """
    run = lock_run(run_id, actor)
    if run.state != RunState.DRAFT:
        raise NotThisStep
    write_preview(run, actor)
    post_run(run, actor)
    return run


def _outdate(run_id: int, actor: Actor) -> None:
    """The old preview can no longer be confirmed; the next one shows what it would be now."""
    with transaction.atomic():
        run = lock_run(run_id, actor)
        if run.state == RunState.PREVIEWED:
            advance(run, state=RunState.DRAFT.value, digest=None, fault=fault_of(PreviewOutdated()))


def _begin(run: BillingRun, state: RunState, actor: Actor) -> BillingRun:
    run.state, run.progress, run.fault = state.value, 0, {}
    run.attempt += 1
    run.save(update_fields=["state", "progress", "fault", "attempt"])
    work_billing.configure(lock=f"billing:{actor.estate_id}").defer(
        run_id=run.pk, attempt=run.attempt, estate_id=actor.estate_id, user_id=actor.user_id
    )
    notify(KEYS)
    return run


@transaction.atomic
def stop_run(run_id: int, *, actor: Actor) -> BillingRun:
    """Let go of what a job is doing; what was posted stays posted. Stopping twice is the same.

    Raises NotFound, NotAllowed.
    """
    run = lock_run(run_id, actor)
    if run.state in WORKING:
        # the last preview stands again where posting was stopped
        back = RunState.PREVIEWED if run.state == RunState.POSTING else RunState.DRAFT
        told = {"message": STOPPED, "params": {}}
        advance(run, state=back.value, attempt=run.attempt + 1, fault=told)
        record("fees.run_stopped", "billing_run", run.pk, actor=actor)
    return run


def fault_of(error: DomainError) -> dict[str, object]:
    """Why it came to nothing, as the run keeps it; words as msgid."""
    return {"message": error.message, "params": error.params}


def do_run(run_id: int, attempt: int, user_id: int, estate_id: int) -> None:
    """The job's work inside the estate's scope, one transaction. Raises Stopped and refusals."""
    run: BillingRun | None = BillingRun.objects.select_related("charge").filter(pk=run_id).first()
    if run is None or run.attempt != attempt or run.state not in WORKING:
        return
    actor = load_actor(User.objects.get(pk=user_id))
    work = post_run if run.state == RunState.POSTING else write_preview
    with Reporter(run.pk, attempt, run.state, estate_id) as tell:
        work(run, actor, tell)


def end_with_fault(run_id: int, attempt: int, error: DomainError) -> None:
    """Keep why it came to nothing. Raises Stopped."""
    run = BillingRun.objects.get(pk=run_id)
    run.attempt = attempt
    outdated = isinstance(error, PreviewOutdated)
    posting = run.state == RunState.POSTING and not outdated
    back = RunState.PREVIEWED if posting else RunState.DRAFT
    kept = {} if posting else {"digest": None}
    advance(run, state=back.value, fault=fault_of(error), **kept)


@app.task(
    name="linli.work_billing",
    queue="default",
    pass_context=True,
    retry=RetryStrategy(max_attempts=ATTEMPTS, wait=3),
)
def work_billing(
    context: JobContext, *, run_id: int, attempt: int, estate_id: int, user_id: int
) -> None:
    """Do what the run's state says, once however often it is tried."""
    try:
        with estate_scope(estate_id):
            do_run(run_id, attempt, user_id, estate_id)
    except Stopped:
        log.info("billing run %s: attempt %s is over", run_id, attempt)
    except DomainError as error:
        refused = error
        _settle(estate_id, lambda: end_with_fault(run_id, attempt, refused))
    except Exception:
        if context.job.attempts + 1 >= ATTEMPTS:
            _settle(estate_id, lambda: end_with_fault(run_id, attempt, ReckoningFailed()))
        raise


def _settle(estate_id: int, work: Callable[[], None]) -> None:
    try:
        with estate_scope(estate_id):
            work()
    except Stopped:
        log.info("stopped meanwhile")


def open_run(actor: Actor, run_id: int) -> BillingRun:
    return run_for(actor, run_id)
