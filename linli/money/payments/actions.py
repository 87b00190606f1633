"""Cash at the desk; orders of a channel: opened, helped with, booked once, ended."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.accounts.data import system_actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.errors import NotAllowed, NotFound
from linli.base.live.api import notify
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Permission, require
from linli.money.fees.api import Bill
from linli.money.payments.channels import channel_for
from linli.money.payments.data import Confirmation, Method, OrderDraft, OrderState, Paid
from linli.money.payments.errors import (
    BillsForeign,
    KeyTaken,
    NothingToPay,
    OrderMismatch,
    OrderUnknown,
)
from linli.money.payments.keeping import keep_payment
from linli.money.payments.models import Payment, PaymentOrder
from linli.money.payments.queries import bills_at_desk, money_account, own_open_bills, payable_bills
from linli.money.payments.rules import ORDER_LIFE, check_amount

LONGEST_LATE = timedelta(days=3)


@transaction.atomic
def take_cash(
    home_id: int, amount: int, *, key: str, actor: Actor, bill_ids: Sequence[int] = ()
) -> Payment:
    """Take cash at the desk for a home. More than is owed waits for the next bill.

    The same key again gives the first payment. Raises AmountWrong, BillsForeign, KeyTaken.
    """
    require(actor, Permission.TAKE_PAYMENTS)
    if actor.user_id is None:
        raise NotAllowed
    check_amount(amount)
    known = {bill.pk for bill in bills_at_desk(actor, home_id)}
    already = Payment.objects.filter(key=f"cash:{actor.user_id}:{key}"[:60]).exists()
    if not already and not set(bill_ids) <= known:
        raise BillsForeign(field="bills")
    return keep_payment(
        home_id, amount, key=f"cash:{actor.user_id}:{key}"[:60], method=Method.CASH,
        money_account_id=money_account("cash").pk, received_on=today(), actor=actor,
        bill_ids=bill_ids, taken_by_id=actor.user_id, bills_must_be_open=True,
    )  # fmt: skip


@transaction.atomic
def open_order(
    home_id: int, bill_ids: Sequence[int], *, key: str, actor: Actor, in_wechat: bool = False
) -> PaymentOrder:
    """Ask the channel for a code over the sum of the actor's own open bills.

    `in_wechat`: the browser is WeChat's own and pays by itself where it knows the payer. The sum
    comes from the bills and from nowhere else. The same key again gives the first order.
    Raises NothingToPay, BillsForeign, ChannelMissing, ChannelSilent, ChannelRefused.
    """
    if actor.user_id is None:
        raise NotAllowed
    known = _order_with_key(actor, key)
    if known is not None:
        if known.home_id != home_id or set(known.bill_ids) != set(bill_ids):
            raise KeyTaken
        return known
    bills = _choose(payable_bills(actor, home_id), bill_ids)
    channel = channel_for(Method.WECHAT)
    payer = channel.payer_of(actor.user_id) if in_wechat else ""
    order = _make_order(home_id, bills, key, actor)
    return _open_ticket(order, payer)


def _order_with_key(actor: Actor, key: str) -> PaymentOrder | None:
    rows = PaymentOrder.objects.filter(payer=actor.user_id, key=key)
    found: PaymentOrder | None = rows.select_related("home__place").first()
    return found


def _choose(bills: Sequence[Bill], bill_ids: Sequence[int]) -> list[Bill]:
    if not bills or not bill_ids:
        raise NothingToPay
    chosen = [bill for bill in bills if bill.pk in set(bill_ids)]
    if len(chosen) != len(set(bill_ids)):
        raise BillsForeign(field="bills")
    return chosen


def _make_order(home_id: int, bills: Sequence[Bill], key: str, actor: Actor) -> PaymentOrder:
    order = PaymentOrder(
        trade_no=new_number("L"), home_id=home_id, bill_ids=[bill.pk for bill in bills],
        amount=check_amount(sum(bill.open_fen for bill in bills)), payer_id=actor.user_id,
        key=key[:80], created_at=now(), expires_at=now() + ORDER_LIFE,
        confirmed=Confirmation.SELF.value, confirmed_at=now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            order.save()
    except IntegrityError as error:
        first = _order_with_key(actor, key)
        if first is None:
            raise KeyTaken from error
        return first
    record(
        "payment_order.opened", "payment_order", order.pk, actor=actor, amount=order.amount,
        home=home_id,
    )  # fmt: skip
    return order


def new_number(letter: str) -> str:
    """A number of our own for the channel: 24 signs that nobody guesses."""
    return f"{letter}{now().astimezone(SHANGHAI):%y%m%d%H%M}{secrets.token_hex(6)}"


def _open_ticket(order: PaymentOrder, payer: str = "") -> PaymentOrder:
    """Ask the channel, unless it gave a ticket already."""
    if order.ticket:
        return order
    draft = OrderDraft(
        trade_no=order.trade_no, amount=order.amount, words=_("物业费 %(plate)s") % {
            "plate": order.home.place.plate}, expires_at=order.expires_at, payer=payer,
    )  # fmt: skip
    ticket = channel_for(Method.WECHAT).open_order(draft)
    order.ticket = {"code_url": ticket.code_url, "dialog": ticket.dialog}
    order.save(update_fields=["ticket"])
    return order


open_ticket = _open_ticket


@transaction.atomic
def book_paid_order(paid: Paid) -> Payment:
    """The channel says that an order was paid: book it, once, whoever says it how often.

    Raises OrderUnknown and OrderMismatch when order, sum or currency are not ours; then nothing
    is booked. A paid order that we had closed is booked all the same: the money is here.
    """
    rows = PaymentOrder.objects.select_for_update(of=("self",))
    order: PaymentOrder | None = rows.filter(trade_no=paid.trade_no).first()
    if order is None:
        raise OrderUnknown
    _check_paid(order, paid)
    actor = system_actor(current_estate_id())
    if order.state == OrderState.PAID:
        payment: Payment = Payment.objects.get(order=order)
        return payment
    paid_at = paid.paid_at or now()
    order.state, order.ended_at = OrderState.PAID.value, now()
    order.transaction_id = paid.transaction_id
    try:
        with transaction.atomic():
            order.save(update_fields=["state", "ended_at", "transaction_id"])
    except IntegrityError as error:  # the same payment under another order
        raise OrderMismatch(what=_("支付单号")) from error
    payment = keep_payment(
        order.home_id, order.amount, key=f"wechat:{order.trade_no}", method=Method.WECHAT,
        money_account_id=money_account("wechat").pk,
        received_on=min(paid_at.astimezone(SHANGHAI).date(), today()), actor=actor,
        bill_ids=order.bill_ids, order=order,
    )  # fmt: skip
    notify([f"order:{order.trade_no}"])
    return payment


def _check_paid(order: PaymentOrder, paid: Paid) -> None:
    if paid.currency != "CNY":
        raise OrderMismatch(what=_("币种"))
    if paid.amount != order.amount:
        raise OrderMismatch(what=_("金额"))
    if not paid.transaction_id or order.transaction_id not in (None, paid.transaction_id):
        raise OrderMismatch(what=_("支付单号"))


def ask_about_order(trade_no: str) -> PaymentOrder:
    """Ask the channel how an open order stands; book it when paid, close it when its time is over.

    Raises ChannelSilent, ChannelRefused, OrderMismatch, NotFound.
    """
    with transaction.atomic():
        order: PaymentOrder | None = PaymentOrder.objects.filter(trade_no=trade_no).first()
        if order is None:
            raise NotFound
        if order.state != OrderState.OPEN:
            return order
        PaymentOrder.objects.filter(pk=order.pk).update(asked_at=now())
    channel = channel_for(Method.WECHAT)
    answer = channel.ask_order(trade_no)
    if answer.state == "paid":
        book_paid_order(answer)
    elif answer.state == "closed" or (answer.state == "unknown" and order.expires_at < now()):
        _end_order(trade_no)
    elif order.expires_at < now():
        channel.close_order(trade_no)  # refused when it was paid in this moment: asked again later
        _end_order(trade_no)
    order.refresh_from_db()
    return order


@transaction.atomic
def _end_order(trade_no: str) -> None:
    rows = PaymentOrder.objects.select_for_update().filter(trade_no=trade_no)
    order = rows.filter(state=OrderState.OPEN.value).first()
    if order is None:
        return
    order.state, order.ended_at = OrderState.CLOSED.value, now()
    order.save(update_fields=["state", "ended_at"])
    record("payment_order.closed", "payment_order", order.pk, actor=None)
    notify([f"order:{trade_no}"])


def open_sum(actor: Actor) -> int:
    """What is still to be paid on the actor's own bills, in fen."""
    return sum(bill.open_fen for bill in own_open_bills(actor))
