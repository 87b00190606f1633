"""Consultations (民主协商): who is invited, what was said, what came of it, posted (RC-04)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.files.api import StoredFile, is_attached
from linli.estate.organisations.api import Organisation, Permission, require
from linli.estate.people.api import Person
from linli.voice.polls.data import TalkState
from linli.voice.polls.errors import NobodyInvited, NotNow, TalkIncomplete
from linli.voice.polls.models import RC_POSTED_DAYS, Talk, TalkGuest
from linli.voice.polls.queries import talk_for

LONGEST_MINUTES = 10_000


@transaction.atomic
def invite_to_talk(
    *,
    actor: Actor,
    topic: str,
    about: str,
    venue: str,
    meets_at: datetime,
    people: Collection[int],
    organisations: Collection[int],
    poll_id: int | None = None,
) -> Talk:
    """Call people together; at least two sides. Raises NobodyInvited, Invalid."""
    require(actor, Permission.RUN_POLLS)
    if actor.user_id is None:
        raise NotAllowed
    if not topic.strip() or not about.strip():
        raise Invalid(translatable("请写商量什么、为什么商量。"), field="topic")
    if meets_at <= now():
        raise Invalid(translatable("开会时间要在以后。"), field="meets_at")
    found = set(Person.objects.filter(pk__in=people).values_list("pk", flat=True))
    bodies = set(Organisation.objects.filter(pk__in=organisations).values_list("pk", flat=True))
    if len(found) + len(bodies) < 2:
        raise NobodyInvited(field="people")
    talk: Talk = Talk.objects.create(
        topic=topic.strip(), about=about.strip(), venue=venue.strip(), meets_at=meets_at,
        author_id=actor.user_id, created_at=now(), poll_id=poll_id,
    )  # fmt: skip
    guests = [TalkGuest(talk=talk, person_id=pk) for pk in sorted(found)]
    guests += [TalkGuest(talk=talk, organisation_id=pk) for pk in sorted(bodies)]
    TalkGuest.objects.bulk_create(guests)
    record("talk.invited", "consultation", talk.pk, actor=actor, guests=len(guests))
    return talk


@transaction.atomic
def write_minutes(
    talk_id: int,
    *,
    actor: Actor,
    minutes: str,
    result: str,
    came: Collection[int],
    scan_id: int | None = None,
) -> Talk:
    """Who came (ids of guests), what was said, what was agreed; `scan_id` is the signed paper.

    Without one the paper that hangs there already stays. Raises Invalid, NotFound, NotNow.
    """
    talk = _lock(talk_id, actor, TalkState.INVITED, TalkState.HELD)
    if len(minutes) > LONGEST_MINUTES or len(result) > 1000:
        raise Invalid(
            translatable("写得太长了：记录最多 10000 字，结果最多 1000 字。"), field="minutes"
        )
    talk.minutes, talk.result = minutes.strip(), result.strip()
    if scan_id is not None:
        talk.scan = _own_upload(scan_id, actor)
    talk.state = TalkState.HELD.value
    talk.save()
    for guest in talk.guests.all():
        guest.came = guest.pk in came
        guest.save(update_fields=["came"])
    record("talk.minuted", "consultation", talk.pk, actor=actor, came=len(came))
    return talk


def _own_upload(file_id: int, actor: Actor) -> StoredFile:
    """A fresh paper of this person's, on which nothing else hangs. Raises NotFound."""
    stored = StoredFile.objects.filter(pk=file_id, uploaded_by_id=actor.user_id).first()
    if stored is None or is_attached(stored):
        raise NotFound(field="scan")
    return stored


@transaction.atomic
def post_result(talk_id: int, *, actor: Actor) -> Talk:
    """Let everybody read the result for at least fifteen days (RC-04); it stays findable after.

    Raises TalkIncomplete, NotNow.
    """
    talk = _lock(talk_id, actor, TalkState.HELD)
    if not talk.minutes or not talk.result:
        raise TalkIncomplete(field="result")
    talk.state, talk.posted_on = TalkState.POSTED.value, today()
    talk.posted_until = today() + timedelta(days=RC_POSTED_DAYS)
    talk.save()
    record("talk.posted", "consultation", talk.pk, actor=actor)
    return talk


@transaction.atomic
def cancel_talk(talk_id: int, *, actor: Actor) -> Talk:
    """It does not take place."""
    talk = _lock(talk_id, actor, TalkState.INVITED)
    talk.state = TalkState.CANCELLED.value
    talk.save(update_fields=["state"])
    record("talk.cancelled", "consultation", talk.pk, actor=actor)
    return talk


def _lock(talk_id: int, actor: Actor, *states: TalkState) -> Talk:
    require(actor, Permission.RUN_POLLS)
    talk_for(actor, talk_id)
    talk: Talk | None = Talk.objects.select_for_update().filter(pk=talk_id).first()
    if talk is None:
        raise NotFound
    if talk.state not in {state.value for state in states}:
        raise NotNow
    return talk
