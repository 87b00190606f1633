"""What the register says of many homes at once, as reckoning needs it. Few queries, however many
homes there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q

from linli.estate.people.api import Household, Membership, PersonCategory
from linli.estate.places.api import Home, Lease, Ownership
from linli.money.fees.data import (
    BillDraft,
    Formula,
    HomeFacts,
    LineDraft,
    Payer,
    PayerKind,
    Period,
    Price,
    Reading,
    Relief,
    ReliefSpan,
    WaiverScope,
)
from linli.money.fees.models import Bill, BillLine, Charge, MeterReading, Waiver
from linli.money.fees.payers import Holding, holding, kind_for, spans_of
from linli.money.fees.periods import ONE_DAY, period_before
from linli.money.fees.queries import tariffs_of, waivers_of

Spans = dict[int, list[tuple[date, date]]]


def prices_of(charge: Charge) -> list[Price]:
    return [Price(t.pk, t.starts_on, Formula(t.formula), t.price_mfen) for t in tariffs_of(charge)]


def homes_to_bill(home_ids: Collection[int] | None = None) -> list[dict[str, Any]]:
    """All homes in the order of the house, or those named."""
    rows = Home.objects.filter(place__is_closed=False)
    if home_ids is not None:
        rows = rows.filter(pk__in=home_ids)
    return list(
        rows.order_by("place__sort_key", "pk").values(
            "place_id", "area_cm2", "tenure_type", "is_vacant"
        )
    )


def load_facts(charge: Charge, period: Period, homes: list[dict[str, Any]]) -> list[HomeFacts]:
    """The facts of these homes (rows of `homes_to_bill`), in their order."""
    ids = [home["place_id"] for home in homes]
    few = ids if len(ids) <= 50 else None  # all of the estate: no list of thousands in the query
    kinds = {home["place_id"]: kind_for(charge.payers, home["tenure_type"]) for home in homes}
    holdings = {
        PayerKind.TENANT: _tenants(period, few) if PayerKind.TENANT in kinds.values() else {},
        PayerKind.OWNER: _owners(period, few) if PayerKind.OWNER in kinds.values() else {},
    }
    reliefs = _reliefs(charge, period, homes, few)
    readings = _readings(charge, period, few)
    facts = []
    for home in homes:
        home_id, kind = home["place_id"], kinds[home["place_id"]]
        held = holdings.get(kind, {}).get(home_id, ()) if kind else ()
        spans, relief, read = spans_of(held, period), reliefs.get(home_id), readings.get(home_id)
        facts.append(
            HomeFacts(
                home_id, home["area_cm2"], home["is_vacant"], kind, spans,
                tuple(relief or ()), tuple(read or ()),
            )
        )  # fmt: skip
    return facts


def _within(few: list[int] | None, name: str = "home__in") -> Q:
    return Q() if few is None else Q(**{name: few})


def _tenants(period: Period, few: list[int] | None) -> dict[int, list[Holding]]:
    """Who rents by a lease; where there is none the head of who lives there."""
    found: dict[int, list[Holding]] = defaultdict(list)
    leases = Lease.objects.filter(_within(few), starts_on__lte=period.end)
    leases = leases.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=period.start))
    for home, tenant, start, end in leases.values_list("home", "tenant", "starts_on", "ended_on"):
        _keep(found, home, holding(_tenant(tenant), start, end, until_counts=True))
    living = Membership.objects.filter(_within(few, "household__home__in"), relation="head").filter(
        Q(household__until__isnull=True) | Q(household__until__gt=period.start),
        Q(household__since__isnull=True) | Q(household__since__lte=period.end),
    )
    rows = living.values_list(
        "household__home", "person", "household__since", "household__until", "since", "until"
    )
    for home, person, start, end, since, until in rows:
        first = max((d for d in (start, since) if d), default=None)
        last = min((d for d in (end, until) if d), default=None)
        _keep(found, home, holding(_tenant(person), first, last, until_counts=False, rank=1))
    return found


def _tenant(person_id: int) -> Payer:
    return Payer(PayerKind.TENANT, person_id)


def _owners(period: Period, few: list[int] | None) -> dict[int, list[Holding]]:
    """Of co-owners the one entered first gets the bill; all of them see and may pay it."""
    found: dict[int, list[Holding]] = defaultdict(list)
    rows = Ownership.objects.filter(_within(few)).filter(
        Q(until__isnull=True) | Q(until__gt=period.start),
        Q(since__isnull=True) | Q(since__lte=period.end),
    )
    values = rows.order_by("pk").values_list("home", "person", "organisation", "since", "until")
    for rank, (home, person, organisation, since, until) in enumerate(values):
        payer = Payer(PayerKind.OWNER, person, organisation)
        _keep(found, home, holding(payer, since, until, until_counts=False, rank=rank))
    return found


def _keep(found: dict[int, list[Holding]], home: int, held: Holding | None) -> None:
    if held is not None:
        found[home].append(held)


def _reliefs(
    charge: Charge, period: Period, homes: list[dict[str, Any]], few: list[int] | None
) -> dict[int, list[ReliefSpan]]:
    found: dict[int, list[ReliefSpan]] = defaultdict(list)
    for waiver in waivers_of(charge):
        start = max(waiver.starts_on, period.start)
        end = min(waiver.ends_on or period.end, period.end)
        if start > end:
            continue
        relief = Relief(waiver.pk, waiver.share, waiver.monthly_fen)
        for home_id, since, until in _entitled(waiver, period, homes, few):
            first, last = max(start, since), min(end, until)
            if first <= last:
                found[home_id].append(ReliefSpan(first, last, relief))
    return found


def _entitled(
    waiver: Waiver, period: Period, homes: list[dict[str, Any]], few: list[int] | None
) -> Iterable[tuple[int, date, date]]:
    """(home, first day, last day) within the period, of all homes that the waiver is for."""
    whole = (period.start, period.end)
    match waiver.scope:
        case WaiverScope.HOME.value:
            return [(waiver.home_id or 0, *whole)]
        case WaiverScope.VACANT.value:
            return [(home["place_id"], *whole) for home in homes if home["is_vacant"]]
        case WaiverScope.LOW_INCOME.value:
            rows = Household.objects.filter(_within(few), low_income=True)
            values = rows.values_list("home", "since", "until")
            return [_cut(period, home, since, until, None, None) for home, since, until in values]
    return _by_category(waiver, period, few)


def _by_category(
    waiver: Waiver, period: Period, few: list[int] | None
) -> list[tuple[int, date, date]]:
    rows = PersonCategory.objects.filter(
        _within(few, "person__memberships__household__home__in"), kind=waiver.category_kind
    ).exclude(person__memberships__household__isnull=True)
    if waiver.category_code:
        rows = rows.filter(code=waiver.category_code)
    values = rows.annotate(
        home=F("person__memberships__household__home"),
        since=F("person__memberships__household__since"),
        member_until=F("person__memberships__until"),
    ).values_list("home", "since", "member_until", "valid_from", "valid_until", "ended_on")
    found = []
    for home, since, until, valid_from, valid_until, ended_on in values:
        span = _cut(period, home, since, until, valid_from, valid_until)
        if ended_on is not None:
            span = (span[0], span[1], min(span[2], ended_on - ONE_DAY))
        found.append(span)
    return found


def _cut(
    period: Period,
    home: int,
    since: date | None,
    until: date | None,
    valid_from: date | None,
    valid_until: date | None,
) -> tuple[int, date, date]:
    """`until` is the first day without, `valid_until` the last day with."""
    first = max(d for d in (period.start, since, valid_from) if d is not None)
    last = min(
        d for d in (period.end, until - ONE_DAY if until else None, valid_until) if d is not None
    )
    return home, first, last


def _readings(charge: Charge, period: Period, few: list[int] | None) -> dict[int, list[Reading]]:
    """All readings up to the period's end, of those before its start the last one."""
    found: dict[int, list[Reading]] = defaultdict(list)
    rows = MeterReading.objects.filter(_within(few), charge=charge, read_on__lte=period.end)
    for home, day, amount, is_exchange in rows.order_by("read_on", "is_exchange").values_list(
        "home", "read_on", "amount", "is_exchange"
    ):
        kept = found[home]
        if day < period.start:
            kept.clear()
        kept.append(Reading(day, amount, is_exchange))
    return found


def bills_before(charge: Charge, period: Period) -> dict[int, list[BillDraft]]:
    """The standing bills of the period before by home, as drafts that can be compared."""
    before = period_before(period)
    rows = Bill.objects.filter(
        charge=charge, is_reversed=False, period_start=before.start, period_end=before.end
    )
    lines: dict[int, list[LineDraft]] = defaultdict(list)
    kept = BillLine.objects.filter(bill__in=rows).order_by("pk")
    for bill_id, *row in kept.values_list(
        "bill", "starts_on", "ends_on", "tariff", "waiver", "formula", "quantity", "price_mfen",
        "share", "amount_fen",
    ):  # fmt: skip
        row[4] = Formula(row[4])
        lines[bill_id].append(LineDraft(*row))
    found: dict[int, list[BillDraft]] = defaultdict(list)
    values = rows.order_by("starts_on").values_list(
        "pk", "home", "payer_kind", "payer_person", "payer_organisation", "starts_on", "ends_on"
    )
    for pk, home, kind, person, organisation, start, end in values:
        payer = Payer(PayerKind(kind), person, organisation)
        found[home].append(BillDraft(home, payer, start, end, tuple(lines[pk])))
    return found
