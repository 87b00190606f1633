"""Charges, prices, waivers and meter readings: what bills will rest on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.estate.organisations.api import Permission, may, require
from linli.estate.people.api import CategoryKind
from linli.estate.places.api import Home, TenureType
from linli.money.fees.data import (
    Cycle,
    Formula,
    GroundKind,
    PayerKind,
    WaiverScope,
)
from linli.money.fees.decisions import find_decision
from linli.money.fees.errors import (
    BadAmount,
    BadDates,
    BadPrice,
    BadWaiver,
    DecisionUnknown,
    GroundMissing,
    MeterBackwards,
    NotThisStep,
    OwnProposal,
    ReasonMissing,
    SurchargeForbidden,
    TariffInUse,
    TariffOverlap,
)
from linli.money.fees.models import Bill, Charge, MeterReading, Tariff, Waiver
from linli.money.fees.rules import LARGEST_AMOUNT, LARGEST_PRICE, WHOLE

INCOME = ("property_fee", "public_rent", "late", "other")


def account_of(actor: Actor) -> int:
    """The account behind an actor: the software itself sets no prices. Raises NotAllowed."""
    if actor.user_id is None:
        raise NotAllowed
    return actor.user_id


def lock_charge(charge_id: int) -> Charge:
    """Whatever bills of a charge rest on changes one after the other. Raises NotFound."""
    charge: Charge | None = Charge.objects.select_for_update().filter(pk=charge_id).first()
    if charge is None:
        raise NotFound
    return charge


@transaction.atomic
def save_charge(
    code: str,
    *,
    actor: Actor,
    name: str,
    cycle: Cycle,
    payers: Mapping[str, str],
    name_en: str = "",
    income: str = "other",
    is_collected: bool = False,
    is_rent: bool = False,
    due_days: int = 30,
    is_active: bool = True,
) -> Charge:
    """A new charge, or another content of one. `payers`: tenure to owner, tenant or nobody.

    Raises Invalid, NotAllowed.
    """
    require(actor, Permission.ISSUE_FEES)
    known = {t.value for t in TenureType if t is not TenureType.UNKNOWN}
    if not set(payers) <= known or not set(payers.values()) <= {k.value for k in PayerKind}:
        raise Invalid(field="payers")
    if income not in INCOME:
        raise Invalid(field="income")
    charge = Charge.objects.select_for_update().filter(code=code).first() or Charge(code=code)
    charge.name, charge.name_en, charge.cycle = name, name_en, Cycle(cycle).value
    charge.income_account, charge.payers = f"income:{income}", dict(payers)
    charge.is_collected, charge.is_rent = is_collected, is_rent
    charge.due_days, charge.is_active = due_days, is_active
    charge.version += 1
    charge.save()
    record("fees.charge_saved", "charge", charge.pk, actor=actor)
    return charge


@transaction.atomic
def add_tariff(
    charge_id: int,
    *,
    actor: Actor,
    starts_on: date,
    formula: Formula,
    price_mfen: int,
    ground_kind: GroundKind,
    ground: str,
    decision_reference: str = "",
    surcharge_fen: int = 0,
    voucher_id: int | None = None,
) -> Tariff:
    """A new version of a price, from a day on which no bill rests yet (FEE-03).

    Raises BadPrice, GroundMissing, DecisionUnknown, SurchargeForbidden, TariffOverlap,
    TariffInUse, NotAllowed, NotFound.
    """
    require(actor, Permission.ISSUE_FEES)
    charge = lock_charge(charge_id)
    _check_price(price_mfen, surcharge_fen, charge)
    words = _ground_of(ground)
    if ground_kind is GroundKind.DECISION and find_decision(decision_reference) is None:
        raise DecisionUnknown(field="decision_reference")
    _check_start(charge, starts_on)
    try:
        with transaction.atomic():
            tariff: Tariff = Tariff.objects.create(
                charge=charge, starts_on=starts_on, formula=Formula(formula).value,
                price_mfen=price_mfen, surcharge_fen=surcharge_fen,
                is_collected=charge.is_collected, ground_kind=GroundKind(ground_kind).value,
                ground=words, decision_reference=decision_reference, voucher_id=voucher_id,
                created_by_id=account_of(actor), created_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise TariffOverlap(field="starts_on", day=starts_on.isoformat()) from error
    record("fees.tariff_added", "tariff", tariff.pk, actor=actor, price=price_mfen)
    return tariff


def _check_price(price_mfen: int, surcharge_fen: int, charge: Charge) -> None:
    whole = isinstance(price_mfen, int) and not isinstance(price_mfen, bool)
    if not whole or not 0 <= price_mfen <= LARGEST_PRICE:
        raise BadPrice(field="price")
    if surcharge_fen and charge.is_collected:
        raise SurchargeForbidden(field="surcharge")
    if surcharge_fen:  # FEE-03: nothing on top of the price either
        raise Invalid(field="surcharge")


def _ground_of(ground: str) -> str:
    words = ground.strip()[:120]
    if not words:
        raise GroundMissing(field="ground")
    return words


def _check_start(charge: Charge, starts_on: date) -> None:
    latest = Tariff.objects.filter(charge=charge, withdrawn_at__isnull=True).aggregate(
        day=Max("starts_on")
    )["day"]
    if latest is not None and starts_on <= latest:
        raise TariffOverlap(field="starts_on", day=latest.isoformat())
    billed = last_billed_day(charge)
    if billed is not None and starts_on <= billed:
        raise TariffInUse(field="starts_on", day=billed.isoformat())


def last_billed_day(charge: Charge) -> date | None:
    """Up to which day bills of this charge stand."""
    rows = Bill.objects.filter(charge=charge, is_reversed=False)
    day: date | None = rows.aggregate(day=Max("ends_on"))["day"]
    return day


@transaction.atomic
def withdraw_tariff(tariff_id: int, *, actor: Actor) -> Tariff:
    """Take back a version that no bill has used. Raises TariffInUse, NotThisStep, NotFound."""
    require(actor, Permission.ISSUE_FEES)
    found: Tariff | None = Tariff.objects.filter(pk=tariff_id).first()
    if found is None:
        raise NotFound
    charge = lock_charge(found.charge_id)
    if found.withdrawn_at is not None:
        raise NotThisStep
    found.withdrawn_at, found.withdrawn_by_id = now(), account_of(actor)
    try:
        with transaction.atomic():
            found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    except IntegrityError as error:
        day = last_billed_day(charge)
        raise TariffInUse(day=day.isoformat() if day else "") from error
    record("fees.tariff_withdrawn", "tariff", found.pk, actor=actor)
    return found


@transaction.atomic
def propose_waiver(
    charge_id: int,
    *,
    actor: Actor,
    name: str,
    scope: WaiverScope,
    ground: str,
    starts_on: date,
    ends_on: date | None = None,
    share: int = 0,
    monthly_fen: int = 0,
    category_kind: str = "",
    category_code: str = "",
    home_id: int | None = None,
    decision_reference: str = "",
) -> Waiver:
    """Propose what entitled homes pay less; it holds when somebody else approves it.

    `share` in thousandths of the charge, or `monthly_fen` a month. For vacant homes a decision
    must stand behind it. Raises BadWaiver, BadAmount, BadDates, GroundMissing, DecisionUnknown,
    NotAllowed, NotFound.
    """
    require(actor, Permission.ISSUE_FEES)
    charge = lock_charge(charge_id)
    if (share > 0) == (monthly_fen > 0) or not 0 <= share <= WHOLE or not name.strip():
        raise BadWaiver(field="share")
    if not 0 <= monthly_fen <= LARGEST_AMOUNT:
        raise BadAmount(field="monthly")
    if ends_on is not None and ends_on < starts_on:
        raise BadDates(field="ends_on")
    _check_scope(scope, category_kind, home_id, decision_reference)
    waiver: Waiver = Waiver.objects.create(
        charge=charge, name=name.strip()[:40], scope=WaiverScope(scope).value, share=share,
        monthly_fen=monthly_fen, category_kind=category_kind, category_code=category_code,
        home_id=home_id if scope is WaiverScope.HOME else None, ground=_ground_of(ground),
        decision_reference=decision_reference, starts_on=starts_on, ends_on=ends_on,
        proposed_by_id=account_of(actor), proposed_at=now(),
    )  # fmt: skip
    record("fees.waiver_proposed", "waiver", waiver.pk, actor=actor)
    return waiver


def _check_scope(scope: WaiverScope, kind: str, home_id: int | None, decision: str) -> None:
    if scope is WaiverScope.CATEGORY and kind not in {k.value for k in CategoryKind}:
        raise Invalid(field="category")
    if scope is WaiverScope.HOME and not Home.objects.filter(pk=home_id).exists():
        raise NotFound(field="home")
    if (scope is WaiverScope.VACANT or decision) and find_decision(decision) is None:
        raise DecisionUnknown(field="decision_reference")


def may_approve(actor: Actor) -> bool:
    """Who lets a waiver hold: whoever issues fees, and who answers for the accounts."""
    return (
        may(actor, Permission.ISSUE_FEES)
        or may(actor, Permission.PUBLISH_ACCOUNTS)
        or (may(actor, Permission.SEE_ACCOUNTS) and may(actor, Permission.APPROVE_TELLING))
    )


@transaction.atomic
def approve_waiver(waiver_id: int, *, actor: Actor) -> Waiver:
    """The second pair of eyes. Raises OwnProposal, NotThisStep, NotAllowed, NotFound."""
    waiver = _open_waiver(waiver_id, actor)
    if waiver.proposed_by_id == actor.user_id:
        raise OwnProposal
    waiver.approved_by_id, waiver.approved_at = account_of(actor), now()
    waiver.save(update_fields=["approved_by", "approved_at"])
    record("fees.waiver_approved", "waiver", waiver.pk, actor=actor)
    return waiver


def _open_waiver(waiver_id: int, actor: Actor) -> Waiver:
    if not may_approve(actor):
        raise NotAllowed
    waiver: Waiver | None = Waiver.objects.filter(pk=waiver_id).first()
    if waiver is None:
        raise NotFound
    lock_charge(waiver.charge_id)
    waiver.refresh_from_db()
    if waiver.approved_at is not None or waiver.refused_at is not None:
        raise NotThisStep
    return waiver


@transaction.atomic
def refuse_waiver(waiver_id: int, *, actor: Actor, reason: str) -> Waiver:
    """Not so: with the reason. Raises ReasonMissing, NotThisStep, NotAllowed, NotFound."""
    waiver = _open_waiver(waiver_id, actor)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    waiver.refused_at, waiver.refused_reason = now(), reason.strip()[:120]
    waiver.save(update_fields=["refused_at", "refused_reason"])
    record("fees.waiver_refused", "waiver", waiver.pk, actor=actor)
    return waiver


@transaction.atomic
def end_waiver(waiver_id: int, *, actor: Actor, ends_on: date) -> Waiver:
    """From the next day on nothing is waived any more; issued bills stay as they are.

    Raises BadDates, NotThisStep, NotAllowed, NotFound.
    """
    require(actor, Permission.ISSUE_FEES)
    waiver: Waiver | None = Waiver.objects.filter(pk=waiver_id).first()
    if waiver is None:
        raise NotFound
    lock_charge(waiver.charge_id)
    if waiver.approved_at is None:
        raise NotThisStep
    if ends_on < waiver.starts_on:
        raise BadDates(field="ends_on")
    waiver.ends_on = ends_on
    waiver.save(update_fields=["ends_on"])
    record("fees.waiver_ended", "waiver", waiver.pk, actor=actor)
    return waiver


@transaction.atomic
def record_reading(
    charge_id: int,
    home_id: int,
    *,
    actor: Actor,
    read_on: date,
    amount: int,
    is_exchange: bool = False,
) -> MeterReading:
    """What a meter showed, in thousandths of its unit; a new meter starts anew.

    Raises MeterBackwards, Invalid, NotFound, NotAllowed.
    """
    require(actor, Permission.ISSUE_FEES)
    lock_charge(charge_id)
    if not Home.objects.filter(pk=home_id).exists():
        raise NotFound(field="home")
    if not 0 <= amount <= LARGEST_AMOUNT:
        raise BadAmount(field="amount")
    rows = MeterReading.objects.filter(charge=charge_id, home=home_id)
    before = rows.filter(read_on__lte=read_on).order_by("-read_on", "-is_exchange").first()
    after = rows.filter(read_on__gt=read_on).order_by("read_on", "is_exchange").first()
    falls = before is not None and not is_exchange and amount < before.amount
    if falls or (after is not None and not after.is_exchange and after.amount < amount):
        raise MeterBackwards(field="amount")
    try:
        with transaction.atomic():
            reading: MeterReading = MeterReading.objects.create(
                charge_id=charge_id, home_id=home_id, read_on=read_on, amount=amount,
                is_exchange=is_exchange, read_by_id=actor.user_id, recorded_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise NotThisStep(field="read_on") from error
    record("fees.meter_read", "home", home_id, actor=actor, reading=reading.pk)
    return reading
