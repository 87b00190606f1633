"""Matters whose end people agree on, and which the software watches afterwards: projects."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.matters.handling import texts
from linli.matters.handling.data import Ability, EntryKind, State
from linli.matters.handling.ending import reopen_row
from linli.matters.handling.entries import lock_matter, save_matter, tell_everybody, write_entry
from linli.matters.handling.models import Matter

PLANNED_KINDS = frozenset({"project"})  # every other deadline comes from the category's profile


@transaction.atomic
def set_end(matter_id: int, *, actor: Actor, due_at: datetime, reason: str) -> Matter:
    """Agree on the end of a planned matter, earlier or later, with the reason.

    It is overdue and climbs from there as every matter does. Raises Invalid for a past end,
    NotAllowed for a kind whose deadline is a rule.
    """
    why = texts.require_reason(reason)
    matter = lock_matter(matter_id, Ability.CHANGE, actor=actor)
    if matter.kind.code not in PLANNED_KINDS:
        raise NotAllowed
    if due_at <= now():
        raise Invalid(translatable("结束的日子要在今天以后。"), field="ends_on")
    before = matter.due_at
    save_matter(matter, due_at=due_at, is_overdue=False, escalation=0)
    after = {"due_at": due_at.isoformat()}
    write_entry(
        matter, EntryKind.CHANGED, actor=actor, text=why, before={"due_at": before.isoformat()},
        after=after,
    )  # fmt: skip
    tell_everybody(matter, "changed", actor=actor, after=after)
    return matter


@transaction.atomic
def reopen_by_itself(matter_id: int, *, actor: Actor, text: str) -> Matter:
    """What was watched came back: open again, same worker, new clock; the lead hears of it.

    For the software alone. A matter that is open already stays as it is.
    """
    if actor.user_id is not None:
        raise NotAllowed
    rows = Matter.objects.select_for_update(of=("self",)).filter(pk=matter_id)
    matter: Matter | None = rows.select_related("kind", "category__profile").first()
    if matter is None:
        raise NotFound
    if matter.state == State.CLOSED:
        write_entry(matter, EntryKind.NOTED, actor=actor, text=text)
        reopen_row(matter, actor=actor, why="asked")
    return matter
