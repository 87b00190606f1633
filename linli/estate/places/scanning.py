"""Where a scanned sticker leads: to the report form, or to work that waits for whoever scans it.

This group stands below those that have work for people; they hand in a function instead.
"""

from __future__ import annotations

from collections.abc import Callable

from linli.base.accounts.api import Actor
from linli.estate.places.models import Place

Guide = Callable[[Actor, Place], str]
_guides: list[Guide] = []


def register_sticker_guide(guide: Guide) -> None:
    """`guide(actor, place)` gives the address of the page with that actor's work at that place,
    or "" where there is none. Call it in `ready()`; the same function again changes nothing."""
    if guide not in _guides:
        _guides.append(guide)


def work_at(actor: Actor, place: Place) -> str:
    """The first page with work for this actor here; "" for everybody else."""
    return next((page for guide in _guides if (page := guide(actor, place))), "")
