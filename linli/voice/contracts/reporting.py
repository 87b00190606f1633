"""A quarter's performance is published (FEE-05): the figures are frozen and sealed."""

from __future__ import annotations

from dataclasses import asdict

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import NotAllowed, Stale
from linli.base.events.api import publish
from linli.estate.organisations.api import Permission, require
from linli.voice.contracts.data import Side
from linli.voice.contracts.errors import QuarterNotOver
from linli.voice.contracts.events import PerformancePublished
from linli.voice.contracts.models import ServiceReport
from linli.voice.contracts.queries import figures_of, marks_of, performance_of, report_of
from linli.voice.contracts.rules import days_of_quarter, read_quarter
from linli.voice.contracts.sealing import seal_of


@transaction.atomic
def publish_performance(quarter: str, *, actor: Actor) -> ServiceReport:
    """Freeze what was done and how it was rated; a correction is a new number, the old one stays.

    The same figures again give the report that is there. Raises QuarterNotOver.
    """
    require(actor, Permission.MANAGE_CONTRACTS)
    if actor.user_id is None:
        raise NotAllowed
    known = read_quarter(quarter)
    if known is None or days_of_quarter(known)[1] >= today():
        raise QuarterNotOver(field="quarter")
    figures = figures_of(performance_of(known)) | {
        "marks": {side.value: asdict(marks_of(known, side.value)) for side in Side}
    }
    before = report_of(known)
    seal = seal_of(figures, (), b"")
    if before is not None and bytes(before.seal) == seal:
        return before
    try:
        with transaction.atomic():
            report: ServiceReport = ServiceReport.objects.create(
                quarter=known, number=before.number + 1 if before else 1, figures=figures,
                seal=seal, published_by_id=actor.user_id, published_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise Stale from error
    record("service.published", "service_report", report.pk, actor=actor, quarter=known)
    publish(PerformancePublished(report.pk, known))
    return report
