"""The job that reads or writes one workbook."""

from __future__ import annotations

import logging
from collections.abc import Callable

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from linli.base.errors import DomainError
from linli.base.scopes.api import estate_scope

from . import jobs
from .progress import Stopped

log = logging.getLogger(__name__)
ATTEMPTS = 3


@app.task(
    name="linli.work_import",
    queue="imports",
    pass_context=True,
    retry=RetryStrategy(max_attempts=ATTEMPTS, wait=3),
)
def work_import(
    context: JobContext, *, run_id: int, attempt: int, estate_id: int, user_id: int
) -> None:
    """Do what the run's state says, once however often it is tried; keep what went wrong."""
    try:
        with estate_scope(estate_id):
            jobs.do_import(run_id, attempt, user_id, estate_id)
    except Stopped:
        log.info("import %s: attempt %s is over", run_id, attempt)
    except jobs.Moved:
        _settle(estate_id, lambda: jobs.preview_again(run_id, attempt))
    except DomainError as error:
        refused = error
        _settle(estate_id, lambda: jobs.end_with_fault(run_id, attempt, refused))
    except Exception:
        if context.job.attempts + 1 >= ATTEMPTS:
            _settle(estate_id, lambda: jobs.end_with_fault(run_id, attempt, None))
        raise


def _settle(estate_id: int, work: Callable[[], None]) -> None:
    try:
        with estate_scope(estate_id):
            work()
    except Stopped:
        log.info("stopped meanwhile")
