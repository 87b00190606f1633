"""When and which way a person is told: pure decisions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from linli.base.calendars.api import SHANGHAI
from linli.contact.messages.data import BY_HAND, Channel

MOST_ATTEMPTS = 5
ABANDONED = timedelta(seconds=60)  # a reservation older than this has lost its worker
_MOBILE = re.compile(r"1[3-9]\d{9}")
# what is tried when nobody asked for anything: what costs nothing and is read first
_USUAL = (Channel.WECHAT.value, Channel.SMS.value)


def is_mobile(phone: str) -> bool:
    """Whether a text can be sent to this number: a mobile number of the mainland, 11 digits."""
    return bool(_MOBILE.fullmatch(phone))


def wait_after(attempts: int) -> timedelta:
    """The pause before the next attempt: 4, 16, 64, 256 seconds."""
    return timedelta(seconds=4 ** min(max(attempts, 1), 6))


def order_ways(preferred: str, addresses: Mapping[str, str]) -> list[tuple[str, str]]:
    """The channels to try, in order, each with what it dials; the captain's list comes last.

    `addresses` holds the channels by which the person can be reached. Who asked for paper or for
    the captain's word gets that and nothing else.
    """
    if preferred in BY_HAND:
        return [(preferred, "")]
    order = [preferred, *_USUAL] if preferred else list(_USUAL)
    found = [(c, addresses[c]) for c in dict.fromkeys(order) if addresses.get(c)]
    return [*found, (Channel.CAPTAIN.value, "")]


def is_quiet(at: datetime, quiet_from: time, quiet_until: time) -> bool:
    """Whether people are left alone at that instant (with time zone)."""
    clock = at.astimezone(SHANGHAI).time().replace(tzinfo=None)
    if quiet_from <= quiet_until:
        return quiet_from <= clock < quiet_until
    return clock >= quiet_from or clock < quiet_until


def end_of_quiet(at: datetime, quiet_from: time, quiet_until: time) -> datetime | None:
    """When the quiet that holds at `at` ends; None when it is not quiet."""
    if not is_quiet(at, quiet_from, quiet_until):
        return None
    local = at.astimezone(SHANGHAI)
    end = datetime.combine(local.date(), quiet_until, SHANGHAI)
    return end if end > local else end + timedelta(days=1)
