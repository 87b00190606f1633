"""All bills of one charge for one period: the same reckoning for the preview and the posting."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min

from linli.money.fees.data import BillDraft, Change, Cycle, Period, Totals, Trouble
from linli.money.fees.errors import PeriodBilled, PeriodOverlaps
from linli.money.fees.facts import bills_before, homes_to_bill, load_facts, prices_of
from linli.money.fees.models import Bill, BillingRun, Charge
from linli.money.fees.rules import find_changes, find_trouble, reckon_home

STEP = 200  # homes between two words of progress
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class HomeResult:
    """One home's bills, or what is in the way, and how it compares with the period before."""

    home_id: int
    bills: tuple[BillDraft, ...]
    trouble: Trouble | None
    previous: int | None
    changes: tuple[Change, ...]

    @property
    def amount(self) -> int:
        return sum(bill.amount for bill in self.bills)


def be_quiet(done: int, total: int) -> None:
    """Nobody waits for progress."""


def period_of(run: BillingRun) -> Period:
    return Period(Cycle(run.cycle), run.period_start, run.period_end)


def check_period(charge: Charge, period: Period, *, only_missing: bool) -> None:
    """Raises PeriodBilled, PeriodOverlaps."""
    near = Bill.objects.filter(
        charge=charge, is_reversed=False, starts_on__lte=period.end, ends_on__gte=period.start
    )
    found: dict[str, date | None] = near.aggregate(a=Min("period_start"), b=Max("period_end"))
    if found["a"] is None:
        return
    if (found["a"], found["b"]) != (period.start, period.end):
        raise PeriodOverlaps(field="period")
    if not only_missing:
        raise PeriodBilled(field="period", period=period.code)


def reckon_run(run: BillingRun, charge: Charge, tell: Tell = be_quiet) -> list[HomeResult]:
    """Every home of the estate that the charge is for, in the order of the house.

    Raises PeriodBilled, PeriodOverlaps, TariffGap.
    """
    period = period_of(run)
    check_period(charge, period, only_missing=run.only_missing)
    homes = homes_to_bill()
    if run.only_missing:
        have = Bill.objects.filter(
            charge=charge, is_reversed=False, period_start=period.start
        ).values_list("home", flat=True)
        billed = set(have)
        homes = [home for home in homes if home["place_id"] not in billed]
    prices, before = prices_of(charge), bills_before(charge, period)
    results: list[HomeResult] = []
    for n, facts in enumerate(load_facts(charge, period, homes)):
        if n % STEP == 0:
            tell(n, len(homes))
        trouble = find_trouble(facts, period, prices)
        drafts = () if trouble else tuple(reckon_home(facts, period, prices))
        old = before.get(facts.home_id, [])
        if not drafts and not trouble and not old:
            continue  # nobody has to pay here, and nobody had to
        previous = sum(bill.amount for bill in old) if old else None
        changes = () if trouble else tuple(find_changes(drafts, old))
        results.append(HomeResult(facts.home_id, drafts, trouble, previous, changes))
    return results


def total_of(results: Sequence[HomeResult]) -> Totals:
    bills = [bill for result in results for bill in result.bills]
    return Totals(
        homes=sum(1 for r in results if r.bills),
        bills=len(bills),
        gross=sum(bill.gross for bill in bills),
        waived=sum(bill.waived for bill in bills),
        amount=sum(bill.amount for bill in bills),
        changed=sum(1 for r in results if r.changes and not r.trouble),
        troubles=sum(1 for r in results if r.trouble),
    )


def rows_of(bills: Iterable[BillDraft]) -> list[list[object]]:
    """Bills as JSON keeps them: payer, span, lines."""
    return [
        [
            bill.payer.kind.value, bill.payer.person_id, bill.payer.organisation_id,
            bill.starts_on.isoformat(), bill.ends_on.isoformat(),
            [line.row() for line in bill.lines],
        ]
        for bill in bills
    ]  # fmt: skip


def digest_of(results: Sequence[HomeResult]) -> bytes:
    """The fingerprint of all that would be posted: equal exactly when every line is."""
    digest = hashlib.sha256()
    for result in results:
        row = [result.home_id, result.trouble, rows_of(result.bills)]
        digest.update(json.dumps(row, separators=(",", ":")).encode())
    return digest.digest()
