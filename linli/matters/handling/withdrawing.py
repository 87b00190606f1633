"""The resident takes an own matter back while nobody has finished it."""

from __future__ import annotations

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.base.live.api import notify
from linli.matters.handling import texts
from linli.matters.handling.data import Ability, EntryKind, PartyRole, State
from linli.matters.handling.entries import (
    REPORTER,
    lock_matter,
    save_matter,
    tell_everybody,
    told,
    write_entry,
)
from linli.matters.handling.errors import OthersWait
from linli.matters.handling.events import MatterWithdrawn
from linli.matters.handling.models import Matter, MatterParty
from linli.matters.handling.visibility import standing_for


@transaction.atomic
def withdraw_matter(
    matter_id: int, *, actor: Actor, reason: str = "", version: int | None = None
) -> Matter:
    """End a matter at its reporter's wish; a reply opens it again.

    The reporter does it alone, or the desk for a caller. Whoever has it or is offered it hears of
    it. The rates leave it out and count it as left out (REQ-05). Raises OthersWait while others
    wait for the same answer, NotNow once somebody has finished it.
    """
    why = texts.clean_text(reason, limit=500)
    matter = lock_matter(matter_id, Ability.WITHDRAW, actor=actor, version=version)
    _check_alone(matter)
    event = MatterWithdrawn(
        matter.pk, matter.holder_id, matter.offered_to_organisation_id, matter.offered_to_id
    )
    is_own = standing_for(actor, matter).is_reporter
    save_matter(
        matter, state=State.WITHDRAWN.value, closed_at=now(), is_waiting_for_reporter=False,
        is_overdue=False, offered_to_organisation_id=None, offered_to_id=None, offered_at=None,
    )  # fmt: skip
    by = "reporter" if is_own else "desk"
    entry = write_entry(
        matter, EntryKind.WITHDRAWN, actor=actor, visibility=REPORTER, text=why, by=by
    )
    # whoever pressed the button need not be told; whoever asked for it on the phone is
    news = (event,) if is_own else (told(matter, entry), event)
    tell_everybody(matter, "withdrawn", *news, actor=actor, by=by)
    if event.offered_to_id:
        notify({f"account:{event.offered_to_id}"})
    return matter


def _check_alone(matter: Matter) -> None:
    joined = MatterParty.objects.filter(
        matter=matter.pk, role=PartyRole.JOINED.value, wants_answer=True
    )
    others = joined.count() + Matter.objects.filter(merged_into=matter.pk).count()
    if others:
        raise OthersWait(others=others)
