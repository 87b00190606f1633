"""What happens by itself: orders are asked about and ended, refunds sent and asked about."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db.models import Q
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.base.calendars.api import now
from linli.base.errors import DomainError
from linli.base.scopes.api import all_estates, estate_scope
from linli.money.payments.actions import ask_about_order
from linli.money.payments.errors import ChannelSilent
from linli.money.payments.models import PaymentOrder, PaymentRefund
from linli.money.payments.refunds import send_refund
from linli.money.payments.rules import ASK_AFTER

_log = logging.getLogger(__name__)
MOST = 300
SEND_AGAIN = timedelta(minutes=2)


@app.periodic(cron="* * * * *")
@app.task(name="linli.ask_about_payments", queue="clocks", queueing_lock="ask_about_payments")
def ask_about_payments(timestamp: int) -> None:
    """Callbacks that stayed out are made up for by asking; what is over is closed."""
    with all_estates():
        quiet = Q(asked_at__isnull=True) | Q(asked_at__lt=now() - ASK_AFTER)
        rows = PaymentOrder.objects.filter(quiet, state="open", created_at__lt=now() - ASK_AFTER)
        # an order that waits for a person's word was never at the channel
        orders = list(rows.order_by("asked_at", "pk").values_list("estate_id", "trade_no")[:MOST])
        late = Q(asked_at__isnull=True) | Q(asked_at__lt=now() - SEND_AGAIN)
        waiting = PaymentRefund.objects.filter(late, state__in=["approved", "sent"])
        refunds = list(waiting.order_by("asked_at", "pk").values_list("estate_id", "pk")[:MOST])
    silent: set[int] = set()
    for estate_id, trade_no in orders:
        _quietly(estate_id, partial(ask_about_order, trade_no), silent)
    for estate_id, pk in refunds:
        _quietly(estate_id, partial(send_refund, pk), silent)


def _quietly(estate_id: int, work: Callable[[], object], silent: set[int]) -> None:
    """One that fails does not stop the others; a channel that is silent is left alone for now."""
    if estate_id in silent:
        return
    try:
        with estate_scope(estate_id):
            work()
    except ChannelSilent:
        silent.add(estate_id)
    except DomainError as error:
        _log.warning("payment channel: %s", error.code)


def send_refund_soon(refund: PaymentRefund) -> None:
    """After this transaction a worker tells the channel."""
    send_one_refund.defer(refund_id=refund.pk, estate_id=refund.estate_id)


@app.task(
    name="linli.send_refund", queue="default",
    retry=RetryStrategy(max_attempts=5, exponential_wait=4),
)  # fmt: skip
def send_one_refund(*, refund_id: int, estate_id: int) -> None:
    with estate_scope(estate_id):
        send_refund(refund_id)
