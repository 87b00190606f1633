"""From the row to the channel: reserve, send, settle.

A message is reserved in a committed write of its own before the channel hears of it, under a key
that the channel gets too. A worker that dies in between leaves the reservation; after a minute
the channel is asked whether it has the key (docs/decisions/0012).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, connections, transaction

from linli.base.calendars.api import now
from linli.contact.messages.data import (
    SECRET_PURPOSES,
    OutgoingText,
    PerhapsSent,
    Remembers,
    Sender,
    SendingFailed,
    TooFast,
)
from linli.contact.messages.models import Message
from linli.contact.messages.rules import ABANDONED, MOST_ATTEMPTS, wait_after
from linli.contact.messages.senders import ShownSender, sender_for

LANES = 8  # requests to a provider at once

_CLAIM = """
UPDATE message SET state = 'sending', reserved_at = %(now)s, attempts = attempts + 1
WHERE id IN (
  SELECT id FROM message WHERE batch = %(batch)s AND state = 'queued'
    AND (not_before IS NULL OR not_before <= %(now)s)
  ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
# only who holds the reservation may say how it ended; a report of the provider may have come first
_SETTLE = """
UPDATE message m SET state = v.state, error = v.error, sent_at = v.sent_at::timestamptz,
  not_before = v.not_before::timestamptz, attempts = m.attempts - v.refund,
  body = CASE WHEN v.forget THEN '······' ELSE m.body END
FROM (VALUES {rows}) AS v (id, state, error, sent_at, not_before, refund, forget, reserved_at)
WHERE m.id = v.id AND m.state = 'sending' AND m.reserved_at = v.reserved_at::timestamptz
"""


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended; `refund` gives the attempt back (the provider was only busy)."""

    message: Message
    state: str
    error: str = ""
    wait: timedelta | None = None
    refund: bool = False
    keeps_body: bool = True


def send_due(batch: str, *, limit: int = 64) -> int:
    """Send up to `limit` due messages of a batch; how many were tried.

    Must not run inside a transaction: the reservation has to be committed before the channel
    hears of it.
    """
    messages = _claim(batch, limit)
    if messages:
        _settle(_try_all(messages))
    return len(messages)


def send_one(message: Message) -> Outcome | None:
    """Reserve and send one queued message; None when somebody else has it."""
    taken = Message.objects.filter(pk=message.pk, state="queued").update(
        state="sending", reserved_at=now(), attempts=message.attempts + 1
    )
    if not taken:
        return None
    message.refresh_from_db()
    outcome = _try(message, sender_for(message.channel))
    _settle([outcome])
    return outcome


def _claim(batch: str, limit: int) -> list[Message]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now(), "batch": batch, "limit": limit})
        ids = [row[0] for row in cursor.fetchall()]
    return list(Message.objects.filter(pk__in=ids, state="sending").order_by("id"))


def _try_all(messages: Sequence[Message]) -> list[Outcome]:
    senders = {channel: sender_for(channel) for channel in {m.channel for m in messages}}
    if all(isinstance(sender, ShownSender) for sender in senders.values()):
        return [_try(m, senders[m.channel]) for m in messages]
    with ThreadPoolExecutor(LANES) as pool:
        return list(pool.map(lambda m: _try_in_thread(m, senders[m.channel]), messages))


def _try_in_thread(message: Message, sender: Sender) -> Outcome:
    try:
        return _try(message, sender)
    finally:
        connections.close_all()  # a sender may have read something in this thread


def _try(message: Message, sender: Sender) -> Outcome:
    try:
        sender.send(outgoing(message))
    except SendingFailed as error:
        return Outcome(message, "failed", str(error)[:200])
    except PerhapsSent as error:
        return Outcome(message, "sending", str(error)[:200])
    except TooFast as error:
        return Outcome(message, "queued", str(error), timedelta(seconds=error.seconds), True)
    except Exception as error:  # whatever a gateway meets: it is tried again
        return _again(message, f"{type(error).__name__}: {error}"[:200])
    return _sent(message, sender)


def _sent(message: Message, sender: Sender) -> Outcome:
    forget = message.purpose in SECRET_PURPOSES and not isinstance(sender, ShownSender)
    return Outcome(message, "sent", keeps_body=not forget)


def _again(message: Message, error: str) -> Outcome:
    if message.attempts >= MOST_ATTEMPTS:
        return Outcome(message, "failed", error)
    return Outcome(message, "queued", error, wait_after(message.attempts))


def _settle(outcomes: Sequence[Outcome]) -> None:
    at = now()
    values: list[Any] = []
    for one in outcomes:
        values += [
            one.message.pk, one.state, one.error, at if one.state == "sent" else None,
            at + one.wait if one.wait else None, int(one.refund), not one.keeps_body,
            one.message.reserved_at,
        ]  # fmt: skip
    rows = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s)"] * len(outcomes))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SETTLE.format(rows=rows), values)


def settle_abandoned(batch: str, *, before: datetime | None = None, limit: int = 500) -> int:
    """Decide about messages whose worker died between reserving and settling; how many.

    The channel is asked for the key: it has it: sent; it has not: queued again. A channel that
    cannot say leaves the message unclear, and a person tells it instead: nobody is told twice.
    """
    limit_at = before or now() - ABANDONED
    stale = Message.objects.filter(batch=batch, state="sending", reserved_at__lt=limit_at)
    outcomes = [outcome for m in stale.order_by("id")[:limit] if (outcome := _decide(m))]
    if outcomes:
        _settle(outcomes)
    return len(outcomes)


def _decide(message: Message) -> Outcome | None:
    sender, at = sender_for(message.channel), now()
    taken = Message.objects.filter(
        pk=message.pk, state="sending", reserved_at=message.reserved_at
    ).update(reserved_at=at)
    if not taken:
        return None
    message.reserved_at = at
    known = _was_received(message, sender)
    if known is None:
        return Outcome(message, "unclear", "no answer to whether it had been sent")
    return _sent(message, sender) if known else Outcome(message, "queued")


def _was_received(message: Message, sender: Sender) -> bool | None:
    if isinstance(sender, ShownSender) or message.purpose in SECRET_PURPOSES:
        return False  # nothing went out, or a code that is better had twice than never
    if not isinstance(sender, Remembers):
        return None
    try:
        return sender.was_received(outgoing(message))
    except Exception:  # the provider is down: asked again when this reservation has aged
        return None


def outgoing(message: Message) -> OutgoingText:
    return OutgoingText(
        message.key, message.channel, message.address, message.body, message.purpose,
        message.title, message.link, message.language,
    )  # fmt: skip
