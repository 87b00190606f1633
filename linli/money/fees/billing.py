"""Billing runs: begin, preview, confirm once for all or none, drop."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import NotFound
from linli.base.live.api import notify
from linli.base.scopes.api import copy_rows
from linli.estate.organisations.api import Permission, require
from linli.money.fees.accounts import joint_book
from linli.money.fees.actions import account_of, lock_charge
from linli.money.fees.data import RunState, Totals
from linli.money.fees.errors import (
    BadDates,
    BadPeriod,
    NobodyToBill,
    NotThisStep,
    PreviewOutdated,
    RunOpen,
)
from linli.money.fees.issuing import Sheet, write_bills
from linli.money.fees.models import BillingPreview, BillingRun, Prepayment
from linli.money.fees.periods import read_period
from linli.money.fees.progress import KEYS, Stopped
from linli.money.fees.queries import run_for
from linli.money.fees.reckoning import (
    HomeResult,
    Tell,
    be_quiet,
    check_period,
    digest_of,
    period_of,
    reckon_run,
    rows_of,
    total_of,
)
from linli.money.fees.settling import use_prepayment


@transaction.atomic
def begin_run(
    charge_id: int,
    period: str,
    *,
    actor: Actor,
    due_on: date | None = None,
    only_missing: bool = False,
) -> BillingRun:
    """A run of one charge for the period with this code; `only_missing`: homes without a bill yet.

    Raises BadPeriod, PeriodBilled, PeriodOverlaps, RunOpen, BadDates, NotAllowed, NotFound.
    """
    require(actor, Permission.ISSUE_FEES)
    charge = lock_charge(charge_id)
    asked = read_period(period)
    if asked.cycle != charge.cycle:
        raise BadPeriod(field="period")
    check_period(charge, asked, only_missing=only_missing)
    due = due_on or today() + timedelta(days=charge.due_days)
    if due < today():
        raise BadDates(field="due_on")
    try:
        with transaction.atomic():
            run: BillingRun = BillingRun.objects.create(
                charge=charge, cycle=asked.cycle.value, period_start=asked.start,
                period_end=asked.end, due_on=due, only_missing=only_missing,
                created_by_id=account_of(actor), created_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise RunOpen(field="period") from error
    record("fees.run_begun", "billing_run", run.pk, actor=actor, period=asked.code)
    return run


def advance(run: BillingRun, **fields: Any) -> None:
    """Take the run on if it still is where this work began. Raises Stopped."""
    here = BillingRun.objects.filter(pk=run.pk, attempt=run.attempt, state=run.state)
    if here.update(**fields) == 0:
        raise Stopped
    for name, value in fields.items():
        setattr(run, name, value)
    notify(KEYS)


def write_preview(run: BillingRun, actor: Actor, tell: Tell = be_quiet) -> Totals:
    """Reckon every home and keep the result for people to look at. Nothing is posted.

    Raises what reckoning raises, NobodyToBill, Stopped.
    """
    results = reckon_run(run, run.charge, tell)
    totals = total_of(results)
    if not totals.bills and not totals.troubles:
        raise NobodyToBill
    BillingPreview.objects.filter(run=run).delete()
    copy_rows([_preview_row(run, result) for result in results])
    advance(
        run, state=RunState.PREVIEWED.value, digest=digest_of(results), totals=asdict(totals),
        previewed_at=now(), progress=100, fault={},
    )  # fmt: skip
    record("fees.run_previewed", "billing_run", run.pk, actor=actor, **asdict(totals))
    return totals


def _preview_row(run: BillingRun, result: HomeResult) -> BillingPreview:
    return BillingPreview(
        run=run, home_id=result.home_id, amount=result.amount, previous=result.previous,
        changes=[change.value for change in result.changes],
        trouble=result.trouble.value if result.trouble else "", bills=rows_of(result.bills),
    )  # fmt: skip


def post_run(run: BillingRun, actor: Actor, tell: Tell = be_quiet) -> int:
    """Write every bill with its ledger entry, in the transaction that is open; how many.

    What is reckoned now must be what was shown. Raises PreviewOutdated, PeriodBilled, Stopped.
    """
    charge = lock_charge(run.charge_id)
    results = reckon_run(run, charge, tell)
    if run.digest is None or digest_of(results) != bytes(run.digest):
        raise PreviewOutdated
    drafts = [bill for result in results for bill in result.bills]
    if not drafts:
        raise NobodyToBill
    book = joint_book()
    sheet = Sheet(charge, period_of(run), run.due_on, run.pk)
    bills = write_bills(sheet, drafts, book, actor=actor)
    tell(99, 100)
    _use_prepayments({bill.home_id for bill in bills}, run, actor)
    advance(
        run, state=RunState.POSTED.value, posted_by_id=actor.user_id, posted_at=now(),
        progress=100, fault={},
    )  # fmt: skip
    BillingPreview.objects.filter(run=run).delete()
    record("fees.run_posted", "billing_run", run.pk, actor=actor, bills=len(bills))
    return len(bills)


def _use_prepayments(home_ids: set[int], run: BillingRun, actor: Actor) -> None:
    """What waits for these homes settles the new bills by itself."""
    waiting = Prepayment.objects.filter(pk__in=home_ids) if home_ids else Prepayment.objects.none()
    for home_id in sorted(waiting.values_list("home_id", flat=True)):
        use_prepayment(home_id, key=f"run:{run.pk}:{home_id}", actor=actor)


@transaction.atomic
def drop_run(run_id: int, *, actor: Actor) -> BillingRun:
    """Let go of a run that was not posted. Raises NotThisStep, NotFound, NotAllowed."""
    run = lock_run(run_id, actor)
    if run.state not in (RunState.DRAFT, RunState.PREVIEWED):
        raise NotThisStep
    BillingPreview.objects.filter(run=run).delete()
    advance(run, state=RunState.DROPPED.value, attempt=run.attempt + 1)
    record("fees.run_dropped", "billing_run", run.pk, actor=actor)
    return run


def lock_run(run_id: int, actor: Actor) -> BillingRun:
    """Raises NotFound, NotAllowed."""
    require(actor, Permission.ISSUE_FEES)
    run_for(actor, run_id)
    run: BillingRun | None = (
        BillingRun.objects.select_for_update(of=("self",))
        .select_related("charge")
        .filter(pk=run_id)
        .first()
    )
    if run is None:
        raise NotFound
    return run
