"""Builders of payments, and a channel that is played in the same process."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from linli.base.accounts.api import system_actor
from linli.base.calendars.api import now, today
from linli.base.scopes.api import current_estate_id
from linli.money.banking.testing import make_bank_account
from linli.money.fees.api import Bill, open_bills_of, prepaid_account
from linli.money.fees.testing import issue_bills, make_fees
from linli.money.ledger.api import EntryDraft, Posting, find_account, find_book, post_entry
from linli.money.payments.api import (
    ChannelRow,
    OrderDraft,
    Paid,
    Payment,
    RefundDraft,
    Refunded,
    Ticket,
    register_channel,
    take_cash,
)

_count = itertools.count(1)


@dataclass
class PlayedChannel:
    """A channel whose payer and whose memory is the test: `pay` an order, then let it tell."""

    orders: dict[str, OrderDraft] = field(default_factory=dict)
    paid: dict[str, Paid] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    refunds: dict[str, RefundDraft] = field(default_factory=dict)
    refund_state: str = "done"
    payers: dict[int, str] = field(default_factory=dict)

    def payer_of(self, user_id: int) -> str:
        return self.payers.get(user_id, "")

    def open_order(self, draft: OrderDraft) -> Ticket:
        self.orders[draft.trade_no] = draft
        dialog = {"package": f"prepay_id={draft.trade_no}"} if draft.payer else {}
        return Ticket(code_url=f"weixin://wxpay/{draft.trade_no}", dialog=dialog)

    def pay(self, trade_no: str) -> Paid:
        """The payer pays; what the channel will say of it."""
        amount = self.orders[trade_no].amount
        self.paid[trade_no] = Paid("paid", trade_no, f"T{trade_no}", amount, "CNY", now())
        return self.paid[trade_no]

    def ask_order(self, trade_no: str) -> Paid:
        if trade_no in self.paid:
            return self.paid[trade_no]
        if trade_no not in self.orders:
            return Paid("unknown", trade_no)
        return Paid("closed" if trade_no in self.closed else "open", trade_no)

    def close_order(self, trade_no: str) -> None:
        self.closed.add(trade_no)

    def refund(self, draft: RefundDraft) -> Refunded:
        self.refunds[draft.refund_no] = draft
        return self.ask_refund(draft.refund_no)

    def ask_refund(self, refund_no: str) -> Refunded:
        draft = self.refunds.get(refund_no)
        if draft is None:
            return Refunded("unknown", refund_no)
        return Refunded(self.refund_state, refund_no, draft.amount)

    def list_day(self, day: date) -> Sequence[ChannelRow]:
        came = [ChannelRow(p.trade_no, p.amount) for p in self.paid.values()]
        went = [ChannelRow(r.refund_no, -r.amount) for r in self.refunds.values()]
        return came + went if day == today() else []


def play_channel(**over: Any) -> PlayedChannel:
    """Register a played channel for this process."""
    channel = PlayedChannel(**over)
    register_channel("wechat", lambda: channel)
    return channel


def make_town(cast: Any) -> Any:
    """The cast with bills of the quarter (64 yuan × 3 a home) and the bank account."""
    make_fees(cast)
    issue_bills(cast)
    cast.bank_account = make_bank_account(cast)
    return cast


def home_of(plate: str) -> int:
    from linli.estate.places.api import Home

    home: Home = Home.objects.get(place__plate=plate)
    return home.pk


def bills_of(plate: str) -> list[Bill]:
    return open_bills_of([home_of(plate)])


def owed(plate: str) -> int:
    return sum(bill.open_fen for bill in bills_of(plate))


def make_cash(cast: Any, plate: str = "1-1-101", amount: int | None = None) -> Payment:
    """Cash taken by the agent: all that is owed, or this much."""
    return take_cash(
        home_of(plate), owed(plate) if amount is None else amount, key=f"t{next(_count)}",
        actor=cast.actor("agent"),
    )  # fmt: skip


def make_opening(home_id: int, amount: int) -> None:
    """Money that waits for a home since before we kept the books: no payment of ours."""
    book = find_book("joint_account")
    lines = (
        Posting(find_account(book, "opening").pk, amount),
        Posting(prepaid_account(book, home_id), -amount),
    )
    key = f"opening:{home_id}:{next(_count)}"
    draft = EntryDraft(book.pk, key, "opening", today(), lines)
    post_entry(draft, actor=system_actor(current_estate_id()))
