"""Fees for the furnished estate: a posted quarter, a waiver that waits, somebody who owes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any


def furnish_fees(cast: Any) -> dict[Any, Any]:
    from linli.money.fees.api import WaiverScope, propose_waiver
    from linli.money.fees.testing import bill_of, issue_bills, make_fees, make_tariff

    charge = make_fees(cast)
    run = issue_bills(cast)
    later = make_tariff(cast, starts_on=date(2030, 1, 1), price_mfen=90_000)
    waiver = propose_waiver(
        charge.pk, actor=cast.actor("accountant"), name="低保家庭减半",
        scope=WaiverScope.LOW_INCOME, share=500, ground="文件", starts_on=date(2020, 1, 1),
    )  # fmt: skip
    arrears = _furnish_arrears(cast)
    names = ("charge", "charge_edit", "tariff_new", "waiver_new", "reading_new")
    return {
        "bill_id": bill_of("1-1-101").pk,
        "run_id": run.pk,
        "tariff_id": later.pk,
        "waiver_id": waiver.pk,
        **arrears,
        **{(f"fees:{name}", "code"): charge.code for name in names},
    }


def _furnish_arrears(cast: Any) -> dict[Any, Any]:
    from linli.base.calendars.api import today
    from linli.money.arrears.api import Confirmation, Part, agree_instalments
    from linli.money.arrears.models import RentReview
    from linli.money.arrears.testing import issue_overdue, make_demand, payer_key
    from linli.money.fees.testing import bill_of

    issue_overdue(cast, period="2026Q2", due_on=date(2026, 8, 1))
    demand = make_demand(cast, bill_of("1-1-101"))
    other = bill_of("2-1-201")
    owed = other.amount_fen * 2
    plan = agree_instalments(
        other.home_id, payer_key(other), [Part(today(), owed)], actor=cast.actor("accountant"),
        confirmed=Confirmation.SAID, note="本人",
    )  # fmt: skip
    review = RentReview.objects.create(
        home_id=demand.home_id, payer_person=cast.people["resident"], months=6, decision="help",
        reason="先帮扶", decided_by=cast.housing_officer, decided_on=today(),
        appeal_until=today() + timedelta(days=30),
    )  # fmt: skip
    names = ("case", "act", "agree")
    return {
        "demand_id": demand.pk,
        "plan_id": plan.pk,
        "review_id": review.pk,
        **{(f"arrears:{name}", "payer"): f"p{demand.payer_person_id}" for name in names},
    }
