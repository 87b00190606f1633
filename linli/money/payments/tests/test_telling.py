"""Who paid is told once, in the own language; nobody else is."""

from __future__ import annotations

from datetime import time

from procrastinate.contrib.django.models import ProcrastinateJob

from linli.contact.messages.api import Message, set_preference, set_quiet_hours
from linli.money.payments.api import (
    approve_refund,
    book_paid_order,
    open_order,
    request_refund,
)
from linli.money.payments.data import PaymentReceived, PaymentRefunded
from linli.money.payments.handlers import tell_who_gets_back, tell_who_paid
from linli.money.payments.telling import listeners_of
from linli.money.payments.testing import bills_of, home_of, make_cash, owed


def jobs(name):
    return ProcrastinateJob.objects.filter(
        args__handler=f"linli.money.payments.handlers.{name}"
    ).count()


def hear(payment):
    tell_who_paid(PaymentReceived(payment.pk, payment.home_id, payment.amount))


def texts():
    return list(Message.objects.filter(purpose="payment").order_by("pk"))


def test_a_payment_is_told_once_with_its_receipt(town):
    payment = make_cash(town)
    assert jobs("tell_who_paid") == 1
    hear(payment)
    hear(payment)
    (message,) = texts()
    assert message.person_id in listeners_of(payment)
    assert payment.receipt.words in message.body and "/payments/own" in message.body


def test_in_the_own_language(town):
    payment = make_cash(town)
    (person,) = listeners_of(payment)
    set_preference(person, actor=town.actor("resident"), channel="", language="en")
    hear(payment)
    (message,) = texts()
    assert message.language == "en" and "received" in message.body


def test_not_at_night(town):
    set_quiet_hours(actor=town.actor("lead"), quiet_from=time(0), quiet_until=time(23, 59))
    hear(make_cash(town))
    (message,) = texts()
    assert message.not_before is not None


def test_who_paid_by_phone_hears_of_it(town, channel):
    ids = [bill.pk for bill in bills_of("1-1-101")]
    order = open_order(home_of("1-1-101"), ids, key="k", actor=town.actor("resident"))
    payment = book_paid_order(channel.pay(order.trade_no))
    assert town.people["resident"].pk in listeners_of(payment)


def test_what_goes_back_is_told_when_it_is_gone(town):
    payment = make_cash(town)
    refund = request_refund(payment.pk, 500, reason="重复", key="r", actor=town.actor("agent"))
    assert jobs("tell_who_gets_back") == 0
    approve_refund(refund.pk, actor=town.actor("accountant"))
    assert jobs("tell_who_gets_back") == 1
    for _time in range(2):
        tell_who_gets_back(PaymentRefunded(refund.pk, payment.pk, refund.amount))
    (message,) = texts()
    assert "5.00" in message.body


def test_a_prepayment_is_told_to_the_household_and_only_there(town):
    make_cash(town)
    ahead = make_cash(town, amount=1_000)
    assert owed("1-1-101") == 0
    assert len(listeners_of(ahead)) == 1
    neighbour = make_cash(town, "1-1-201")
    assert not listeners_of(ahead) & listeners_of(neighbour)
