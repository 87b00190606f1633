"""Builders of rounds and of what devices send."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from linli.base.calendars.api import now
from linli.estate.models import Place
from linli.estate.testing import Cast
from linli.matters.rounds.api import Round, apply_batch, make_round
from linli.matters.rounds.data import Answer, Batch, Kind, Operation

_count = itertools.count(1)


def make_day(cast: Cast, *plates: str, by: str = "grid_worker", **over: Any) -> Round:
    """A round over the homes with these plates, or over all that lacks something."""
    ids = [Place.objects.get(plate=plate).pk for plate in plates] if plates else None
    return make_round(actor=cast.actor(by), place_ids=ids, **over)


def device_ms() -> int:
    return int(now().timestamp() * 1000)


def tap(made: Round, plate: str, kind: str, /, *, seq: int | None = None, **data: Any) -> Operation:
    """One thing noted at a door; the key and the count are new each time."""
    n = next(_count)
    over = {name: data.pop(name) for name in ("key", "device_at") if name in data}
    return Operation(
        key=over.get("key", f"key-{n}"), seq=n if seq is None else seq, kind=Kind(kind),
        round_id=made.pk, place_id=Place.objects.get(plate=plate).pk,
        device_at=over.get("device_at", device_ms()), data=data,
    )  # fmt: skip


def send(
    cast: Cast, operations: Iterable[Operation], *, by: str = "grid_worker", device: str = "tablet",
    device_now: int | None = None,
) -> list[Answer]:  # fmt: skip
    """What a device of somebody of the cast sends."""
    actor = cast.actor(by)
    batch = Batch(
        actor.user_id or 0, device, device_ms() if device_now is None else device_now,
        tuple(operations),
    )  # fmt: skip
    return apply_batch(batch, actor=actor)
