"""What a channel gets to see of a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

SECRET_PURPOSES = frozenset({"sign_in_code"})  # words that are worthless to us once sent


@dataclass(frozen=True)
class OutgoingText:
    """`address` is what the channel dials (11 digits for sms); `key` names it once and for all."""

    key: str
    channel: str
    address: str
    body: str
    purpose: str


class Sender(Protocol):
    """A way out of the house. Gateways implement it; `LINLI_SMS_SENDER` names the class.

    `send` returns when the message is accepted, raises `SendingFailed` when it will never be, and
    lets any other error out to be tried again later. The same key may come twice after a crash.
    """

    def send(self, message: OutgoingText) -> None: ...


class SendingFailed(Exception):
    """The channel refused the message for good: a wrong number, a forbidden word."""
