"""Telling somebody something: a row and its job in one transaction, sent once a key."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.base.calendars.api import now
from linli.contact.messages.data import SECRET_PURPOSES, OutgoingText, SendingFailed
from linli.contact.messages.models import Message
from linli.contact.messages.senders import ShownSender, sender_for

LAST_ATTEMPT = 5


def queue_message(
    *,
    key: str,
    channel: str,
    address: str,
    body: str,
    purpose: str,
    estate_id: int | None = None,
) -> Message:
    """Queue one message; the same `key` again returns the first and sends nothing new."""
    try:
        with transaction.atomic():
            message = Message.objects.create(
                key=key,
                channel=channel,
                address=address,
                body=body[:500],
                purpose=purpose,
                estate_id=estate_id,
                queued_at=now(),
            )
            send_message.defer(message_id=message.pk)
            return message
    except IntegrityError:
        return Message.objects.get(key=key)


def send_text(
    phone: str, body: str, *, purpose: str, key: str, estate_id: int | None = None
) -> Message:
    """Queue a text message to a mobile number."""
    return queue_message(
        key=key, channel="sms", address=phone, body=body, purpose=purpose, estate_id=estate_id
    )


@app.task(
    name="linli.send_message",
    queue="messages",
    pass_context=True,
    retry=RetryStrategy(max_attempts=LAST_ATTEMPT, exponential_wait=4),
)
def send_message(context: object, *, message_id: int) -> None:
    """Hand one message to its channel; after the last attempt it is marked failed."""
    message = Message.objects.get(pk=message_id)
    if message.state != "queued":
        return
    sender = sender_for(message.channel)
    try:
        sender.send(_outgoing(message))
    except SendingFailed as error:
        _mark_failed(message, str(error))
    except Exception as error:
        if _attempts(context) + 1 < LAST_ATTEMPT:
            raise
        _mark_failed(message, type(error).__name__)
    else:
        _mark_sent(message, keep_body=isinstance(sender, ShownSender))


def _outgoing(message: Message) -> OutgoingText:
    return OutgoingText(
        message.key, message.channel, message.address, message.body, message.purpose
    )


def _attempts(context: object) -> int:
    return int(getattr(getattr(context, "job", None), "attempts", 0))


def _mark_sent(message: Message, *, keep_body: bool) -> None:
    fields = {"state": "sent", "sent_at": now()}
    if message.purpose in SECRET_PURPOSES and not keep_body:
        fields["body"] = "······"
    Message.objects.filter(pk=message.pk, state="queued").update(**fields)


def _mark_failed(message: Message, error: str) -> None:
    Message.objects.filter(pk=message.pk, state="queued").update(state="failed", error=error[:200])
