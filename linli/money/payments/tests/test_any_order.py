"""Any order of callbacks, questions, repeats and refunds: each payment once, books = channel."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.base.calendars.api import clock_at, now, today
from linli.base.errors import DomainError
from linli.money.banking.testing import Move, as_csv, icbc_rows
from linli.money.ledger.api import balances_of
from linli.money.payments import channels
from linli.money.payments.api import (
    Payment,
    PaymentRefund,
    approve_refund,
    ask_about_order,
    book_homes,
    book_paid_order,
    hear_of_refund,
    open_order,
    request_refund,
    send_refund,
    take_cash,
)
from linli.money.payments.data import Refunded, Share
from linli.money.payments.models import Receipt
from linli.money.payments.queries import money_account
from linli.money.payments.testing import bills_of, home_of, make_town, play_channel

PLATES = ("1-1-101", "1-1-201", "2-1-201")
WHO = {"1-1-101": "resident", "1-1-201": "elder", "2-1-201": "tenant"}
DEEDS = ("order", "pay", "tell", "ask", "cash", "refund", "send", "hear", "fail", "expire")
steps = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 2), st.integers(1, 30_000)), max_size=25
)


class Street:
    """Three homes, one channel, and whatever happens in whatever order."""

    def __init__(self, cast, channel):
        self.cast, self.channel, self.orders, self.count = cast, channel, [], 0

    def run(self, deed, n, amount):
        self.count += 1
        with contextlib.suppress(DomainError), transaction.atomic():  # a refusal leaves nothing
            getattr(self, deed)(n, amount)

    def order(self, n, amount):
        plate = PLATES[n]
        ids = [bill.pk for bill in bills_of(plate)]
        actor = self.cast.actor(WHO[plate])
        self.orders.append(open_order(home_of(plate), ids, key=f"k{self.count}", actor=actor))

    def _number(self, n):
        if not self.orders:
            raise DomainError
        return self.orders[n % len(self.orders)].trade_no

    def pay(self, n, amount):
        number = self._number(n)
        if number not in self.channel.paid and number not in self.channel.closed:
            self.channel.pay(number)

    def tell(self, n, amount):
        paid = self.channel.paid.get(self._number(n))
        if paid:
            book_paid_order(paid)

    def ask(self, n, amount):
        ask_about_order(self._number(n))

    def expire(self, n, amount):
        with clock_at(now() + timedelta(hours=1)):
            ask_about_order(self._number(n))

    def cash(self, n, amount):
        agent = self.cast.actor("agent")
        take_cash(home_of(PLATES[n]), amount, key=f"c{self.count}", actor=agent)

    def refund(self, n, amount):
        payments = list(Payment.objects.order_by("pk"))
        if payments:
            payment = payments[n % len(payments)]
            made = request_refund(
                payment.pk, amount, reason="r", key=f"r{self.count}", actor=self.cast.actor("agent")
            )
            approve_refund(made.pk, actor=self.cast.actor("accountant"))

    def _refund(self, n):
        rows = list(PaymentRefund.objects.filter(payment__method="wechat").order_by("pk"))
        if not rows:
            raise DomainError
        return rows[n % len(rows)]

    def send(self, n, amount):
        self.channel.refund_state = "sent"
        send_refund(self._refund(n).pk)

    def hear(self, n, amount):
        row = self._refund(n)
        if row.refund_no in self.channel.refunds:
            hear_of_refund(row.refund_no, Refunded("done", row.refund_no, row.amount))

    def fail(self, n, amount):
        row = self._refund(n)
        if row.state == "sent":
            hear_of_refund(row.refund_no, Refunded("failed", row.refund_no, 0))

    def check(self):
        for paid in self.channel.paid.values():  # in the end everything was told once more
            book_paid_order(paid)
        wechat = money_account("wechat").pk
        done = sum(r.amount for r in PaymentRefund.objects.filter(
            state="done", payment__method="wechat"))  # fmt: skip
        came = sum(paid.amount for paid in self.channel.paid.values())
        assert balances_of([wechat]).get(wechat, 0) == came - done
        cash = money_account("cash").pk
        taken = sum(p.amount for p in Payment.objects.filter(method="cash"))
        back = sum(r.amount for r in PaymentRefund.objects.filter(
            state="done", payment__method="cash"))  # fmt: skip
        assert balances_of([cash]).get(cash, 0) == taken - back
        assert Payment.objects.filter(method="wechat").count() == len(self.channel.paid)
        numbers = list(Receipt.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        for payment in Payment.objects.all():
            held = payment.refunds.exclude(state__in=["failed", "refused"])
            assert payment.refunded == sum(r.amount for r in held) <= payment.amount


@settings(
    max_examples=15, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps)
def test_each_payment_once_in_any_order(cast, steps):
    before = dict(channels._makers)
    try:
        with transaction.atomic():
            if not hasattr(cast, "bank_account"):
                make_town(cast)
            street = Street(cast, play_channel())
            for deed, n, amount in steps:
                street.run(deed, n, amount)
            street.check()
            transaction.set_rollback(True)
    finally:
        cast.__dict__.pop("bank_account", None)
        channels._makers.clear()
        channels._makers.update(before)


@settings(
    max_examples=10, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    st.lists(st.integers(1, 99_999), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=4),
)
def test_overlapping_files_in_any_order_are_the_bank(cast, amounts, spans):
    """Files over any spans of the same account: each line once, ledger = statement = bank."""
    from linli.money.banking.api import BankLine, confirm_statement, preview_statement

    with transaction.atomic():
        make_town(cast)
        account, accountant = cast.bank_account, cast.actor("accountant")
        moves = [Move(today(), a, "钱租", f"n{k}", serial=f"S{k}") for k, a in enumerate(amounts)]
        seen = set()
        for start, length in spans:
            part = moves[start : start + length + 1]
            if not part:
                continue
            opening = sum(m.amount for m in moves[:start])
            data = as_csv(icbc_rows(part, opening))
            try:
                made = preview_statement(data, "a.csv", account_id=account.pk, actor=accountant)
            except DomainError:  # this very file came before
                continue
            confirm_statement(made.token, actor=accountant)
            seen.update(range(start, start + len(part)))
        for line in BankLine.objects.all():
            book_homes(line.pk, [Share(home_of("2-1-201"), line.amount)], actor=accountant)
        bank = money_account("transfer").pk
        expected = sum(amounts[k] for k in seen if k < len(amounts))
        assert balances_of([bank]).get(bank, 0) == expected
        assert BankLine.objects.count() == len(seen)
        transaction.set_rollback(True)
    cast.__dict__.pop("bank_account", None)
