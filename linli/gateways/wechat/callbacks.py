"""The platform calls: check that it is the platform, answer, and the same to the same message."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django.utils import translation

from linli.base.calendars.api import now
from linli.base.errors import DomainError
from linli.base.scopes.api import current_estate_id
from linli.gateways.wechat import answers, commands, conversations, envelopes, rules, wire
from linli.gateways.wechat.bindings import meet_contact, set_subscribed
from linli.gateways.wechat.data import Answered, Command, Incoming, Kind, Mode
from linli.gateways.wechat.errors import (
    MessageTooLarge,
    MessageUnreadable,
    NotSealed,
    OutOfTime,
    Replayed,
)
from linli.gateways.wechat.filing import Draft, Speaker, keep_media
from linli.gateways.wechat.models import (
    WechatAccount,
    WechatContact,
    WechatMedia,
    WechatMessage,
    WechatNonce,
)
from linli.gateways.wechat.queries import actor_behind

_log = logging.getLogger(__name__)
MOST_BYTES = 256 * 1024
SILENCE = "success"  # nothing is said, nothing is sent again
_USE_NONCE = """
INSERT INTO wechat_nonce (estate_id, nonce, timestamp, digest) VALUES (%s, %s, %s, %s)
ON CONFLICT (estate_id, nonce, timestamp) DO NOTHING
"""
_PATIENCE = "4500ms"  # the platform hangs up after five seconds


@dataclass(frozen=True, slots=True)
class Call:
    """The signed part of a callback's address."""

    timestamp: str
    nonce: str
    signature: str
    sealed_signature: str
    is_sealed: bool


def read_call(query: Mapping[str, str]) -> Call:
    return Call(
        timestamp=query.get("timestamp", "")[:20],
        nonce=query.get("nonce", "")[:64],
        signature=query.get("signature", "")[:64],
        sealed_signature=query.get("msg_signature", "")[:64],
        is_sealed=query.get("encrypt_type", "") == "aes",
    )


def greet_platform(account: WechatAccount, query: Mapping[str, str]) -> str:
    """The echo by which the platform tries an address. Raises CallbackRefused."""
    call = read_call(query)
    _check_time(call)
    envelopes.check_signature(call.signature, account.token, call.timestamp, call.nonce)
    return query.get("echostr", "")[:200]


def receive(account: WechatAccount, query: Mapping[str, str], body: bytes) -> str:
    """The passive reply to one message; everything that it leads to is committed with it.

    Call it in the estate's scope. Raises CallbackRefused.
    """
    call = read_call(query)
    message = _open(account, call, body)
    _limit_time()
    _guard_replay(call, body)
    row = answer_message(account, message)
    if not row.answer:
        return SILENCE
    said_at = int(row.received_at.timestamp())
    reply = wire.write_answer(row.answer, to=message.openid, sender=message.to, at=said_at)
    return _seal(account, call, reply) if call.is_sealed else reply


def _open(account: WechatAccount, call: Call, body: bytes) -> Incoming:
    if len(body) > MOST_BYTES:
        raise MessageTooLarge
    _check_time(call)
    envelopes.check_signature(call.signature, account.token, call.timestamp, call.nonce)
    if not call.is_sealed:
        if account.mode != Mode.PLAIN.value:
            raise NotSealed  # or a stolen token would be enough to speak as anybody
        return _addressed(account, wire.read_message(wire.read_fields(body)))
    sealed = wire.read_fields(body).get("Encrypt", "").strip()
    envelopes.check_signature(
        call.sealed_signature, account.token, call.timestamp, call.nonce, sealed
    )
    inside = envelopes.open_sealed(sealed, account.aes_key, account.app_id)
    return _addressed(account, wire.read_message(wire.read_fields(inside)))


def _check_time(call: Call) -> None:
    try:
        signed_at = datetime.fromtimestamp(int(call.timestamp), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise OutOfTime from error
    if abs(now() - signed_at) > rules.WINDOW:
        raise OutOfTime


def _addressed(account: WechatAccount, message: Incoming) -> Incoming:
    if account.original_id and message.to != account.original_id:
        raise MessageUnreadable
    return message


def _limit_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [_PATIENCE])


def _guard_replay(call: Call, body: bytes) -> None:
    """A signature does not cover a plain message: it counts for the first body that bears it."""
    digest = hashlib.sha256(body).digest()[:16]
    with connection.cursor() as cursor:
        cursor.execute(_USE_NONCE, [current_estate_id(), call.nonce, int(call.timestamp), digest])
        is_first = cursor.rowcount == 1
    if not is_first:
        known = WechatNonce.objects.get(nonce=call.nonce, timestamp=int(call.timestamp))
        if bytes(known.digest) != digest:
            raise Replayed


def answer_message(account: WechatAccount, message: Incoming) -> WechatMessage:
    """The answer to a message, made at its first coming and kept for the next ones."""
    contact = meet_contact(message.openid)  # locked: one message of a person at a time
    key = rules.message_key(message)
    known: WechatMessage | None = WechatMessage.objects.filter(key=key).first()
    if known is not None:
        return known
    with translation.override(_language(contact)):
        answered, media = _hear(account, contact, message, key)
    row: WechatMessage = WechatMessage.objects.create(
        contact=contact,
        key=key,
        kind=message.kind.value,
        sent_at=datetime.fromtimestamp(min(message.sent_at, int(time.time()) + 86400), UTC),
        received_at=now(),
        answer=answered.words,
        matter_id=answered.matter_id,
    )
    WechatContact.objects.filter(pk=contact.pk).update(last_seen_at=now())
    if media is not None:
        WechatMedia.objects.filter(pk=media.pk).update(message=row)
    return row


def _language(contact: WechatContact) -> str:
    return contact.account.language if contact.account is not None else contact.language


def _hear(
    account: WechatAccount, contact: WechatContact, message: Incoming, key: str
) -> tuple[Answered, WechatMedia | None]:
    speaker = Speaker(account, contact, actor_behind(contact))
    if message.kind is Kind.EVENT:
        return _hear_event(speaker, message, key), None
    try:
        with transaction.atomic():
            return _hear_person(speaker, message, key)
    except DomainError:  # what was talked of is out of reach by now: it becomes something new
        conversations.end(speaker)
        return _hear_anew(speaker, message, key)


def _hear_person(
    speaker: Speaker, message: Incoming, key: str
) -> tuple[Answered, WechatMedia | None]:
    talked_of = conversations.matter_talked_of(conversations.running(speaker))
    media = keep_media(speaker, message, talked_of)
    if message.kind in conversations.HEAR:
        return conversations.HEAR[message.kind](speaker, message, key), media
    if message.kind is Kind.VOICE and not rules.says_something(message.text):
        return conversations.hear_sound(speaker, message, key), media
    command = rules.read_command(message.text) if message.kind is Kind.TEXT else None
    if command is not None:
        return commands.obey(speaker, command, message.text, key), media
    return conversations.hear_words(speaker, message, key), media


def _hear_anew(
    speaker: Speaker, message: Incoming, key: str
) -> tuple[Answered, WechatMedia | None]:
    try:
        with transaction.atomic():
            media = keep_media(speaker, message, None)
            words = message.text if rules.says_something(message.text) else ""
            draft = Draft(key, words or answers.unknown_words(message.raw_type), "enquiry")
            return conversations.file_and_tell(speaker, draft), media
    except DomainError as error:
        _log.warning("wechat message %s not taken: %s", key, error.code)
        return Answered(answers.not_taken(speaker.account)), None


def _hear_event(speaker: Speaker, message: Incoming, key: str) -> Answered:
    match message.event:
        case "SUBSCRIBE":
            set_subscribed(speaker.contact, True)
            return Answered(answers.welcome(speaker.account, speaker.contact))
        case "UNSUBSCRIBE":
            set_subscribed(speaker.contact, False)
        case "CLICK" if message.event_key.lower() in set(Command):
            return commands.obey(speaker, Command(message.event_key.lower()), "", key)
    return Answered()


def _seal(account: WechatAccount, call: Call, reply: str) -> str:
    timestamp = str(int(now().timestamp()))
    sealed = envelopes.seal(reply.encode(), account.aes_key, account.app_id)
    signature = envelopes.sign(account.token, timestamp, call.nonce, sealed)
    return wire.write_sealed(sealed, signature, timestamp, call.nonce)
