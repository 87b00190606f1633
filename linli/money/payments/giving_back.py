"""What waits for a home, or was paid for time without service, goes back as refunds by two people.

Each part goes the way on which its payment came (FEE-03). Nothing leaves here: `refunds` does it.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Sum

from linli.base.accounts.api import Actor
from linli.estate.organisations.api import Permission, require
from linli.money.fees.api import (
    bill_for,
    correct_bill,
    lock_home,
    prepaid_of,
    preview_refund,
    remains_of,
    reversed_among,
)
from linli.money.payments.data import RefundState
from linli.money.payments.errors import NothingToGiveBack, RefundAbovePayment
from linli.money.payments.models import Payment, PaymentRefund, PrepaidReturn
from linli.money.payments.refunds import request_refund
from linli.money.payments.rules import check_amount

_UNDER_WAY = (RefundState.REQUESTED, RefundState.APPROVED, RefundState.SENT)


@transaction.atomic
def request_prepayment(
    home_id: int, amount: int, *, reason: str, key: str, actor: Actor
) -> list[PaymentRefund]:
    """Ask for `amount` (fen) of what waits for a home, from its latest payments first.

    The same key again gives the first requests. Raises RefundAbovePayment, NothingToGiveBack,
    ReasonMissing, AmountWrong.
    """
    require(actor, Permission.TAKE_PAYMENTS)
    check_amount(amount)
    lock_home(home_id)
    if known := _asked_before(key, actor):
        return known
    free = free_payments(home_id)
    most = min(sum(free.values()), waiting_of(home_id))
    if most <= 0:
        raise NothingToGiveBack
    if amount > most:
        raise RefundAbovePayment(field="amount", most=f"{most // 100}.{most % 100:02}")
    asked = []
    for payment_id, part in free.items():
        wanted = min(part, amount)
        if wanted > 0:
            asked.append(
                request_refund(
                    payment_id, wanted, reason=reason, key=f"{key}:{payment_id}", actor=actor
                )
            )
            amount -= wanted
    return asked


@transaction.atomic
def request_unserved(
    bill_id: int, last_day: date, *, reason: str, actor: Actor
) -> list[PaymentRefund]:
    """The service ended with `last_day`: bill what was served, ask for the rest (FEE-03).

    Raises NothingToGiveBack and what correcting and asking raise. The same again: the same refunds.
    """
    require(actor, Permission.ISSUE_FEES)
    key = f"unserved:{bill_id}:{last_day}"
    if known := _asked_before(key, actor):
        return known
    bill = bill_for(actor, bill_id)
    back = preview_refund(bill, last_day).back
    if back == 0:
        raise NothingToGiveBack
    correct_bill(bill_id, actor=actor, reason=reason, last_day=last_day)
    back = min(back, waiting_of(bill.home_id))
    if back <= 0:  # it has settled other bills of the home
        raise NothingToGiveBack
    return request_prepayment(bill.home_id, back, reason=reason, key=key, actor=actor)


def _asked_before(key: str, actor: Actor) -> list[PaymentRefund]:
    rows = PaymentRefund.objects.filter(requested_by=actor.user_id, key__startswith=f"{key}:")
    return list(rows.order_by("pk"))


def free_payments(home_id: int) -> dict[int, int]:
    """Payment → fen of it that lie on no standing bill and are not asked for, the latest first."""
    found = {}
    payments = Payment.objects.filter(home=home_id).select_related("settlement").order_by("-pk")
    for payment in payments:
        remains = remains_of(payment.settlement)
        gone = reversed_among([bill for bill, _fen in remains.parts])
        loose = remains.prepaid + sum(fen for bill, fen in remains.parts if bill in gone)
        found[payment.pk] = max(0, loose - _under_way(payment=payment.pk))
    return found


def waiting_of(home_id: int) -> int:
    """What waits for the home and is not asked for yet, in fen."""
    asked = PrepaidReturn.objects.filter(home=home_id, state=RefundState.REQUESTED.value)
    returns = asked.aggregate(n=Sum("amount"))["n"] or 0
    waiting = prepaid_of([home_id]).get(home_id, 0)
    return waiting - _under_way(payment__home=home_id) - returns


def _under_way(**which: int) -> int:
    rows = PaymentRefund.objects.filter(state__in=[s.value for s in _UNDER_WAY], **which)
    return rows.aggregate(n=Sum("amount"))["n"] or 0
