"""Whoever finds the roll wrong says so within five days and is answered within three (RC-02)."""

from __future__ import annotations

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.estate.organisations.api import Permission, require
from linli.matters.handling.api import open_matter
from linli.voice.elections import errors
from linli.voice.elections.data import ElectionMode, ElectionState
from linli.voice.elections.models import ElectionObjection
from linli.voice.elections.queries import election_for, may_object
from linli.voice.elections.rules import answer_due, last_objection_day


@transaction.atomic
def file_objection(
    election_id: int, *, actor: Actor, text: str, client_key: str | None = None
) -> ElectionObjection:
    """An objection to the roll; it becomes a matter of the one queue.

    Raises ObjectionLate, ElectionNotNow, NotAllowed, Invalid.
    """
    election = election_for(actor, election_id)
    if not may_object(actor, election) or actor.user_id is None:
        raise NotAllowed
    if election.state != ElectionState.POSTED or election.mode == ElectionMode.ASSEMBLY:
        raise errors.ElectionNotNow
    assert election.posted_on is not None
    last = last_objection_day(election.posted_on)
    if today() > last:
        raise errors.ObjectionLate(last=str(last))
    if not text.strip():
        raise Invalid(translatable("请写名单哪里不对。"), field="text")
    matter = open_matter(
        actor=actor, kind="objection", category="assembly", channel="resident",
        title=f"对名单的异议：{election.title}"[:60], text=text.strip()[:500],
        client_key=client_key,
    )  # fmt: skip
    known: ElectionObjection | None = ElectionObjection.objects.filter(matter=matter.pk).first()
    if known is not None:
        return known
    row: ElectionObjection = ElectionObjection.objects.create(
        election=election, text=text.strip()[:500], filed_by_id=actor.user_id, filed_at=now(),
        due_on=answer_due(today()), matter=matter,
    )  # fmt: skip
    record("election.objection", "election", election.pk, actor=actor, objection=row.pk)
    return row


@transaction.atomic
def answer_objection(
    objection_id: int, *, actor: Actor, is_upheld: bool, answer: str
) -> ElectionObjection:
    """Say yes or no, with the reason. What follows for the roll is a change of its own.

    Raises ObjectionAnswered, NotFound, NotAllowed, Invalid.
    """
    require(actor, Permission.RUN_ELECTIONS)
    if not answer.strip():
        raise Invalid(translatable("请写明理由。"), field="answer")
    row: ElectionObjection | None = (
        ElectionObjection.objects.select_for_update(of=("self",)).filter(pk=objection_id).first()
    )
    if row is None:
        raise NotFound
    if row.answered_at is not None:
        raise errors.ObjectionAnswered
    row.is_upheld, row.answer = is_upheld, answer.strip()[:500]
    row.answered_by_id, row.answered_at = actor.user_id, now()
    row.save()
    record("election.objection_answered", "election", row.election_id, actor=actor,
           objection=row.pk, upheld=is_upheld)  # fmt: skip
    return row
