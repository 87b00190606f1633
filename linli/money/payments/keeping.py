"""One payment is kept: bills settled, ledger posted, receipt numbered, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, now
from linli.base.errors import DomainError
from linli.base.events.api import publish
from linli.base.live.api import notify
from linli.money.banking.api import BankLine
from linli.money.fees.api import Settlement, settle_bills
from linli.money.payments.data import Method, PaymentReceived
from linli.money.payments.errors import KeyTaken
from linli.money.payments.models import Payment, PaymentOrder, Receipt
from linli.money.payments.rules import check_amount


@transaction.atomic
def keep_payment(
    home_id: int,
    amount: int,
    *,
    key: str,
    method: Method,
    money_account_id: int,
    received_on: date,
    actor: Actor,
    bill_ids: Sequence[int] = (),
    order: PaymentOrder | None = None,
    line: BankLine | None = None,
    taken_by_id: int | None = None,
    bills_must_be_open: bool = False,
) -> Payment:
    """Book `amount` fen for a home and give it a receipt; the same key gives the first payment.

    Money that is here is never refused: where the chosen bills were paid otherwise in the
    meantime, it goes on what is still open and the rest waits, unless `bills_must_be_open`.
    Raises KeyTaken for the same key with another home or sum.
    """
    check_amount(amount)
    known = Payment.objects.filter(key=key).first()
    if known is not None:
        return _same(known, home_id, amount)
    settlement = _settle(
        home_id, amount, key, money_account_id, received_on, actor, bill_ids, bills_must_be_open
    )
    payment = Payment(
        key=key, home_id=home_id, method=method.value, amount=amount, received_on=received_on,
        booked_at=now(), settlement=settlement, order=order, line=line, taken_by_id=taken_by_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            payment.save()
    except IntegrityError as error:  # two at once: the settlement's lock let the first through
        first = Payment.objects.filter(key=key).first()
        if first is None:
            raise KeyTaken from error
        return _same(first, home_id, amount)
    issue_receipt(payment, actor)
    record(
        "payment.booked", "payment", payment.pk, actor=actor, method=method.value, amount=amount,
        home=home_id,
    )  # fmt: skip
    publish(PaymentReceived(payment.pk, home_id, amount))
    notify([f"home:{home_id}:payments", "payments"])
    return payment


def _same(known: Payment, home_id: int, amount: int) -> Payment:
    if (known.home_id, known.amount) != (home_id, amount):
        raise KeyTaken
    return known


def _settle(
    home_id: int,
    amount: int,
    key: str,
    money_account_id: int,
    day: date,
    actor: Actor,
    bill_ids: Sequence[int],
    strict: bool,
) -> Settlement:
    def settle(chosen: Sequence[int]) -> Settlement:
        return settle_bills(
            home_id, amount, key=f"pay:{key}", money_account_id=money_account_id, occurred_on=day,
            source=key[:40], actor=actor, bill_ids=chosen,
        )  # fmt: skip

    if not bill_ids or strict:
        return settle(bill_ids)
    try:
        with transaction.atomic():
            return settle(bill_ids)
    except DomainError as error:
        if error.code not in ("bill_settled", "foreign_bill"):
            raise
        return settle(())


def issue_receipt(payment: Payment, actor: Actor) -> Receipt:
    """The payment's receipt; the database gives the number of the estate and year."""
    instant = now()
    year = instant.astimezone(SHANGHAI).year
    receipt: Receipt = Receipt.objects.create(
        payment=payment, year=year, issued_at=instant, issued_by_id=actor.user_id
    )
    receipt.refresh_from_db(fields=["number"])
    payment.receipt = receipt
    return receipt
