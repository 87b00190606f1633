"""What payments do when money has come or gone."""

from __future__ import annotations

from linli.base.events.api import handles
from linli.money.payments.data import PaymentReceived, PaymentRefunded, PrepaymentReturned
from linli.money.payments.telling import tell_of_payment, tell_of_refund, tell_of_return


@handles(PaymentReceived, only_fresh=True)
def tell_who_paid(event: PaymentReceived) -> None:
    tell_of_payment(event.payment_id)


@handles(PaymentRefunded, only_fresh=True)
def tell_who_gets_back(event: PaymentRefunded) -> None:
    tell_of_refund(event.refund_id)


@handles(PrepaymentReturned, only_fresh=True)
def tell_of_prepaid(event: PrepaymentReturned) -> None:
    tell_of_return(event.return_id)
