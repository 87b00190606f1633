"""Payments of many homes at once, each with its receipt: a bank's lines, a list that is taken over.

The same result as `keep_payment` for each row in its turn; rows and entries are written by COPY.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, now
from linli.base.events.api import publish
from linli.base.live.api import notify
from linli.base.scopes.api import copy_rows
from linli.money.fees.api import MoneyRow, settle_many
from linli.money.payments.data import Method, PaymentReceived
from linli.money.payments.errors import KeyTaken
from linli.money.payments.models import Payment, Receipt
from linli.money.payments.rules import check_amount

KEYS_AT_ONCE = 100  # keys of pages in one NOTIFY, which holds 8,000 bytes


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """What came for one home: the arguments of `keep_payment`. `amount` in fen."""

    home_id: int
    amount: int
    key: str
    method: Method
    money_account_id: int
    received_on: date
    line_id: int | None = None
    taken_by_id: int | None = None


@transaction.atomic
def keep_many(rows: Iterable[PaymentRow], *, actor: Actor) -> list[Payment]:
    """Book all rows or none and number a receipt for each, in their order. One audit row.

    A key that is known gives its first payment. Raises what `keep_payment` raises.
    """
    wanted = list(rows)
    for row in wanted:
        check_amount(row.amount)
    known = {one.key: one for one in Payment.objects.filter(key__in=[row.key for row in wanted])}
    fresh = _first_of_each_key(wanted, known)
    made = {payment.key: payment for payment in _write(fresh, actor)} if fresh else {}
    found = [known.get(row.key) or made[row.key] for row in wanted]
    for row, payment in zip(wanted, found, strict=True):
        if (payment.home_id, payment.amount) != (row.home_id, row.amount):
            raise KeyTaken
    return found


def _first_of_each_key(rows: Sequence[PaymentRow], known: dict[str, Payment]) -> list[PaymentRow]:
    first: dict[str, PaymentRow] = {}
    for row in rows:
        if row.key not in known:
            first.setdefault(row.key, row)
    return list(first.values())


def _write(rows: Sequence[PaymentRow], actor: Actor) -> list[Payment]:
    settlements = settle_many(
        [
            MoneyRow(
                row.home_id, row.amount, f"pay:{row.key}", row.money_account_id, row.received_on,
                row.key[:40],
            )
            for row in rows
        ],
        actor=actor,
    )  # fmt: skip
    at = now()
    payments = [
        Payment(
            key=row.key, home_id=row.home_id, method=row.method.value, amount=row.amount,
            received_on=row.received_on, booked_at=at, settlement=settlement,
            line_id=row.line_id, taken_by_id=row.taken_by_id,
        )
        for row, settlement in zip(rows, settlements, strict=True)
    ]  # fmt: skip
    try:
        with transaction.atomic():
            copy_rows(payments)
    except IntegrityError as error:  # somebody else books one of the keys in this very moment
        raise KeyTaken from error
    _issue_receipts(payments, actor)
    total = sum(payment.amount for payment in payments)
    record("payment.booked_many", "payment", None, actor=actor, count=len(payments), amount=total)
    _tell(payments)
    return payments


def _issue_receipts(payments: Sequence[Payment], actor: Actor) -> None:
    """The trigger numbers row after row, in the order of the payments and the one sequence of the
    year: nobody else gets a number before all of these are written or gone."""
    at = now()
    year = at.astimezone(SHANGHAI).year
    copy_rows(
        [
            Receipt(payment=payment, year=year, issued_at=at, issued_by_id=actor.user_id)
            for payment in payments
        ]
    )
    rows = Receipt.objects.filter(payment__in=[payment.pk for payment in payments])
    numbered = {receipt.payment_id: receipt for receipt in rows}
    for payment in payments:
        payment.receipt = numbered[payment.pk]


def _tell(payments: Sequence[Payment]) -> None:
    for payment in payments:
        publish(PaymentReceived(payment.pk, payment.home_id, payment.amount))
    homes = sorted({payment.home_id for payment in payments})
    for start in range(0, len(homes), KEYS_AT_ONCE):
        some = homes[start : start + KEYS_AT_ONCE]
        notify(["payments", *(f"home:{home}:payments" for home in some)])
