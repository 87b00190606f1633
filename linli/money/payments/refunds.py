"""Money on its way back: asked for, approved by somebody else, sent, booked when it is gone."""

from __future__ import annotations

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.accounts.data import system_actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotAllowed, NotFound
from linli.base.events.api import publish
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Permission, may, require
from linli.money.fees.api import undo_settlement
from linli.money.payments.actions import new_number
from linli.money.payments.channels import channel_for
from linli.money.payments.data import (
    Method,
    PaymentRefunded,
    RefundDraft,
    Refunded,
    RefundState,
)
from linli.money.payments.errors import (
    KeyTaken,
    NotNow,
    OrderMismatch,
    ReasonMissing,
    RefundAbovePayment,
    SecondPerson,
)
from linli.money.payments.models import Payment, PaymentRefund
from linli.money.payments.queries import payment_for
from linli.money.payments.rules import check_amount
from linli.money.payments.voids import check_void, put_aside

S = RefundState


@transaction.atomic
def request_refund(
    payment_id: int,
    amount: int | None,
    *,
    reason: str,
    key: str,
    actor: Actor,
    is_void: bool = False,
) -> PaymentRefund:
    """Ask for money to go back, all of it (None) or a part. Nothing moves yet, but it is reserved.

    `is_void`: the payment was a mistake of the desk; all of it goes. Raises RefundAbovePayment,
    ReasonMissing, KeyTaken.
    """
    require(actor, Permission.TAKE_PAYMENTS)
    if actor.user_id is None:
        raise NotAllowed
    payment_for(actor, payment_id)
    payment: Payment = Payment.objects.select_for_update().get(pk=payment_id)
    if is_void and payment.method != Method.CASH:
        check_void(payment)
    known = PaymentRefund.objects.filter(requested_by=actor.user_id, key=key[:80]).first()
    if known is not None:
        if known.payment_id != payment_id or amount not in (None, known.amount):
            raise KeyTaken
        return known
    if not reason.strip():
        raise ReasonMissing(field="reason")
    left = payment.amount - payment.refunded
    wanted = payment.amount if is_void else left if amount is None else check_amount(amount)
    if wanted > left or wanted == 0:
        raise RefundAbovePayment(field="amount", most=f"{left // 100}.{left % 100:02}")
    payment.refunded += wanted
    payment.save(update_fields=["refunded"])
    refund: PaymentRefund = PaymentRefund.objects.create(
        payment=payment, refund_no=new_number("R"), amount=wanted, reason=reason.strip()[:120],
        is_void=is_void, key=key[:80], requested_by_id=actor.user_id, requested_at=now(),
    )  # fmt: skip
    record("refund.requested", "payment_refund", refund.pk, actor=actor, amount=wanted)
    return refund


def may_approve_refunds(actor: Actor) -> bool:
    return may(actor, Permission.RECONCILE) or may(actor, Permission.APPROVE_TELLING)


@transaction.atomic
def approve_refund(refund_id: int, *, actor: Actor) -> PaymentRefund:
    """Somebody else lets it go: cash and transfers are booked at once, WeChat's is sent by a job.

    Raises SecondPerson, NotNow, NotAllowed.
    """
    refund = _lock(refund_id, actor)
    if refund.requested_by_id == actor.user_id:
        raise SecondPerson
    if refund.approved_by_id == actor.user_id and refund.state in (S.APPROVED, S.SENT, S.DONE):
        return refund
    if refund.state != S.REQUESTED:
        raise NotNow
    refund.state = S.APPROVED.value
    refund.approved_by_id, refund.approved_at = actor.user_id, now()
    refund.save(update_fields=["state", "approved_by", "approved_at"])
    record("refund.approved", "payment_refund", refund.pk, actor=actor, amount=refund.amount)
    if refund.payment.method != Method.WECHAT:
        return _book(refund, actor)
    from linli.money.payments.tasks import send_refund_soon

    send_refund_soon(refund)
    return refund


def _lock(refund_id: int, actor: Actor) -> PaymentRefund:
    if not may_approve_refunds(actor):
        raise NotAllowed
    return lock_refund(refund_id)


def lock_refund(refund_id: int) -> PaymentRefund:
    """Raises NotFound."""
    rows = PaymentRefund.objects.select_for_update(of=("self",)).select_related("payment__order")
    refund: PaymentRefund | None = rows.filter(pk=refund_id).first()
    if refund is None:
        raise NotFound
    return refund


@transaction.atomic
def refuse_refund(refund_id: int, *, actor: Actor) -> PaymentRefund:
    """Not this one: what was reserved is free again. Who asked may take it back, too."""
    refund = lock_refund(refund_id)
    if refund.requested_by_id != actor.user_id and not may_approve_refunds(actor):
        raise NotAllowed
    if refund.state == S.REFUSED:
        return refund
    if refund.state != S.REQUESTED:
        raise NotNow
    return _give_up(refund, S.REFUSED, actor)


def _give_up(refund: PaymentRefund, state: RefundState, actor: Actor) -> PaymentRefund:
    refund.state = state.value
    refund.save(update_fields=["state"])
    payment = Payment.objects.select_for_update().get(pk=refund.payment_id)
    payment.refunded -= refund.amount
    payment.save(update_fields=["refunded"])
    record(f"refund.{state.value}", "payment_refund", refund.pk, actor=actor)
    return refund


def _book(refund: PaymentRefund, actor: Actor) -> PaymentRefund:
    """The money is gone: bills open again, the ledger says so."""
    undo = undo_settlement(
        refund.payment.settlement_id, key=f"refund:{refund.refund_no}", reason=refund.reason,
        actor=actor, amount=refund.amount,
    )  # fmt: skip
    refund.state, refund.done_at, refund.undo = S.DONE.value, now(), undo
    refund.save(update_fields=["state", "done_at", "undo"])
    if refund.is_void and refund.payment.method == Method.TRANSFER:
        put_aside(refund.payment, refund.refund_no, actor)
    record("refund.done", "payment_refund", refund.pk, actor=actor, amount=refund.amount)
    publish(PaymentRefunded(refund.pk, refund.payment_id, refund.amount))
    return refund


def send_refund(refund_id: int) -> PaymentRefund:
    """Tell the channel, or ask it how a refund stands; our number makes a repeat harmless.

    Raises ChannelSilent, ChannelRefused.
    """
    with transaction.atomic():
        refund = lock_refund(refund_id)
        if refund.state not in (S.APPROVED, S.SENT) or refund.payment.order is None:
            return refund
        refund.asked_at = now()
        refund.save(update_fields=["asked_at"])
    channel = channel_for(Method.WECHAT)
    if refund.state == S.SENT:
        answer = channel.ask_refund(refund.refund_no)
    else:
        order = refund.payment.order
        draft = RefundDraft(
            refund.refund_no, order.trade_no, refund.amount, refund.payment.amount, refund.reason
        )
        answer = channel.refund(draft)
    return hear_of_refund(refund.refund_no, answer)


@transaction.atomic
def hear_of_refund(refund_no: str, answer: Refunded) -> PaymentRefund:
    """What the channel says of a refund, by answer or by callback, in any order and repetition.

    Raises NotFound, OrderMismatch when the sum is another.
    """
    rows = PaymentRefund.objects.select_for_update(of=("self",)).select_related("payment__order")
    refund: PaymentRefund | None = rows.filter(refund_no=refund_no).first()
    if refund is None:
        raise NotFound
    if answer.state in ("done", "sent") and answer.amount != refund.amount:
        raise OrderMismatch(what="amount")
    actor = system_actor(current_estate_id())
    if refund.state == S.FAILED and answer.state == "done":  # settled by hand at the channel
        payment = Payment.objects.select_for_update().get(pk=refund.payment_id)
        payment.refunded += refund.amount
        payment.save(update_fields=["refunded"])
    elif refund.state not in (S.APPROVED, S.SENT):
        return refund
    if answer.state == "done":
        return _book(refund, actor)
    if answer.state == "failed":
        return _give_up(refund, S.FAILED, actor)
    if answer.state == "sent" and refund.state == S.APPROVED:
        refund.state = S.SENT.value
        refund.save(update_fields=["state"])
    return refund
