"""The channels that gateways bring: registered at start, found when somebody pays."""

from __future__ import annotations

from collections.abc import Callable

from linli.money.payments.data import PaymentChannel
from linli.money.payments.errors import ChannelMissing

# makes the channel of the estate in scope, or None where it is not set up
_makers: dict[str, Callable[[], PaymentChannel | None]] = {}


def register_channel(method: str, make: Callable[[], PaymentChannel | None]) -> None:
    """A gateway says how its channel is made. The last word for a method counts."""
    _makers[method] = make


def channel_for(method: str) -> PaymentChannel:
    """The channel of the estate in scope. Raises ChannelMissing where there is none."""
    make = _makers.get(method)
    channel = make() if make else None
    if channel is None:
        raise ChannelMissing
    return channel


def is_open(method: str) -> bool:
    """Whether the estate in scope may be paid this way."""
    make = _makers.get(method)
    return make is not None and make() is not None
