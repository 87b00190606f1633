"""Orders, cash, receipts and refunds through the door of the package."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from linli.base.calendars.api import clock_at, now
from linli.base.errors import DomainError, NotAllowed, NotFound
from linli.contact.messages.api import Message
from linli.money.fees.api import prepaid_of
from linli.money.ledger.api import balances_of
from linli.money.payments.api import (
    OrderMismatch,
    OrderUnknown,
    Paid,
    Payment,
    PaymentOrder,
    Receipt,
    approve_refund,
    ask_about_order,
    ask_about_payments,
    begin_help,
    book_paid_order,
    confirm_help,
    count_till,
    deposit_cash,
    open_order,
    own_payments,
    payment_for,
    print_receipt,
    refuse_refund,
    request_refund,
    send_refund,
    take_cash,
)
from linli.money.payments.errors import (
    AmountWrong,
    BillsForeign,
    ChannelMissing,
    CodeWrong,
    KeyTaken,
    NotConfirmed,
    NothingToPay,
    PlateUnknown,
    ReasonMissing,
    RefundAbovePayment,
    SecondPerson,
    TillCounted,
    TillTooLow,
    WitnessWrong,
)
from linli.money.payments.queries import cash_in_till, money_account
from linli.money.payments.testing import bills_of, home_of, make_cash, owed

OWN = "1-1-101"


def order_all(town, plate=OWN, who="resident", key="k1", **over):
    ids = [bill.pk for bill in bills_of(plate)]
    return open_order(home_of(plate), ids, key=key, actor=town.actor(who), **over)


def balance(method):
    account = money_account(method).pk
    return balances_of([account]).get(account, 0)


# --- orders


@pytest.mark.rule("FEE-04")  # nothing is put on top of the bills, whichever way is paid
def test_the_sum_comes_from_the_bills(town, channel):
    order = order_all(town)
    assert order.amount == owed(OWN) == channel.orders[order.trade_no].amount
    assert order.ticket["code_url"].startswith("weixin://")
    assert order_all(town).pk == order.pk  # the same key again


def test_a_payment_is_booked_once_whoever_tells_how_often(town, channel):
    order = order_all(town)
    paid, sum_ = channel.pay(order.trade_no), order.amount
    first = book_paid_order(paid)
    assert book_paid_order(paid).pk == first.pk
    ask_about_order(order.trade_no)
    assert (Payment.objects.count(), balance("wechat"), owed(OWN)) == (1, sum_, 0)


@pytest.mark.parametrize(
    ("over", "error"),
    [
        ({"amount": 1}, OrderMismatch),
        ({"currency": "USD"}, OrderMismatch),
        ({"transaction_id": ""}, OrderMismatch),
        ({"trade_no": "LNOBODY"}, OrderUnknown),
    ],
)
def test_what_is_not_ours_is_not_booked(town, channel, over, error):
    order = order_all(town)
    with pytest.raises(error):
        book_paid_order(replace(channel.pay(order.trade_no), **over))
    assert not Payment.objects.exists()
    order.refresh_from_db()
    assert order.state == "open"


def test_one_transaction_pays_one_order(town, channel):
    order, other = order_all(town), order_all(town, "2-1-201", "tenant")
    first = book_paid_order(channel.pay(order.trade_no))
    stolen = replace(channel.pay(other.trade_no), transaction_id=first.order.transaction_id)
    with pytest.raises(OrderMismatch):
        book_paid_order(stolen)
    changed = replace(channel.paid[order.trade_no], transaction_id="T-other")
    with pytest.raises(OrderMismatch):
        book_paid_order(changed)


def test_a_bill_paid_otherwise_in_the_meantime_loses_nothing(town, channel):
    order = order_all(town)
    make_cash(town)
    book_paid_order(channel.pay(order.trade_no))
    home = home_of(OWN)
    assert prepaid_of([home])[home] == order.amount


def test_when_the_callback_stays_out_we_ask(town, channel):
    order = order_all(town)
    channel.pay(order.trade_no)
    with clock_at(now() + timedelta(minutes=2)):
        ask_about_payments(0)
    order.refresh_from_db()
    assert (order.state, Payment.objects.count()) == ("paid", 1)


def test_an_order_that_nobody_pays_is_closed(town, channel):
    order = order_all(town)
    with clock_at(now() + timedelta(minutes=2)):
        ask_about_payments(0)
    order.refresh_from_db()
    assert order.state == "open"
    with clock_at(now() + timedelta(minutes=40)):
        ask_about_payments(0)
    order.refresh_from_db()
    assert order.state == "closed" and order.trade_no in channel.closed
    book_paid_order(channel.pay(order.trade_no))  # paid in the last moment: the money is here
    assert Payment.objects.count() == 1


def test_nobody_pays_with_what_is_not_theirs(town, channel):
    ids = [bill.pk for bill in bills_of(OWN)]
    for who in ("tenant", "outsider", "captain", "agent"):
        with pytest.raises(NotFound):
            open_order(home_of(OWN), ids, key="x", actor=town.actor(who))
    foreign = [bill.pk for bill in bills_of("1-1-201")]
    with pytest.raises(BillsForeign):
        open_order(home_of(OWN), foreign, key="x", actor=town.actor("resident"))
    with pytest.raises(NothingToPay):
        open_order(home_of(OWN), [], key="x", actor=town.actor("resident"))
    order_all(town)
    with pytest.raises(KeyTaken):
        open_order(home_of(OWN), ids[:0], key="k1", actor=town.actor("resident"))


def test_without_a_channel_there_is_a_way_out(town):
    with pytest.raises(ChannelMissing):
        order_all(town)


def test_wechats_own_browser_pays_by_itself(town, channel):
    channel.payers[town.resident.pk] = "oPayer"
    assert order_all(town, in_wechat=True).ticket["dialog"]
    assert channel.orders[PaymentOrder.objects.get().trade_no].payer == "oPayer"


# --- help


def help_order(town, by="captain", key="h1"):
    return begin_help(OWN, None, key=key, actor=town.actor(by))


def test_a_captain_pays_with_somebody_whose_phone_says_yes(town, channel):
    order = help_order(town)
    assert not order.ticket and order.amount == owed(OWN)
    captain = town.actor("captain")
    with pytest.raises(NotConfirmed):
        confirm_help(order.trade_no, actor=captain)
    body = Message.objects.get(purpose="payment_help").body
    with pytest.raises(CodeWrong):
        confirm_help(order.trade_no, actor=captain, code="000000" if "000000" not in body else "1")
    order = confirm_help(order.trade_no, actor=captain, code=body[:6])
    assert (order.confirmed, order.for_person_id) == ("code", town.people["resident"].pk)
    assert order.ticket["code_url"]
    book_paid_order(channel.pay(order.trade_no))
    assert own_payments(town.actor("resident")).count() == 1
    assert own_payments(town.actor("captain")).count() == 0


def test_the_persons_word_needs_a_witness(town, channel):
    order = help_order(town, "agent")
    agent = town.actor("agent")
    for name in ("陈接线", "张秀兰", "没有这个人"):  # oneself, a resident, nobody
        with pytest.raises(WitnessWrong):
            confirm_help(order.trade_no, actor=agent, witness=name)
    assert confirm_help(order.trade_no, actor=agent, witness="许楼长").confirmed == "word"


def test_a_code_is_good_for_ten_minutes(town, channel):
    order = help_order(town)
    body = Message.objects.get(purpose="payment_help").body
    with clock_at(now() + timedelta(minutes=11)), pytest.raises(CodeWrong):
        confirm_help(order.trade_no, actor=town.actor("captain"), code=body[:6])


def test_a_captain_helps_in_the_own_building_only(town, channel):
    for plate in ("2-1-101", "9-9-999", "", "东门"):
        with pytest.raises(PlateUnknown):
            begin_help(plate, None, key="h", actor=town.actor("captain"))
    for who in ("outsider", "tenant", "guard"):
        with pytest.raises(PlateUnknown):
            help_order(town, who)
    with pytest.raises(NotFound):
        confirm_help(help_order(town).trade_no, actor=town.actor("agent"), code="1")


def test_the_database_wants_the_consent(town, channel):
    order = help_order(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentOrder.objects.filter(pk=order.pk).update(ticket={"code_url": "x"})


# --- cash and receipts


def test_cash_at_the_desk(town):
    payment = make_cash(town, OWN, owed(OWN) + 5)
    home = home_of(OWN)
    assert (owed(OWN), prepaid_of([home])[home]) == (0, 5)
    assert balance("cash") == payment.amount
    assert payment.receipt.number == 1
    assert print_receipt(payment).startswith(b"%PDF")


@pytest.mark.parametrize("amount", [0, -100, 10**12, 12.5])
def test_sums_that_nobody_pays(town, amount):
    with pytest.raises(AmountWrong):
        make_cash(town, OWN, amount)


def test_the_same_form_twice_takes_the_money_once(town):
    agent, home = town.actor("agent"), home_of(OWN)
    ids = [bill.pk for bill in bills_of(OWN)]
    first = take_cash(home, owed(OWN), key="a", actor=agent, bill_ids=ids)
    again = take_cash(home, first.amount, key="a", actor=agent, bill_ids=ids)
    assert (first.pk, Receipt.objects.count()) == (again.pk, 1)
    with pytest.raises(KeyTaken):
        take_cash(home, 1, key="a", actor=agent)


def test_only_the_desk_takes_cash(town):
    for who in ("resident", "captain", "worker", "outsider", "secretary"):
        with pytest.raises((NotAllowed, NotFound)):
            take_cash(home_of(OWN), 100, key="x", actor=town.actor(who))


def test_receipt_numbers_have_no_gap_and_are_the_databases(town):
    make_cash(town, OWN, 100)
    with pytest.raises(DomainError), transaction.atomic():
        make_cash(town, OWN, 100)
        raise DomainError("the till jams")
    payment = make_cash(town, OWN, 100)
    assert [r.number for r in Receipt.objects.order_by("pk")] == [1, 2]
    for sql in ("UPDATE receipt SET number = 7", "DELETE FROM receipt",
                "UPDATE receipt_counter SET last = 0", "TRUNCATE receipt"):  # fmt: skip
        with pytest.raises(Exception), transaction.atomic(), connection.cursor() as cursor:  # noqa: B017
            cursor.execute(sql)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(amount=1)


def test_numbers_begin_anew_each_year(town):
    first = make_cash(town, OWN, 100).receipt
    with clock_at(now() + timedelta(days=370)):
        later = make_cash(town, OWN, 100).receipt
    assert (later.year, later.number) == (first.year + 1, 1)


def test_who_sees_a_payment(town):
    payment = make_cash(town)
    for who in ("resident", "agent", "accountant", "secretary"):
        assert payment_for(town.actor(who), payment.pk) == payment
    for who in ("elder", "owner", "tenant", "outsider", "captain", "worker", "foreign_lead"):
        if who == "foreign_lead":
            continue
        with pytest.raises(NotFound):
            payment_for(town.actor(who), payment.pk)


def test_paying_ahead_is_seen_by_who_lives_there(town):
    make_cash(town)
    ahead = make_cash(town, OWN, 5_000)
    assert ahead in own_payments(town.actor("resident"))
    assert ahead not in own_payments(town.actor("elder"))


# --- refunds


def ask_refund(town, payment, amount=None, by="agent", key="r1", **over):
    fields = {"reason": "重复交费", "key": key, "actor": town.actor(by), **over}
    return request_refund(payment.pk, amount, **fields)


def test_a_refund_needs_two_people(town):
    payment = make_cash(town)
    refund = ask_refund(town, payment, 1000)
    assert ask_refund(town, payment, 1000).pk == refund.pk
    for who in ("agent", "resident", "worker"):
        with pytest.raises(NotAllowed):
            approve_refund(refund.pk, actor=town.actor(who))
    done = approve_refund(refund.pk, actor=town.actor("accountant"))
    assert (done.state, owed(OWN), balance("cash")) == ("done", 1000, payment.amount - 1000)
    own = ask_refund(town, payment, 5, by="accountant", key="r2")
    with pytest.raises(SecondPerson):
        approve_refund(own.pk, actor=town.actor("accountant"))
    with pytest.raises(IntegrityError), transaction.atomic():
        type(own).objects.filter(pk=own.pk).update(approved_by=own.requested_by_id)


def test_never_more_than_was_paid(town):
    payment = make_cash(town)
    with pytest.raises(RefundAbovePayment):
        ask_refund(town, payment, payment.amount + 1)
    ask_refund(town, payment, payment.amount - 1, key="a")
    with pytest.raises(RefundAbovePayment):
        ask_refund(town, payment, 2, key="b")
    for amount in (0, -5, 10**13):
        with pytest.raises(AmountWrong):
            ask_refund(town, payment, amount, key="c")
    with pytest.raises(ReasonMissing):
        ask_refund(town, payment, 1, key="d", reason=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(refunded=payment.amount + 1)


def test_a_void_takes_all_back_and_the_number_stays(town):
    payment = make_cash(town)
    number = payment.receipt.number
    refund = ask_refund(town, payment, is_void=True)
    approve_refund(refund.pk, actor=town.actor("lead"))
    assert (balance("cash"), owed(OWN)) == (0, payment.amount)
    assert make_cash(town).receipt.number == number + 1


def test_a_refused_refund_frees_what_it_held(town):
    payment = make_cash(town)
    refund = ask_refund(town, payment)
    refuse_refund(refund.pk, actor=town.actor("accountant"))
    payment.refresh_from_db()
    assert payment.refunded == 0


@pytest.mark.parametrize(("said", "state", "left"), [("done", "done", 0), ("failed", "failed", 1)])
def test_wechat_refunds_are_booked_when_they_are_done(town, channel, said, state, left):
    order = order_all(town)
    payment = book_paid_order(channel.pay(order.trade_no))
    refund = approve_refund(ask_refund(town, payment).pk, actor=town.actor("accountant"))
    assert (refund.state, balance("wechat")) == ("approved", payment.amount)
    channel.refund_state = "sent"
    assert send_refund(refund.pk).state == "sent"
    channel.refund_state = said
    assert send_refund(refund.pk).state == state
    assert send_refund(refund.pk).state == state
    assert balance("wechat") == left * payment.amount


# --- the till


def test_the_till_is_counted_once_a_day_and_says_its_difference(town):
    payment = make_cash(town)
    agent = town.actor("agent")
    with pytest.raises(ReasonMissing):
        count_till(payment.amount - 1, actor=agent)
    count = count_till(payment.amount - 1, actor=agent, note="少一分")
    assert count.difference == -1
    with pytest.raises(TillCounted):
        count_till(payment.amount, actor=agent)
    with pytest.raises(NotAllowed):
        count_till(0, actor=town.actor("worker"))


def test_cash_goes_to_the_bank_once(town):
    payment = make_cash(town)
    agent = town.actor("agent")
    first = deposit_cash(payment.amount - 100, key="d", actor=agent)
    assert deposit_cash(payment.amount - 100, key="d", actor=agent).pk == first.pk
    assert (cash_in_till(), balance("transfer")) == (100, payment.amount - 100)
    with pytest.raises(TillTooLow):
        deposit_cash(101, key="e", actor=agent)


def test_an_unknown_answer_changes_nothing(town, channel):
    order = order_all(town)
    channel.orders.clear()
    assert channel.ask_order(order.trade_no) == Paid("unknown", order.trade_no)
    assert ask_about_order(order.trade_no).state == "open"
