"""Builders of fees, through the actions: a test's bills were issued as real ones are."""

from __future__ import annotations

from datetime import date
from typing import Any

from linli.base.calendars.api import today
from linli.base.scopes.api import current_estate_id
from linli.estate.testing import Cast
from linli.money.fees.api import (
    Bill,
    BillingRun,
    Charge,
    Decision,
    Formula,
    GroundKind,
    Tariff,
    Waiver,
    WaiverScope,
    add_tariff,
    approve_waiver,
    begin_run,
    confirm_run,
    find_charge,
    load_charges,
    period_around,
    preview_run,
    propose_waiver,
    register_decision_source,
)
from linli.money.ledger.api import find_account, find_book, open_books

LONG_AGO = date(2020, 1, 1)
_decided: list[Decision] = []


def make_fees(cast: Cast, *, fen: int = 80, rent_fen: int = 30_000) -> Charge:
    """Books, the two charges and their prices; the property fee."""
    open_books(current_estate_id())
    load_charges()
    make_tariff(cast, "property_fee", price_mfen=fen * 1000)
    make_tariff(cast, "public_rent", formula=Formula.HOUSEHOLD, price_mfen=rent_fen * 1000)
    return find_charge("property_fee")


def make_tariff(cast: Cast, charge: str = "property_fee", **over: Any) -> Tariff:
    fields: dict[str, Any] = {
        "starts_on": LONG_AGO, "formula": Formula.AREA, "price_mfen": 80_000,
        "ground_kind": GroundKind.CONTRACT, "ground": "物业服务合同 2020-1",
    }  # fmt: skip
    return add_tariff(find_charge(charge).pk, actor=cast.actor("accountant"), **{**fields, **over})


def make_waiver(cast: Cast, charge: str = "property_fee", **over: Any) -> Waiver:
    """An approved waiver of a half for low-income households."""
    fields: dict[str, Any] = {
        "name": "低保家庭减半", "scope": WaiverScope.LOW_INCOME, "share": 500,
        "ground": "区住建〔2020〕5号", "starts_on": LONG_AGO,
    }  # fmt: skip
    waiver = propose_waiver(
        find_charge(charge).pk, actor=cast.actor("accountant"), **{**fields, **over}
    )
    return approve_waiver(waiver.pk, actor=cast.actor("lead"))


def current_quarter() -> str:
    from linli.money.fees.api import Cycle

    return period_around(today(), Cycle.QUARTER).code


def issue_bills(cast: Cast, charge: str = "property_fee", period: str = "") -> BillingRun:
    """The bills of a period (the current quarter), previewed and posted."""
    accountant = cast.actor("accountant")
    run = begin_run(find_charge(charge).pk, period or current_quarter(), actor=accountant)
    preview_run(run.pk, actor=accountant)
    return confirm_run(run.pk, actor=accountant)


def bill_of(plate: str, charge: str = "property_fee") -> Bill:
    """The latest standing bill of the home with this plate."""
    rows = Bill.objects.filter(home__place__plate=plate, charge__code=charge, is_reversed=False)
    bill: Bill = rows.latest("pk")
    return bill


def money_account(code: str = "bank") -> int:
    """The joint account's bank, cash or wechat account."""
    return find_account(find_book("joint_account"), code).pk


def make_decision(reference: str = "2026-1", **over: Any) -> Decision:
    """A decision of the owners' assembly, as the assembly's package would tell of it."""
    fields: dict[str, Any] = {
        "reference": reference, "title": "空置房物业费打七折", "decided_on": date(2026, 6, 1),
        "matter": "other", "amount_limit_fen": None,
    }  # fmt: skip
    decision = Decision(**{**fields, **over})
    register_decision_source(_tell)
    _decided.append(decision)
    return decision


def forget_decisions() -> None:
    _decided.clear()


def _tell() -> list[Decision]:
    return list(_decided)
