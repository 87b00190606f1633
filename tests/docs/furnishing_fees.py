"""Fees for the furnished estate: a posted quarter, a waiver that waits."""

from __future__ import annotations

from datetime import date
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
    names = ("charge", "charge_edit", "tariff_new", "waiver_new", "reading_new")
    return {
        "bill_id": bill_of("1-1-101").pk,
        "run_id": run.pk,
        "tariff_id": later.pk,
        "waiver_id": waiver.pk,
        **{(f"fees:{name}", "code"): charge.code for name in names},
    }
