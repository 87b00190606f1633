"""A prepayment, or money for time without service, leaves by two people and the way it came."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from linli.base.errors import NotAllowed
from linli.money.fees.api import prepaid_of
from linli.money.ledger.api import balances_of
from linli.money.payments.api import (
    PaymentRefund,
    approve_refund,
    request_prepayment,
    request_unserved,
)
from linli.money.payments.errors import NothingToGiveBack, RefundAbovePayment, SecondPerson
from linli.money.payments.queries import money_account
from linli.money.payments.testing import bills_of, home_of, make_cash, owed

HOME = "1-1-101"


def waiting():
    return prepaid_of([home_of(HOME)]).get(home_of(HOME), 0)


def cash():
    account = money_account("cash").pk
    return balances_of([account]).get(account, 0)


def ask(town, amount, key="p1", who="accountant"):
    return request_prepayment(home_of(HOME), amount, reason="搬走", key=key, actor=town.actor(who))


@pytest.mark.rule("FEE-03")
def test_a_prepayment_goes_back_only_when_another_says_yes(town):
    due = owed(HOME)
    make_cash(town, amount=due + 700)
    make_cash(town, amount=500)
    (latest, earlier) = ask(town, 900)
    assert (latest.amount, earlier.amount) == (500, 400)
    assert (cash(), waiting()) == (due + 1_200, 1_200)  # nothing has moved
    assert [r.pk for r in ask(town, 900)] == [latest.pk, earlier.pk]
    with pytest.raises(SecondPerson):
        approve_refund(latest.pk, actor=town.actor("accountant"))
    with pytest.raises(NotAllowed):
        approve_refund(latest.pk, actor=town.actor("agent"))
    for refund in (latest, earlier):
        approve_refund(refund.pk, actor=town.actor("lead"))
    assert (cash(), waiting(), owed(HOME)) == (due + 300, 300, 0)


def test_the_database_holds_the_second_person(town):
    make_cash(town, amount=owed(HOME) + 700)
    (refund,) = ask(town, 700)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentRefund.objects.filter(pk=refund.pk).update(approved_by=refund.requested_by_id)


def test_never_more_than_waits_and_not_twice(town):
    make_cash(town, amount=owed(HOME))
    with pytest.raises(NothingToGiveBack):
        ask(town, 1)
    make_cash(town, amount=700)
    with pytest.raises(RefundAbovePayment):
        ask(town, 701)
    ask(town, 600)
    with pytest.raises(RefundAbovePayment):
        ask(town, 101, key="p2")
    ask(town, 100, key="p3")
    with pytest.raises(NothingToGiveBack):
        ask(town, 1, key="p4")


@pytest.mark.rule("FEE-03")
def test_time_without_service(town):
    (bill,) = bills_of(HOME)
    make_cash(town, amount=bill.amount_fen)
    last_day = bill.starts_on.replace(day=28)
    accountant = town.actor("accountant")
    asked = request_unserved(bill.pk, last_day, reason="合同终止", actor=accountant)
    again = request_unserved(bill.pk, last_day, reason="合同终止", actor=accountant)
    assert [r.pk for r in again] == [r.pk for r in asked]
    back = sum(r.amount for r in asked)
    assert 0 < back < bill.amount_fen and waiting() == back and cash() == bill.amount_fen
    for refund in asked:
        approve_refund(refund.pk, actor=town.actor("lead"))
    assert (waiting(), owed(HOME), cash()) == (0, 0, bill.amount_fen - back)


def test_nothing_paid_nothing_back_and_the_bill_stands(town):
    (bill,) = bills_of(HOME)
    with pytest.raises(NothingToGiveBack):
        request_unserved(bill.pk, bill.starts_on, reason="合同终止", actor=town.actor("accountant"))
    assert [b.pk for b in bills_of(HOME)] == [bill.pk]


def test_the_page_asks_and_leads_to_the_approval(town, sign_in):
    (bill,) = bills_of(HOME)
    make_cash(town, amount=bill.amount_fen + 3_200)
    client, url = sign_in(town.accountant), reverse("payments:give_back", args=[bill.pk])
    assert client.get(url).status_code == 200
    form = {"form_key": "give-back-1", "reason": "搬走"}
    assert client.post(url, form).status_code == 422
    much = client.post(url, {**form, "amount": "99"})
    assert much.status_code == 422 and "32.00" in much.content.decode()
    late = client.post(url, {**form, "last_day": "2031-03-01"})
    assert late.status_code == 422
    answer = client.post(url, {**form, "amount": "32"})
    refund = PaymentRefund.objects.get()
    assert answer["Location"] == reverse("payments:payment", args=[refund.payment_id])
    assert refund.state == "requested" and waiting() == 3_200


def test_only_who_issues_fees(town, sign_in):
    (bill,) = bills_of(HOME)
    url = reverse("payments:give_back", args=[bill.pk])
    for account in (town.agent, town.resident, town.outsider):
        assert sign_in(account).get(url).status_code in (302, 403, 404)
