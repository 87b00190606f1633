"""Orders, payments and their receipts, what goes back, bank lines, the till."""

from linli.money.payments.models.orders import PaymentOrder
from linli.money.payments.models.payments import Payment, Receipt, ReceiptCounter
from linli.money.payments.models.returns import PaymentRefund, PrepaidReturn
from linli.money.payments.models.till import TillCount, TillDeposit
from linli.money.payments.models.transfers import KnownPayer, LineBooking

__all__ = [
    "KnownPayer",
    "LineBooking",
    "Payment",
    "PaymentOrder",
    "PaymentRefund",
    "PrepaidReturn",
    "Receipt",
    "ReceiptCounter",
    "TillCount",
    "TillDeposit",
]
