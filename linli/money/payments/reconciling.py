"""The books' money accounts against what the bank and WeChat say, day by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from linli.base.accounts.api import Actor
from linli.base.errors import NotAllowed
from linli.estate.organisations.api import Permission, may
from linli.money.banking.api import BankLine
from linli.money.ledger.api import Line as LedgerLine
from linli.money.ledger.api import Paper, name_papers
from linli.money.payments.channels import channel_for
from linli.money.payments.data import DayCheck, RefundState
from linli.money.payments.models import (
    LineBooking,
    Payment,
    PaymentOrder,
    PaymentRefund,
    PrepaidReturn,
    TillDeposit,
)
from linli.money.payments.queries import JOINT, money_account
from linli.money.payments.rules import Movement, reconcile

MOST_DAYS = 92


def may_reconcile(actor: Actor) -> bool:
    return may(actor, Permission.RECONCILE) or may(actor, Permission.SEE_ACCOUNTS)


def check_bank(start: date, end: date, *, actor: Actor) -> list[DayCheck]:
    """The ledger's `bank` against the statement's lines, [start, end]. Raises NotAllowed."""
    _require(actor)
    lines = BankLine.objects.filter(
        account__book_code=JOINT, booked_on__gte=start, booked_on__lte=end
    )
    outside = [
        (x.booked_on, x.amount if x.direction == "in" else -x.amount, _reference(x),
         f"{x.name} {x.purpose}".strip())
        for x in lines.order_by("booked_on", "pk")
    ]  # fmt: skip
    books = _book_side(money_account("transfer").pk, start, end, _bank_references)
    return reconcile(books, outside)


def _reference(line: BankLine) -> str:
    """What pairs a bank line with an entry: the claim, or itself while there is none.

    Who is not known here (spending) claims its line for the entry itself: "entry:17".
    """
    return line.claimed_by or f"open:{line.pk}"


def _require(actor: Actor) -> None:
    if not may_reconcile(actor):
        raise NotAllowed


def _book_side(account_id: int, start: date, end: date, name: object) -> list[Movement]:
    rows = LedgerLine.objects.filter(
        account=account_id, occurred_on__gte=start, occurred_on__lte=end
    ).order_by("occurred_on", "entry_id")
    found = list(
        rows.values_list("entry_id", "occurred_on", "amount", "entry__source", "entry__kind")
    )
    references = name({row[0]: row[3] for row in found})  # type: ignore[operator]
    return [
        (day, amount, references.get(entry) or _own_name(entry, source, kind), f"entry:{entry}")
        for entry, day, amount, source, kind in found
    ]


def _own_name(entry: int, source: str, kind: str) -> str:
    """A request is paid in parts, so that its lines are claimed for the entry, not the source."""
    return source if source and kind != "spending" else f"entry:{entry}"


def _bank_references(entries: dict[int, str]) -> dict[int, str]:
    """Entry → the claim that its bank line bears: payments, deposits, refunds, plain bookings."""
    found: dict[int, str] = {}
    payments = Payment.objects.filter(settlement__entry_id__in=entries, line__isnull=False)
    for entry, line_id in payments.values_list("settlement__entry_id", "line"):
        found[entry] = f"transfer:{line_id}"
    for booking in LineBooking.objects.filter(entry_id__in=entries).select_related("line"):
        found[booking.entry_id] = booking.line.claimed_by
    for deposit in TillDeposit.objects.filter(entry_id__in=entries):
        found[deposit.entry_id] = f"deposit:{deposit.pk}"
    refunds = PaymentRefund.objects.filter(undo__entry_id__in=entries)
    for entry, pk, void, line_id in refunds.values_list(
        "undo__entry_id", "pk", "is_void", "payment__line"
    ):
        found[entry] = f"transfer:{line_id}" if void else f"refund:{pk}"
    for entry, pk in PrepaidReturn.objects.filter(entry_id__in=entries).values_list(
        "entry_id", "pk"
    ):
        found[entry] = f"return:{pk}"
    return found


def check_wechat(start: date, end: date, *, actor: Actor) -> list[DayCheck]:
    """The ledger's `wechat` against WeChat's own bill, [start, end]; payouts to the bank are not
    in that bill and stand for themselves. Raises NotAllowed, ChannelMissing, ChannelSilent."""
    _require(actor)
    channel = channel_for("wechat")
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)][:MOST_DAYS]
    outside = [
        (day, row.amount, row.number, row.number) for day in days for row in channel.list_day(day)
    ]
    books = _book_side(money_account("wechat").pk, start, end, _wechat_references)
    return reconcile([row for row in books if not row[2].startswith("payout:")], outside)


def _wechat_references(entries: dict[int, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    orders = PaymentOrder.objects.filter(payment__settlement__entry_id__in=entries)
    for entry, number in orders.values_list("payment__settlement__entry_id", "trade_no"):
        found[entry] = number
    refunds = PaymentRefund.objects.filter(undo__entry_id__in=entries, state=RefundState.DONE.value)
    for entry, number in refunds.values_list("undo__entry_id", "refund_no"):
        found[entry] = number
    for entry, line_id in LineBooking.objects.filter(entry_id__in=entries).values_list(
        "entry_id", "line"
    ):
        found[entry] = f"payout:{line_id}"
    return found


def papers_of(checks: Iterable[DayCheck], *, actor: Actor) -> dict[str, Paper]:
    """How the entries without a partner are called, by what `Partnerless.words` says of them."""
    lonely = [one.words for check in checks for one in check.only_books]
    return name_papers(lonely, actor=actor)


def only_wrong(checks: Iterable[DayCheck]) -> list[DayCheck]:
    """Days with a difference or somebody without a partner."""
    return [c for c in checks if c.difference or c.only_books or c.only_outside]
