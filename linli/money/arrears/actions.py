"""Urging, demanding, serving, suing: one lawful step after the other, each by a person."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.base.files.api import StoredFile
from linli.base.scopes.api import copy_rows
from linli.estate.organisations.api import Permission, may, require
from linli.money.arrears.data import ServiceWay
from linli.money.arrears.errors import (
    BadServiceDay,
    DemandRunning,
    NothingOverdue,
    NotServed,
    PeriodRunning,
    ProofMissing,
    ServedAlready,
    UrgeFirst,
)
from linli.money.arrears.models import (
    ArrearsTerms,
    Demand,
    DemandBill,
    DemandService,
    Lawsuit,
    Urging,
)
from linli.money.arrears.queries import (
    debt_for,
    demand_for,
    may_carry,
    may_urge,
    terms,
    who,
)
from linli.money.fees.api import Bill

WAYS = ("phone", "door", "letter")


def account_of(actor: Actor) -> int:
    """People ask for money, never the software by itself. Raises NotAllowed."""
    if actor.user_id is None:
        raise NotAllowed
    return actor.user_id


@transaction.atomic
def set_terms(*, actor: Actor, demand_days: int, urge_days: int, grace_days: int) -> ArrearsTerms:
    """The estate's own numbers of days. Raises Invalid, NotAllowed."""
    require(actor, Permission.ISSUE_FEES)
    if not 7 <= demand_days <= 90 or not 0 <= urge_days <= 60 or not 0 <= grace_days <= 60:
        raise Invalid(field="demand_days")
    row: ArrearsTerms = ArrearsTerms.objects.select_for_update().first() or ArrearsTerms()
    row.demand_days, row.urge_days, row.grace_days = demand_days, urge_days, grace_days
    row.save()
    record("arrears.terms_set", "arrears_terms", row.pk, actor=actor, days=demand_days)
    return row


@transaction.atomic
def urge(home_id: int, payer_key: str, *, actor: Actor, way: str) -> Urging:
    """A committee has asked for it: by phone, at the door, by letter (FEE-02).

    Raises NothingOverdue, NotAllowed, NotFound.
    """
    if not may_urge(actor):
        raise NotAllowed
    debt = debt_for(actor, home_id, payer_key)
    if not debt.to_press:
        raise NothingOverdue
    if way not in WAYS:
        raise Invalid(field="way")
    urging: Urging = Urging.objects.create(
        home_id=home_id, urged_on=today(), way=way, urged_by_id=account_of(actor),
        recorded_at=now(), **who(debt.payer),
    )  # fmt: skip
    record("arrears.urged", "home", home_id, actor=actor, urging=urging.pk)
    return urging


@transaction.atomic
def write_demand(home_id: int, payer_key: str, *, actor: Actor) -> Demand:
    """A demand for all that may be asked for; it counts when it was served.

    Raises UrgeFirst before a committee has asked in vain, NothingOverdue, DemandRunning,
    NotAllowed, NotFound.
    """
    require(actor, Permission.ISSUE_FEES)
    debt = debt_for(actor, home_id, payer_key)
    bills = _locked([one.bill.pk for one in debt.to_press])
    if not bills:
        raise NothingOverdue
    _refuse_second(bills)
    own_terms = terms()
    oldest = min(bill.due_on for bill in bills)
    urging = (
        Urging.objects.filter(
            home=home_id, urged_on__lte=today() - timedelta(days=own_terms.urge_days),
            urged_on__gt=oldest, **who(debt.payer),
        )
        .order_by("-pk")
        .first()
    )  # fmt: skip
    if urging is None:
        raise UrgeFirst(days=own_terms.urge_days)
    demand: Demand = Demand.objects.create(
        home_id=home_id, urging=urging, amount_fen=sum(bill.open_fen for bill in bills),
        period_days=own_terms.demand_days, written_on=today(), written_by_id=account_of(actor),
        **who(debt.payer),
    )  # fmt: skip
    copy_rows([DemandBill(demand=demand, bill=bill, open_fen=bill.open_fen) for bill in bills])
    record("arrears.demand_written", "payment_demand", demand.pk, actor=actor, home=home_id)
    return demand


def _locked(bill_ids: list[int]) -> list[Bill]:
    """Still open now, in the order of their keys."""
    rows = Bill.objects.select_for_update().filter(pk__in=bill_ids, is_reversed=False)
    return [bill for bill in rows.order_by("pk") if bill.open_fen > 0]


def _refuse_second(bills: list[Bill]) -> None:
    known = DemandBill.objects.filter(
        bill__in=bills, demand__withdrawn_at__isnull=True
    ).values_list("bill_id", flat=True)
    if set(known) >= {bill.pk for bill in bills}:
        raise DemandRunning


@transaction.atomic
def withdraw_demand(demand_id: int, *, actor: Actor) -> Demand:
    """Take back what was not served yet. Raises ServedAlready, NotAllowed, NotFound."""
    require(actor, Permission.ISSUE_FEES)
    demand_for(actor, demand_id)
    demand: Demand = Demand.objects.select_for_update().get(pk=demand_id)
    if DemandService.objects.filter(demand=demand).exists():
        raise ServedAlready
    demand.withdrawn_at = now()
    demand.save(update_fields=["withdrawn_at"])
    record("arrears.demand_withdrawn", "payment_demand", demand.pk, actor=actor)
    return demand


@transaction.atomic
def record_service(
    demand_id: int,
    *,
    actor: Actor,
    way: ServiceWay,
    served_on: date,
    witness: str = "",
    tracking: str = "",
    photo_id: int | None = None,
) -> DemandService:
    """How the demand reached its reader; the period runs from then on.

    By the accountant, the desk, or the captain of the building. Raises ProofMissing,
    BadServiceDay, ServedAlready, NotFound, NotAllowed.
    """
    demand = demand_for(actor, demand_id)
    if not (may(actor, Permission.ISSUE_FEES) or may_carry(actor, demand)):
        raise NotAllowed
    if demand.withdrawn_at is not None:
        raise ServedAlready
    if not demand.written_on <= served_on <= today():
        raise BadServiceDay(field="served_on")
    seen, number = witness.strip()[:60], tracking.strip()[:40]
    if (way is ServiceWay.POSTED and not number) or (way is not ServiceWay.POSTED and not seen):
        raise ProofMissing(field="tracking" if way is ServiceWay.POSTED else "witness")
    if photo_id is not None and not StoredFile.objects.filter(pk=photo_id).exists():
        raise NotFound(field="photo")
    try:
        with transaction.atomic():
            service: DemandService = DemandService.objects.create(
                demand=demand, way=ServiceWay(way).value, served_on=served_on,
                ends_on=served_on + timedelta(days=demand.period_days),
                served_by_id=account_of(actor), witness=seen, tracking=number,
                photo_id=photo_id, recorded_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise ServedAlready from error
    record("arrears.demand_served", "payment_demand", demand.pk, actor=actor, way=service.way)
    return service


@transaction.atomic
def record_lawsuit(
    demand_id: int, *, actor: Actor, court: str, filed_on: date, case_number: str = ""
) -> Lawsuit:
    """A court was asked, after the demand ran out in vain (FEE-01).

    Raises NotServed, PeriodRunning, NothingOverdue, Invalid, NotAllowed, NotFound.
    """
    require(actor, Permission.ISSUE_FEES)
    demand = demand_for(actor, demand_id)
    service = DemandService.objects.filter(demand=demand).first()
    if service is None:
        raise NotServed
    if filed_on <= service.ends_on:
        raise PeriodRunning(field="filed_on", day=service.ends_on.isoformat())
    if not court.strip() or filed_on > today():
        raise Invalid(field="court" if not court.strip() else "filed_on")
    if not any(row.bill.open_fen for row in demand.bills.select_related("bill")):
        raise NothingOverdue
    suit, _is_new = Lawsuit.objects.get_or_create(
        demand=demand,
        defaults={
            "court": court.strip()[:60], "filed_on": filed_on,
            "case_number": case_number.strip()[:60], "recorded_by_id": account_of(actor),
            "recorded_at": now(),
        },
    )  # fmt: skip
    record("arrears.sued", "payment_demand", demand.pk, actor=actor)
    return suit
