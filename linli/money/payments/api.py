"""How money comes in: orders of a channel, cash, transfers; receipts, refunds, reconciliation."""

from linli.money.payments.actions import (
    ask_about_order,
    book_paid_order,
    open_order,
    open_sum,
    take_cash,
)
from linli.money.payments.bulk_keeping import PaymentRow, keep_many
from linli.money.payments.channels import channel_for, is_open, register_channel
from linli.money.payments.data import (
    ChannelRow,
    LineUse,
    Method,
    OrderDraft,
    Paid,
    PaymentChannel,
    PaymentReceived,
    PaymentRefunded,
    PrepaymentReturned,
    RefundDraft,
    Refunded,
    Share,
    Ticket,
)
from linli.money.payments.errors import (
    ChannelMissing,
    ChannelRefused,
    ChannelSilent,
    OrderMismatch,
    OrderUnknown,
)
from linli.money.payments.giving_back import request_prepayment, request_unserved
from linli.money.payments.helping import begin_help, confirm_help
from linli.money.payments.matching import match_lines
from linli.money.payments.models import (
    Payment,
    PaymentOrder,
    PaymentRefund,
    PrepaidReturn,
    Receipt,
)
from linli.money.payments.queries import (
    order_for,
    own_payments,
    payment_for,
    payments_for,
)
from linli.money.payments.receipts import print_receipt
from linli.money.payments.reconciling import check_bank, check_wechat, only_wrong
from linli.money.payments.refunds import (
    approve_refund,
    hear_of_refund,
    refuse_refund,
    request_refund,
    send_refund,
)
from linli.money.payments.returns import approve_return, refuse_return, request_balance
from linli.money.payments.tasks import ask_about_payments
from linli.money.payments.till import count_till, deposit_cash
from linli.money.payments.transfers import (
    book_deposit_line,
    book_homes,
    book_line_as,
    book_payout,
    book_refund_line,
    book_return_line,
    book_sure,
    look_at_payout,
    suspended_lines,
    waiting_transfers,
)

__all__ = [
    "ChannelMissing",
    "ChannelRefused",
    "ChannelRow",
    "ChannelSilent",
    "LineUse",
    "Method",
    "OrderDraft",
    "OrderMismatch",
    "OrderUnknown",
    "Paid",
    "Payment",
    "PaymentChannel",
    "PaymentOrder",
    "PaymentReceived",
    "PaymentRefund",
    "PaymentRefunded",
    "PaymentRow",
    "PrepaidReturn",
    "PrepaymentReturned",
    "Receipt",
    "RefundDraft",
    "Refunded",
    "Share",
    "Ticket",
    "approve_refund",
    "approve_return",
    "ask_about_order",
    "ask_about_payments",
    "begin_help",
    "book_deposit_line",
    "book_homes",
    "book_line_as",
    "book_paid_order",
    "book_payout",
    "book_refund_line",
    "book_return_line",
    "book_sure",
    "channel_for",
    "check_bank",
    "check_wechat",
    "confirm_help",
    "count_till",
    "deposit_cash",
    "hear_of_refund",
    "is_open",
    "keep_many",
    "look_at_payout",
    "match_lines",
    "only_wrong",
    "open_order",
    "open_sum",
    "order_for",
    "own_payments",
    "payment_for",
    "payments_for",
    "print_receipt",
    "refuse_refund",
    "refuse_return",
    "register_channel",
    "request_balance",
    "request_prepayment",
    "request_refund",
    "request_unserved",
    "send_refund",
    "suspended_lines",
    "take_cash",
    "waiting_transfers",
]  # fmt: skip
