"""Words of payments (收款): orders, payments, receipts, refunds, matches. Amounts are fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from linli.base.events.data import Event


class Method(StrEnum):
    WECHAT = "wechat"
    CASH = "cash"
    TRANSFER = "transfer"


class OrderState(StrEnum):
    OPEN = "open"
    PAID = "paid"
    CLOSED = "closed"


class RefundState(StrEnum):
    REQUESTED = "requested"  # waits for somebody else
    APPROVED = "approved"  # to be sent to the channel
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"


class Confirmation(StrEnum):
    """How we know that the person wants what somebody else does for them."""

    SELF = "self"
    CODE = "code"  # a code on the own phone
    WORD = "word"  # said aloud before a witness


class LineUse(StrEnum):
    """What an incoming or outgoing bank line stands for in the books."""

    HOMES = "homes"
    SUSPENSE = "suspense"
    DEPOSIT = "deposit"  # our own cash, brought to the bank
    WECHAT = "wechat"  # WeChat pays out what it holds for us
    INTEREST = "interest"
    OTHER_INCOME = "other_income"
    BANK_FEE = "bank_fee"
    RETURNED = "returned"  # money in suspense went back
    REFUND = "refund"  # a refund that was decided here


class Certainty(StrEnum):
    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


class Reason(StrEnum):
    """Why a transfer is thought to be a home's."""

    PLATE = "plate"
    PLATE_SHORT = "plate_short"  # building and door, without the entrance
    NAME = "name"
    KNOWN = "known"  # this bank account paid for that home before
    AMOUNT = "amount"
    OTHER_NAME = "other_name"  # nobody of this name belongs to that home
    SEVERAL = "several"


@dataclass(frozen=True)
class HomeFacts:
    """What is known of one home when a transfer is looked at; sums of open bills, oldest first."""

    home_id: int
    plate: str
    names: frozenset[str]
    open_sums: tuple[int, ...]


@dataclass(frozen=True)
class LineFacts:
    """What a bank line says, as far as matching goes: homes by the evidence that names them."""

    amount: int
    name: str
    by_plate: frozenset[int] = frozenset()
    by_short_plate: frozenset[int] = frozenset()
    by_name: frozenset[int] = frozenset()
    by_account: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Match:
    """A suggestion: whose money it is, how sure, and why."""

    certainty: Certainty
    home_id: int | None = None
    plate: str = ""
    reasons: tuple[Reason, ...] = ()
    others: tuple[int, ...] = ()  # further homes that it might be


@dataclass(frozen=True)
class Payout:
    """WeChat's payout beside the books, in fen. `fee`: None where the difference cannot be one."""

    held: int
    came: int
    fee: int | None = None

    @property
    def difference(self) -> int:
        return self.held - self.came


@dataclass(frozen=True)
class Share:
    """Part of a transfer that belongs to one home."""

    home_id: int
    amount: int


@dataclass(frozen=True)
class OrderDraft:
    """What a channel is asked for. `payer` is the channel's name for who pays ("" for anybody)."""

    trade_no: str
    amount: int
    words: str
    expires_at: datetime
    payer: str = ""


@dataclass(frozen=True)
class Ticket:
    """What the payer's phone needs: a code to scan, or fields for the browser's own dialog."""

    code_url: str = ""
    dialog: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Paid:
    """What a channel says of an order; `state` is "paid", "open", "closed" or "unknown"."""

    state: str
    trade_no: str = ""
    transaction_id: str = ""
    amount: int = 0
    currency: str = "CNY"
    paid_at: datetime | None = None


@dataclass(frozen=True)
class RefundDraft:
    refund_no: str
    trade_no: str
    amount: int
    total: int
    reason: str


@dataclass(frozen=True)
class Refunded:
    """What a channel says of a refund; `state` is "done", "sent", "failed" or "unknown"."""

    state: str
    refund_no: str = ""
    amount: int = 0


@dataclass(frozen=True)
class ChannelRow:
    """One movement in the channel's own account of a day: signed fen, by our number."""

    number: str
    amount: int


class PaymentChannel(Protocol):
    """A way of paying that somebody else runs. Gateways implement and register it.

    Every method may raise ChannelSilent, and a refusal of the channel as ChannelRefused.
    """

    def payer_of(self, user_id: int) -> str:
        """The channel's name for an account of ours, "" when it knows none."""
        ...

    def open_order(self, draft: OrderDraft) -> Ticket: ...

    def ask_order(self, trade_no: str) -> Paid: ...

    def close_order(self, trade_no: str) -> None: ...

    def refund(self, draft: RefundDraft) -> Refunded: ...

    def ask_refund(self, refund_no: str) -> Refunded: ...

    def list_day(self, day: date) -> Sequence[ChannelRow]: ...


@dataclass(frozen=True)
class Partnerless:
    """One movement without a partner on the other side of a reconciliation.

    `words`: what the bank says of it; in the books its entry, "entry:17"."""

    words: str
    amount: int
    reference: str
    day: date


@dataclass(frozen=True)
class DayCheck:
    """One money account on one day: the books against the outside, and who has no partner."""

    day: date
    books: int
    outside: int
    only_books: tuple[Partnerless, ...] = ()
    only_outside: tuple[Partnerless, ...] = ()

    @property
    def difference(self) -> int:
        return self.books - self.outside


@dataclass(frozen=True)
class PaymentReceived(Event):
    """Money of a home came in and was booked."""

    payment_id: int
    home_id: int
    amount: int

    @property
    def aggregate(self) -> str:
        return f"payment:{self.payment_id}"


@dataclass(frozen=True)
class PrepaymentReturned(Event):
    """Prepaid money of a home went back that no payment had brought."""

    return_id: int
    home_id: int
    amount: int

    @property
    def aggregate(self) -> str:
        return f"prepaid_return:{self.return_id}"


@dataclass(frozen=True)
class PaymentRefunded(Event):
    """Money went back."""

    refund_id: int
    payment_id: int
    amount: int

    @property
    def aggregate(self) -> str:
        return f"payment:{self.payment_id}"
