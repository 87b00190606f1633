"""What a paper rests on: a decision of the owners' assembly."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from linli.voice.contracts.errors import GroundUnknown


def _fees() -> Any:
    try:
        return import_module("linli.money.fees.api")
    except ImportError:
        return None


def list_grounds() -> list[tuple[str, str]]:
    """(reference, title) of every decision that a paper may rest on."""
    api = _fees()
    return [(d.reference, d.title) for d in api.list_decisions()] if api else []


def check_ground(reference: str) -> None:
    """Raises GroundUnknown for a reference that no assembly decided."""
    api = _fees()
    if reference and (api is None or api.find_decision(reference) is None):
        raise GroundUnknown(field="decision")


def ground_title(reference: str) -> str:
    """The decision in words, the reference itself where it is not known any more."""
    api = _fees()
    found = api.find_decision(reference) if api and reference else None
    return found.title if found else reference
