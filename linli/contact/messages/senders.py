from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from linli.contact.messages.data import AddressBook, OutgoingText, Sender


class ShownSender:
    """Sends nothing: the message stands on the page `/messages/shown/` (demo and development)."""

    def send(self, message: OutgoingText) -> None:
        return None


@dataclass(frozen=True)
class Way:
    """One registered channel: how its sender is made and how it finds people."""

    make: Callable[[], Sender]
    addresses: AddressBook | None = None


_ways: dict[str, Way] = {}


def register_channel(
    channel: str, make: Callable[[], Sender], addresses: AddressBook | None = None
) -> None:
    """A gateway brings a channel (call it from the app's `ready`); the same name again replaces.

    `addresses` maps ids of people to what the sender dials, for those whom the channel reaches.
    """
    _ways[channel] = Way(make, addresses)


def channels_at_hand() -> frozenset[str]:
    """The channels that can send by themselves in this installation."""
    return frozenset({"sms", *_ways})


def addresses_in(channel: str, person_ids: Collection[int]) -> Mapping[int, str]:
    """What a registered channel knows of these people; nothing where it keeps no address book."""
    way = _ways.get(channel)
    return way.addresses(person_ids) if way and way.addresses else {}


def sender_for(channel: str) -> Sender:
    """The sender of a channel; texts go to the class that `LINLI_SMS_SENDER` names."""
    if channel in _ways:
        return _ways[channel].make()
    made: Sender = import_string(settings.LINLI.sms_sender)()
    return made


def shows_messages() -> bool:
    """Whether messages may be read on a page: only where accounts are published anyway."""
    return bool(settings.LINLI.demo or settings.DEBUG)
