"""What the hotline's screen writes: a matter, one more voice for another, or a contact alone."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.matters.handling.api import join_matter, matter_for, open_matter
from linli.matters.intake.actions import log_contact


@transaction.atomic
def file_call(*, actor: Actor, way: str, values: dict[str, Any], key: str) -> str:
    """A new matter and the contact it came by; the matter's number."""
    matter = open_matter(actor=actor, channel=way, client_key=key, **values)
    _log(actor, way, values, matter.pk)
    return matter.number


@transaction.atomic
def join_call(*, actor: Actor, way: str, values: dict[str, Any], matter_id: int) -> str:
    """The caller joins an open matter; its number."""
    join_matter(
        matter_id,
        actor=actor,
        person_id=values["reporter_id"],
        name=values["reporter_name"],
        phone=values["reporter_phone"],
        text=values["text"],
    )
    _log(actor, way, values, matter_id)
    return matter_for(actor, matter_id).number


def note_call(*, actor: Actor, way: str, values: dict[str, Any]) -> None:
    """A contact of which no matter comes."""
    _log(actor, way, values, None)


def _log(actor: Actor, way: str, values: dict[str, Any], matter_id: int | None) -> None:
    log_contact(
        actor=actor,
        way=way,
        phone=values["reporter_phone"],
        person_id=values["reporter_id"],
        matter_id=matter_id,
        note=values["text"][:500],
    )
