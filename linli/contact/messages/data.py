"""What a channel gets to see of a message, and the words that others may hold of messages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

SECRET_PURPOSES = frozenset({"sign_in_code"})  # words that are worthless to us once sent


class Channel(StrEnum):
    """How a person is told. The last two are told by hand and stand on the captain's list."""

    SMS = "sms"
    WECHAT = "wechat"
    APP = "app"  # stands on the person's own page
    SLIP = "slip"  # printed, put into the letter slot
    CAPTAIN = "captain"  # said at the door


BY_HAND = frozenset({Channel.SLIP.value, Channel.CAPTAIN.value})


class MessageState(StrEnum):
    """From the row to the reader. `SENDING` is reserved by a worker, `UNCLEAR` was reserved by one
    that died and the channel cannot say whether the message had reached it."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNCLEAR = "unclear"
    STOPPED = "stopped"


@dataclass(frozen=True)
class OutgoingText:
    """`address` is what the channel dials (11 digits for sms); `key` names it once and for all.

    `title` and `link` are for channels that show more than words; both may be empty.
    """

    key: str
    channel: str
    address: str
    body: str
    purpose: str
    title: str = ""
    link: str = ""
    language: str = "zh-hans"


class Sender(Protocol):
    """A way out of the house. Gateways implement it and register it with `register_channel`.

    `send` returns when the message is accepted, raises `SendingFailed` when it will never be,
    `TooFast` when it may be tried again after a while, and lets any other error out to be tried
    again later. The same key may come twice after a crash.
    """

    def send(self, message: OutgoingText) -> None: ...


@runtime_checkable
class Remembers(Protocol):
    """A sender whose provider can be asked whether a key has reached it."""

    def was_received(self, message: OutgoingText) -> bool | None:
        """True or False as the provider says; None when it cannot be known."""
        ...


class AddressBook(Protocol):
    """Where a channel finds people: the addresses of those of `person_ids` whom it reaches."""

    def __call__(self, person_ids: Collection[int]) -> Mapping[int, str]: ...


class SendingFailed(Exception):
    """The channel refused the message for good: a wrong number, a forbidden word."""


class PerhapsSent(Exception):
    """The line broke after the message had left: the channel may have it or not. The message stays
    reserved, and a minute later the channel is asked."""


class TooFast(Exception):
    """The provider asks to wait; `seconds` until the next attempt. Does not count as a failure."""

    def __init__(self, seconds: float = 60):
        self.seconds = seconds
        super().__init__(f"wait {seconds:g} s")
