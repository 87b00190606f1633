"""What the hotline's screen writes: a matter, one more voice for another, or a contact alone."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.matters.handling.api import join_matter, matter_for, open_matter
from linli.matters.intake.actions import log_contact
from linli.matters.intake.phone_calls import keep_outcome
from linli.matters.topics.api import record_join, record_suggestions


@transaction.atomic
def file_call(
    *,
    actor: Actor,
    way: str,
    values: dict[str, Any],
    key: str,
    call_id: int | None = None,
    shown: str = "",
) -> str:
    """A new matter and the contact it came by; the matter's number. `shown`: what was suggested."""
    matter = open_matter(actor=actor, channel=way, client_key=key, **values)
    record_suggestions(matter.pk, shown, actor=actor)
    _log(actor, way, values, matter.pk, call_id)
    return matter.number


@transaction.atomic
def join_call(
    *,
    actor: Actor,
    way: str,
    values: dict[str, Any],
    matter_id: int,
    call_id: int | None = None,
    shown: str = "",
) -> str:
    """The caller joins an open matter; its number."""
    join_matter(
        matter_id,
        actor=actor,
        person_id=values["reporter_id"],
        name=values["reporter_name"],
        phone=values["reporter_phone"],
        text=values["text"],
    )
    record_join(matter_id, shown, actor=actor)
    _log(actor, way, values, matter_id, call_id)
    return matter_for(actor, matter_id).number


@transaction.atomic
def note_call(
    *, actor: Actor, way: str, values: dict[str, Any], call_id: int | None = None
) -> None:
    """A contact of which no matter comes."""
    _log(actor, way, values, None, call_id)


def _log(
    actor: Actor, way: str, values: dict[str, Any], matter_id: int | None, call_id: int | None
) -> None:
    log_contact(
        actor=actor,
        way=way,
        phone=values["reporter_phone"],
        person_id=values["reporter_id"],
        matter_id=matter_id,
        note=values["text"][:500],
    )
    keep_outcome(call_id, actor=actor, phone=values["reporter_phone"], matter_id=matter_id)
