"""A home's prepaid balance goes back as such: two people, never more than it is, with a slip."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from linli.base.calendars.api import today
from linli.base.errors import DomainError, NotAllowed, NotFound
from linli.contact.messages.api import Message
from linli.money.banking.testing import Move, bring_lines
from linli.money.fees.api import correct_bill, prepaid_of, use_prepayment
from linli.money.ledger.api import Entry, balances_of
from linli.money.payments import errors
from linli.money.payments.api import (
    Method,
    PaymentRefund,
    PrepaidReturn,
    PrepaymentReturned,
    approve_refund,
    approve_return,
    book_return_line,
    check_bank,
    only_wrong,
    refuse_return,
    request_balance,
)
from linli.money.payments.handlers import tell_of_prepaid
from linli.money.payments.queries import money_account
from linli.money.payments.testing import home_of, make_cash, make_opening, owed

HOME = "1-1-101"


def waiting() -> int:
    return prepaid_of([home_of(HOME)]).get(home_of(HOME), 0)


def money(method: str) -> int:
    account = money_account(method).pk
    return balances_of([account]).get(account, 0)


def ask(town: Any, amount: int, key: str = "b1", **over: Any) -> Any:
    fields: dict[str, Any] = {"method": Method.CASH, "reason": "搬走", "who": "agent", **over}
    who = town.actor(fields.pop("who"))
    return request_balance(home_of(HOME), amount, key=key, actor=who, **fields)


@pytest.fixture
def opened(town: Any) -> Any:
    make_cash(town, HOME)  # nothing is owed, so that the opening is free
    make_opening(home_of(HOME), 1_000)
    return town


@pytest.mark.rule("FEE-03")
def test_an_opening_balance_goes_back_when_another_says_yes(opened: Any) -> None:
    till = money("cash")
    asked = ask(opened, 600)
    assert asked.refunds == ()
    assert (waiting(), money("cash")) == (1_000, till)  # nothing has moved
    assert ask(opened, 600).rest.pk == asked.rest.pk
    for name, refusal in (("agent", NotAllowed), ("resident", NotAllowed)):
        with pytest.raises(refusal):
            approve_return(asked.rest.pk, actor=opened.actor(name))
    approve_return(asked.rest.pk, actor=opened.actor("lead"))
    approve_return(asked.rest.pk, actor=opened.actor("lead"))
    assert (waiting(), money("cash")) == (400, till - 600)
    entry = Entry.objects.get(source=f"prepaid_return:{asked.rest.pk}")
    assert entry.kind == "refund"


def test_the_same_person_never_does_both(opened: Any) -> None:
    asked = ask(opened, 600, who="lead")
    with pytest.raises(errors.SecondPerson):
        approve_return(asked.rest.pk, actor=opened.actor("lead"))
    with pytest.raises(IntegrityError), transaction.atomic():
        PrepaidReturn.objects.filter(pk=asked.rest.pk).update(approved_by=opened.lead)


def test_what_payments_brought_goes_their_way_and_the_rest_as_said(opened: Any) -> None:
    make_cash(opened, HOME, 300)
    asked = ask(opened, 1_200, method=Method.TRANSFER)
    assert [refund.amount for refund in asked.refunds] == [300]
    assert (asked.rest.amount, asked.rest.method) == (900, "transfer")
    approve_refund(asked.refunds[0].pk, actor=opened.actor("lead"))
    approve_return(asked.rest.pk, actor=opened.actor("lead"))
    assert waiting() == 100
    assert money("transfer") == -900


def test_a_corrected_bills_money_goes_back(town: Any) -> None:
    from linli.money.payments.testing import bills_of

    (bill,) = bills_of(HOME)
    make_opening(home_of(HOME), bill.amount_fen)
    use_prepayment(home_of(HOME), key="u", actor=town.actor("accountant"))
    correct_bill(
        bill.pk, actor=town.actor("accountant"), reason="算错了",
        last_day=bill.starts_on + timedelta(days=27),
    )  # fmt: skip
    back = waiting()
    assert back > 0
    approve_return(ask(town, back).rest.pk, actor=town.actor("lead"))
    assert (waiting(), owed(HOME)) == (0, 0)


def test_never_more_than_waits_and_not_twice(opened: Any) -> None:
    with pytest.raises(errors.RefundAbovePayment):
        ask(opened, 1_001)
    ask(opened, 700)
    with pytest.raises(errors.RefundAbovePayment):
        ask(opened, 301, key="b2")
    ask(opened, 300, key="b3")
    with pytest.raises(errors.NothingToGiveBack):
        ask(opened, 1, key="b4")
    with pytest.raises(errors.KeyTaken):
        ask(opened, 200)
    for amount in (0, -5, 10**15):
        with pytest.raises(errors.AmountWrong):
            ask(opened, amount, key="b5")
    with pytest.raises(errors.ReasonMissing):
        ask(opened, 1, key="b6", reason="  ")
    with pytest.raises(NotAllowed):
        ask(opened, 1, key="b7", who="resident")
    with pytest.raises(NotFound):
        request_balance(
            10**9, 1, method=Method.CASH, reason="x", key="b8", actor=opened.actor("agent")
        )


def test_bills_that_took_it_meanwhile_stop_it(town: Any) -> None:
    make_opening(home_of(HOME), 1_000)
    asked = ask(town, 1_000)
    use_prepayment(home_of(HOME), key="u", actor=town.actor("accountant"))
    with pytest.raises(errors.PrepaymentUsed):
        approve_return(asked.rest.pk, actor=town.actor("lead"))
    refuse_return(asked.rest.pk, actor=town.actor("agent"))
    asked.rest.refresh_from_db()
    assert (asked.rest.state, asked.rest.entry_id) == ("refused", None)
    with pytest.raises(errors.NotNow):
        approve_return(asked.rest.pk, actor=town.actor("lead"))


def test_the_banks_line_of_a_transfer_is_its_partner(opened: Any) -> None:
    asked = ask(opened, 800, method=Method.TRANSFER)
    approve_return(asked.rest.pk, actor=opened.actor("lead"))
    accountant = opened.actor("accountant")
    wrong, right = bring_lines(
        opened, opened.bank_account, [Move(today(), -801, "张秀兰"), Move(today(), -800, "张秀兰")]
    )
    with pytest.raises(errors.UseWrong):
        book_return_line(wrong.pk, asked.rest.pk, actor=accountant)
    book_return_line(right.pk, asked.rest.pk, actor=accountant)
    (check,) = only_wrong(check_bank(today(), today(), actor=accountant))
    assert not check.only_books
    assert [one.amount for one in check.only_outside] == [-801]


def test_the_household_hears_of_it_once(opened: Any) -> None:
    asked = ask(opened, 600)
    approve_return(asked.rest.pk, actor=opened.actor("lead"))
    event = PrepaymentReturned(asked.rest.pk, home_of(HOME), 600)
    tell_of_prepaid(event)
    tell_of_prepaid(event)
    (message,) = Message.objects.filter(purpose="payment", body__contains=asked.rest.number)
    assert message.person_id == opened.people["resident"].pk


def test_the_pages(opened: Any, sign_in: Any) -> None:
    agent, lead = sign_in(opened.agent), sign_in(opened.lead)
    home = home_of(HOME)
    where = reverse("payments:balance", args=[home])
    assert where in agent.get(reverse("payments:take", args=[home])).content.decode()
    assert "期初余额" in agent.get(where).content.decode()
    form = {"form_key": "balance-1", "reason": "搬走", "method": "cash", "amount": "99"}
    much = agent.post(where, form)
    assert much.status_code == 422
    assert "10.00" in much.content.decode()
    here = agent.post(where, {**form, "amount": "6"})["Location"]
    one = PrepaidReturn.objects.get()
    assert here == reverse("payments:return", args=[one.pk])
    assert "等另一个人批准" in agent.get(here).content.decode()
    slip = reverse("payments:slip", args=[one.pk])
    assert agent.get(slip).status_code == 409
    assert here in lead.get(reverse("payments:index")).content.decode()
    assert lead.post(here, {"action": "approve"}).status_code == 302
    assert "打印退款单" in agent.get(here).content.decode()
    assert agent.get(slip).content.startswith(b"%PDF")
    assert not PaymentRefund.objects.exists()


@pytest.mark.parametrize("who", ["resident", "owner", "outsider", "captain", "foreign_lead"])
def test_others_get_nothing(opened: Any, sign_in: Any, who: str) -> None:
    asked = ask(opened, 600)
    client = sign_in(opened.accounts[who])
    for path in (
        reverse("payments:balance", args=[home_of(HOME)]),
        reverse("payments:return", args=[asked.rest.pk]),
        reverse("payments:slip", args=[asked.rest.pk]),
    ):
        assert client.get(path).status_code >= 400
        assert client.post(path, {"action": "approve"}).status_code >= 400
    with pytest.raises(DomainError):
        approve_return(asked.rest.pk, actor=opened.actor(who))
    assert waiting() == 1_000
