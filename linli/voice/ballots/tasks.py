"""The clock of assemblies, and the job that prints or takes in a whole assembly."""

from __future__ import annotations

import logging

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from linli.base.errors import DomainError
from linli.base.scopes.api import estate_scope
from linli.voice.ballots import jobs, runs
from linli.voice.ballots.comparisons import drop_old_comparisons
from linli.voice.ballots.counting import run_clocks
from linli.voice.ballots.models import BallotRun

log = logging.getLogger(__name__)
ATTEMPTS = 3


@app.periodic(cron="* * * * *", periodic_id="assembly_clocks")
@app.task(name="linli.assembly_clocks", queue="default", queueing_lock="assembly_clocks")
def tick_assemblies(timestamp: int) -> None:
    run_clocks()
    runs.drop_old_prints()


@app.periodic(cron="29 3 * * *", periodic_id="roll_comparisons")
@app.task(name="linli.drop_comparisons", queue="default", queueing_lock="drop_comparisons")
def drop_comparisons(timestamp: int) -> None:
    drop_old_comparisons()


@app.task(
    name="linli.work_ballot_run",
    queue="imports",
    pass_context=True,
    retry=RetryStrategy(max_attempts=ATTEMPTS, wait=3),
)
def work_ballot_run(
    context: JobContext, *, run_id: int, attempt: int, estate_id: int, user_id: int
) -> None:
    """Do the run once, however often it is tried; keep what went wrong."""
    try:
        jobs.do_run(run_id, attempt, user_id, estate_id)
    except runs.Stopped:
        log.info("run %s: attempt %s is over", run_id, attempt)
    except DomainError as error:
        _fail(run_id, attempt, estate_id, error)
    except Exception:
        if context.job.attempts + 1 >= ATTEMPTS:
            _fail(run_id, attempt, estate_id, None)
        raise


def _fail(run_id: int, attempt: int, estate_id: int, error: DomainError | None) -> None:
    with estate_scope(estate_id):
        run = BallotRun.objects.get(pk=run_id)
        run.attempt = attempt
        try:
            runs.end_with_fault(run, error)
        except runs.Stopped:
            log.info("stopped meanwhile")
