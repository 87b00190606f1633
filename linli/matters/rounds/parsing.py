"""A device's JSON becomes a batch, or a refusal that says where it is wrong."""

from __future__ import annotations

import json
from typing import Any

from linli.matters.rounds.data import MAX_DATA, MAX_OPERATIONS, Batch, Kind, Operation
from linli.matters.rounds.errors import BatchTooLarge, BatchUnreadable

_BIGGEST = 2**62


def read_batch(body: bytes) -> Batch:
    """Raises BatchUnreadable (naming the part) and BatchTooLarge."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BatchUnreadable(where="JSON") from error
    if not isinstance(given, dict) or not isinstance(given.get("operations"), list):
        raise BatchUnreadable(where="operations")
    if len(given["operations"]) > MAX_OPERATIONS:
        raise BatchTooLarge(limit=MAX_OPERATIONS)
    return Batch(
        account_id=_number(given, "account"),
        device=_word(given, "device", 40),
        device_now=_number(given, "now"),
        operations=tuple(_operation(one, n) for n, one in enumerate(given["operations"], start=1)),
    )


def _operation(given: Any, n: int) -> Operation:
    where = f"operations[{n}]"
    if not isinstance(given, dict):
        raise BatchUnreadable(where=where)
    data = given.get("data", {})
    if not isinstance(data, dict) or len(json.dumps(data)) > MAX_DATA * 6:
        raise BatchUnreadable(where=f"{where}.data")
    kind = given.get("kind")
    if kind not in set(Kind):
        raise BatchUnreadable(where=f"{where}.kind")
    return Operation(
        key=_word(given, "key", 64, where),
        seq=_number(given, "seq", where),
        kind=Kind(kind),
        round_id=_number(given, "round", where),
        place_id=_number(given, "place", where),
        device_at=_number(given, "at", where),
        data=data,
    )


def _number(given: dict[str, Any], name: str, where: str = "") -> int:
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= _BIGGEST:
        raise BatchUnreadable(where=f"{where}.{name}".strip("."))
    return value


def _word(given: dict[str, Any], name: str, most: int, where: str = "") -> str:
    value = given.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= most or not value.isprintable():
        raise BatchUnreadable(where=f"{where}.{name}".strip("."))
    return value
