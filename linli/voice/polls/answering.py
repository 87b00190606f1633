"""Somebody speaks: once, in time, from within the audience."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, today
from linli.base.errors import NotAllowed
from linli.estate.organisations.api import Role
from linli.voice.polls.audiences import Invited, has_spoken, invited_person, may_help
from linli.voice.polls.counting import lock_sheets, mix_sheets
from linli.voice.polls.data import Audience, Phase, PollState, Voice, Way
from linli.voice.polls.errors import (
    ConfirmationMissing,
    NotInAudience,
    NotNow,
    NotOpenYet,
    PollClosed,
    SpokenAlready,
)
from linli.voice.polls.models import NamedSheet, Poll, PollVoice, SecretSheet
from linli.voice.polls.queries import phase, poll_for, questions_of
from linli.voice.polls.rules import check_answers


@transaction.atomic
def answer_poll(poll_id: int, given: Mapping[str, Any], *, actor: Actor) -> None:
    """The actor's own voice, or the household's.

    Raises NotInAudience, NotOpenYet, PollClosed, SpokenAlready and what `check_answers` raises.
    """
    poll = poll_for(actor, poll_id)
    invited = invited_person(poll, actor.person_id)
    if invited is None:
        raise NotInAudience(who=words_of_audience(poll))
    _take(poll, invited, given, actor=actor, way=Way.PHONE, confirmation="")


@transaction.atomic
def answer_for(
    poll_id: int, person_id: int, given: Mapping[str, Any], *, actor: Actor, confirmation: str
) -> None:
    """The desk or a captain takes somebody's voice; how the person confirmed it is kept.

    Raises NotAllowed, ConfirmationMissing and what `answer_poll` raises.
    """
    poll = poll_for(actor, poll_id)
    invited = invited_person(poll, person_id)
    if not may_help(actor, invited.building_id if invited else None):
        raise NotAllowed
    if invited is None:
        raise NotInAudience(who=words_of_audience(poll))
    words = confirmation.strip()[:80]
    if not words:
        raise ConfirmationMissing(field="confirmation")
    at_door = Role.BUILDING_CAPTAIN in actor.roles
    _take(poll, invited, given, actor=actor, way=Way.CAPTAIN if at_door else Way.DESK,
          confirmation=words)  # fmt: skip


def words_of_audience(poll: Poll) -> str:
    """Who is asked, in words."""
    place = poll.place.name if poll.audience != Audience.ESTATE and poll.place else _("全小区")
    who = _("租住的人") if poll.tenants_only else _("住的人")
    return (
        f"{place}{who}"
        if poll.voice == Voice.HOUSEHOLD
        else _("%(who)s（满 18 岁）") % {"who": f"{place}{who}"}
    )


def _take(
    poll: Poll,
    invited: Invited,
    given: Mapping[str, Any],
    *,
    actor: Actor,
    way: Way,
    confirmation: str,
) -> None:
    _require_open(poll)
    if has_spoken(poll, invited):
        raise SpokenAlready(unit=_unit(poll))
    answers = check_answers(questions_of(poll), given)
    try:
        with transaction.atomic():
            voice = PollVoice.objects.create(
                poll=poll, voice=poll.voice, household_id=invited.household_id,
                person_id=invited.person_id, way=way.value, day=today(),
                taken_by_id=None if way == Way.PHONE else actor.user_id, confirmation=confirmation,
            )  # fmt: skip
    except IntegrityError as error:
        raise SpokenAlready(unit=_unit(poll)) from error
    _keep(poll, voice, answers)
    # the trail says that a voice came, never what it said
    record("poll.spoken", "poll", poll.pk, actor=actor, way=way.value)


def _require_open(poll: Poll) -> None:
    # the count waits for whoever is speaking: a voice and its poll's end never overtake each other
    Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    poll.refresh_from_db(fields=["state"])
    stands = phase(poll)
    if stands == Phase.OVER or poll.state in (PollState.COUNTED, PollState.ARCHIVED):
        raise PollClosed
    if poll.state != PollState.APPROVED:
        raise NotNow
    if stands == Phase.COMING:
        raise NotOpenYet(when=f"{poll.opens_at.astimezone(SHANGHAI):%m-%d %H:%M} ")


def _unit(poll: Poll) -> str:
    return _("户") if poll.voice == Voice.HOUSEHOLD else _("人")


def _keep(poll: Poll, voice: PollVoice, answers: Any) -> None:
    if not poll.is_anonymous:
        NamedSheet.objects.create(voice=voice, poll=poll, answers=answers)
        return
    lock_sheets(poll)
    SecretSheet.objects.create(poll=poll, answers=answers)
    mix_sheets(poll)
