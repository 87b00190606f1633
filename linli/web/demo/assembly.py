"""The demo's voice: committees, the owners' assembly, the service contract, polls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import transaction

from linli.base.errors import DomainError
from linli.web.demo.bodies import seat_bodies
from linli.web.demo.hands import Hands
from linli.web.demo.meetings import hold_meeting
from linli.web.demo.polls import ask_residents
from linli.web.demo.register import Register
from linli.web.demo.service import write_service
from linli.web.demo.voting import hold_assemblies

_PARTS: tuple[Callable[[Hands], None], ...] = (
    seat_bodies, hold_meeting, hold_assemblies, write_service, ask_residents,
)  # fmt: skip


def write_voice(register: Register, seed: int, now: datetime) -> dict[str, int]:
    """All of it, as the last three weeks went; counts.

    `voice_refused`: how many parts a rule did not allow; each is left out by itself.
    """
    hands = Hands(register, now, Random(f"{seed}:voice"))  # noqa: S311  repeatable on purpose
    hands.count("voice_refused", 0)
    for part in _PARTS:
        try:
            with transaction.atomic():
                part(hands)
        except DomainError as error:
            hands.count("voice_refused")
            hands.refusal = f"{part.__name__}: {error.code}: {error.message}"
    return hands.counts
