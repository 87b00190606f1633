"""Charges with their tariffs and waivers, billing runs, bills, and what was paid on them."""

from linli.money.fees.models.bills import Bill, BillingPreview, BillingRun, BillLine
from linli.money.fees.models.charges import Charge, MeterReading, Tariff, Waiver
from linli.money.fees.models.settlements import (
    Prepayment,
    Settlement,
    SettlementPart,
    SettlementUndo,
    UndonePart,
)

__all__ = [
    "Bill",
    "BillLine",
    "BillingPreview",
    "BillingRun",
    "Charge",
    "MeterReading",
    "Prepayment",
    "Settlement",
    "SettlementPart",
    "SettlementUndo",
    "Tariff",
    "UndonePart",
    "Waiver",
]
