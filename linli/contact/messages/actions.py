"""Telling somebody something: a row and its job in one transaction, sent once a key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.contact.messages.data import Channel
from linli.contact.messages.models import ContactPreference, Message, TellingSetting
from linli.contact.messages.queries import hours_of_quiet, ways_to
from linli.contact.messages.rules import ABANDONED, MOST_ATTEMPTS, end_of_quiet
from linli.contact.messages.sending import send_one, settle_abandoned

LAST_ATTEMPT = MOST_ATTEMPTS
_REPORTED = {
    "delivered": ("sending", "sent", "unclear", "queued"),
    "read": ("sending", "sent", "unclear", "delivered", "queued"),
    "failed": ("sending", "sent", "unclear"),
}


class NotSentYet(RuntimeError):
    """The message waits for another attempt; the job queue comes back to it."""


def queue_message(
    *,
    key: str,
    channel: str,
    address: str,
    body: str,
    purpose: str,
    estate_id: int | None = None,
    **more: Any,
) -> Message:
    """Queue one message; the same `key` again returns the first and sends nothing new.

    `more`: title, link, language, person_id, others (ways to try afterwards), not_before.
    """
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
                **more,
            )
            _defer(message, more.get("not_before"))
            return message
    except IntegrityError:
        return Message.objects.get(key=key)


def _defer(message: Message, at: datetime | None) -> None:
    send_message.configure(schedule_at=at).defer(message_id=message.pk)


def send_text(
    phone: str, body: str, *, purpose: str, key: str, estate_id: int | None = None
) -> Message:
    """Queue a text message to a mobile number."""
    return queue_message(
        key=key, channel="sms", address=phone, body=body, purpose=purpose, estate_id=estate_id
    )


def tell_person(
    person_id: int,
    *,
    key: str,
    purpose: str,
    title: str,
    bodies: dict[str, str],
    link: str = "",
    estate_id: int,
    is_urgent: bool = False,
    told_elsewhere: frozenset[str] = frozenset(),
) -> Message | None:
    """Tell one person on the own channel and in the own language, not at night unless urgent.

    `bodies` maps "zh-hans" (always there) and "en" to the words. Who has one of the channels of
    `told_elsewhere` hears it there from somebody else. None when nothing was queued: whoever needs
    it told must send somebody.
    """
    language, ways = ways_to([person_id]).get(person_id, ("zh-hans", []))
    found = [way for way in ways if way[1]]
    if not found or told_elsewhere & {channel for channel, _address in found}:
        return None
    (channel, address), *others = found
    quiet = None if is_urgent else end_of_quiet(now(), *hours_of_quiet())
    return queue_message(
        key=key, channel=channel, address=address, purpose=purpose, estate_id=estate_id,
        body=bodies.get(language) or bodies["zh-hans"], title=title[:80], link=link,
        language=language, person_id=person_id, others=others, not_before=quiet,
    )  # fmt: skip


@app.task(
    name="linli.send_message",
    queue="messages",
    retry=RetryStrategy(max_attempts=12, exponential_wait=4, retry_exceptions=[NotSentYet]),
)
def send_message(*, message_id: int) -> None:
    """Hand one message to its channel; when that fails for good, the next way is tried."""
    message = Message.objects.get(pk=message_id)
    if message.state == "sending":
        message = _recover(message)
    if message.state != "queued":
        return
    outcome = send_one(message)
    if outcome is None or outcome.state in ("queued", "sending"):
        raise NotSentYet(outcome.error if outcome else "")
    if outcome.state == "failed":
        _go_on(message)


def _recover(message: Message) -> Message:
    """Another worker held it: when that one has died, the channel says how far it came."""
    if message.reserved_at and message.reserved_at > now() - ABANDONED:
        raise NotSentYet("held by another worker")
    settle_abandoned(message.batch)
    message.refresh_from_db()
    return message


def _go_on(message: Message) -> None:
    """The next way of this person, as a message of its own."""
    if not message.others:
        return
    (channel, address), *rest = message.others
    queue_message(
        key=f"{message.key[:66]}:{channel}", channel=channel, address=address, body=message.body,
        purpose=message.purpose, estate_id=message.estate_id, title=message.title,
        link=message.link, language=message.language, person_id=message.person_id, others=rest,
    )  # fmt: skip


@transaction.atomic
def record_delivery(key: str, state: str, *, at: datetime | None = None, error: str = "") -> bool:
    """What the provider reports of a key: delivered, read or failed. True when it said news.

    Reports may come twice, late or before our own note that it was sent; none goes backward.
    """
    fields: dict[str, Any] = {"state": state, "error": error[:200]}
    when = at or now()
    if state != "failed":
        fields["delivered_at"] = when
    if state == "read":
        fields["read_at"] = when
    rows = Message.objects.filter(key=key, state__in=_REPORTED[state])
    message = rows.first()
    if message is None or not rows.update(**fields):
        return False
    if state == "failed" and not message.batch:
        _go_on(message)
    return True


@transaction.atomic
def set_preference(
    person_id: int, *, actor: Actor, channel: str, language: str
) -> ContactPreference:
    """Keep how a person wants to be told ("" lets the estate choose). The caller knows that the
    actor may speak for this person."""
    row, _made = ContactPreference.objects.update_or_create(
        person_id=person_id,
        defaults={
            "channel": Channel(channel).value if channel else "",
            "language": language,
            "set_by_id": actor.user_id,
            "set_at": now(),
        },
    )
    record("set_preference", "person", person_id, actor=actor, channel=channel, language=language)
    kept: ContactPreference = row
    return kept


@transaction.atomic
def set_quiet_hours(*, actor: Actor, quiet_from: Any, quiet_until: Any) -> TellingSetting:
    """Change the hours in which nobody is woken but by what is urgent."""
    row, _made = TellingSetting.objects.update_or_create(
        defaults={"quiet_from": quiet_from, "quiet_until": quiet_until}
    )
    record(
        "set_quiet_hours", "telling_setting", row.pk, actor=actor,
        quiet_from=str(quiet_from), quiet_until=str(quiet_until),
    )  # fmt: skip
    kept: TellingSetting = row
    return kept


def message_ids_of(batch: str, states: Sequence[str]) -> list[int]:
    """Ids of a batch's messages in these states."""
    rows = Message.objects.filter(batch=batch, state__in=list(states))
    return list(rows.values_list("pk", flat=True))
