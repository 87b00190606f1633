"""Builders of arrears, through the actions, with the clock set back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from linli.base.calendars.api import SHANGHAI, clock_at, today
from linli.estate.testing import Cast
from linli.money.arrears.api import Demand, ServiceWay, record_service, urge, write_demand
from linli.money.fees.api import Bill, begin_run, confirm_run, find_charge, preview_run


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Everything inside happens at noon of that day."""
    with clock_at(datetime.combine(day, time(12), SHANGHAI)):
        yield


def issue_overdue(cast: Cast, *, charge: str = "property_fee", period: str, due_on: date) -> None:
    """Bills that were issued 30 days before they fell due."""
    with on_day(due_on - timedelta(days=30)):
        accountant = cast.actor("accountant")
        run = begin_run(find_charge(charge).pk, period, actor=accountant, due_on=due_on)
        preview_run(run.pk, actor=accountant)
        confirm_run(run.pk, actor=accountant)


def payer_key(bill: Bill) -> str:
    return f"p{bill.payer_person_id}"


def make_demand(cast: Cast, bill: Bill, **over: Any) -> Demand:
    """Urged by the secretary ten days ago, written by the accountant today."""
    with on_day(today() - timedelta(days=10)):
        urge(bill.home_id, payer_key(bill), actor=cast.actor("secretary"), way="door")
    return write_demand(bill.home_id, payer_key(bill), actor=cast.actor("accountant"))


def serve_demand(cast: Cast, demand: Demand, **over: Any) -> Any:
    fields: dict[str, Any] = {
        "way": ServiceWay.HANDED, "served_on": today(), "witness": "本人",
    }  # fmt: skip
    return record_service(demand.pk, actor=cast.actor("accountant"), **{**fields, **over})
