"""Housekeeping that runs by the clock; procrastinate finds this file by its name."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from procrastinate import JobContext
from procrastinate.contrib.django import app

from linli.base.calendars.api import now
from linli.base.events.api import HandledEvent
from linli.base.requests.api import RequestKey
from linli.base.scopes.api import all_estates

KEEP_JOBS = 72  # hours
KEEP_RECEIPTS = timedelta(days=30)  # a job is tried for hours, a phone repeats for days


@app.periodic(cron="* * * * *", periodic_id="stalled")
@app.task(
    name="linli.retry_stalled_jobs", queue="default", queueing_lock="stalled", pass_context=True
)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Give the jobs of a killed worker to the next one; its heart has been still for 30 s."""
    jobs = context.app.job_manager
    await jobs.prune_stalled_workers(seconds_since_heartbeat=30)
    for job in await jobs.get_stalled_jobs():
        await jobs.retry_job(job)


@app.periodic(cron="17 3 * * *", periodic_id="jobs")
@app.task(name="linli.purge_jobs", queue="default", queueing_lock="purge_jobs", pass_context=True)
async def purge_jobs(context: JobContext, timestamp: int) -> None:
    """Forget finished jobs; failed ones stay to be looked at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_JOBS, include_cancelled=True)


@app.periodic(cron="27 3 * * *", periodic_id="receipts")
@app.task(name="linli.purge_receipts", queue="default", queueing_lock="purge_receipts")
def purge_receipts(timestamp: int) -> None:
    """Forget receipts of handled events, answers to old keys, sessions that have ended."""
    before = now() - KEEP_RECEIPTS
    HandledEvent.objects.filter(at__lt=before).delete()
    with all_estates():
        RequestKey.objects.filter(at__lt=before).delete()
    Session.objects.filter(expire_date__lt=now()).delete()
