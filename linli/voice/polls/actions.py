"""Writing a poll, letting it out, saying what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.events.api import publish
from linli.estate.organisations.api import Permission, require
from linli.estate.places.api import Place
from linli.voice.polls.counting import freeze_result
from linli.voice.polls.data import Audience, Phase, PollDraft, PollState, QuestionKind, Voice
from linli.voice.polls.errors import AudienceWrong, NotNow, OutcomeMissing, OwnPoll, TimesWrong
from linli.voice.polls.events import PollArchived, PollOpened
from linli.voice.polls.models import Poll, PollOption, PollQuestion
from linli.voice.polls.queries import phase, poll_for
from linli.voice.polls.rules import check_questions

DRAFT, WAITING = PollState.DRAFT.value, PollState.WAITING.value
APPROVED, COUNTED = PollState.APPROVED.value, PollState.COUNTED.value
LONGEST = timedelta(days=180)


@transaction.atomic
def write_poll(draft: PollDraft, *, actor: Actor, poll_id: int | None = None) -> Poll:
    """Write a draft, or change one's own. Raises TimesWrong, AudienceWrong, QuestionsWrong."""
    require(actor, Permission.RUN_POLLS)
    if actor.user_id is None:
        raise NotAllowed
    _check(draft)
    if poll_id is None:
        poll = Poll(author_id=actor.user_id, created_at=now())
    else:
        poll = _lock(poll_id, actor, DRAFT)
        if poll.author_id != actor.user_id:
            raise NotAllowed
    fields = ("title", "intro", "audience", "place_id", "voice", "tenants_only", "is_anonymous",
              "results_live", "opens_at", "closes_at")  # fmt: skip
    for name in fields:
        setattr(poll, name, getattr(draft, name))
    poll.returned_reason = ""
    poll.save()
    _write_questions(poll, draft)
    record("poll.written", "poll", poll.pk, actor=actor, audience=poll.audience)
    return poll


def _check(draft: PollDraft) -> None:
    if not draft.title.strip():
        raise Invalid(translatable("请写标题。"), field="title")
    opens_at: Any = draft.opens_at
    closes_at: Any = draft.closes_at
    if not opens_at or not closes_at or closes_at <= opens_at or closes_at <= now():
        raise TimesWrong(field="closes_at")
    if closes_at - opens_at > LONGEST:
        raise Invalid(translatable("一次最多开 180 天。请把截止提前。"), field="closes_at")
    if draft.audience not in set(Audience) or draft.voice not in set(Voice):
        raise AudienceWrong(field="audience")
    kind = draft.audience if draft.audience != Audience.ESTATE else None
    if kind is None and draft.place_id is not None:
        raise AudienceWrong(field="audience")
    if kind and not Place.objects.filter(pk=draft.place_id, kind=kind).exists():
        raise AudienceWrong(field="audience")
    check_questions(draft.questions)


def _write_questions(poll: Poll, draft: PollDraft) -> None:
    PollOption.objects.filter(question__poll=poll).delete()
    PollQuestion.objects.filter(poll=poll).delete()
    for n, one in enumerate(draft.questions, 1):
        most = one.most if one.kind == QuestionKind.MULTIPLE else 1
        question = PollQuestion.objects.create(
            poll=poll, position=n, kind=one.kind, text=one.text.strip()[:200], most=most,
            required=one.required,
        )  # fmt: skip
        if one.kind != QuestionKind.WORDS:
            PollOption.objects.bulk_create(
                PollOption(question=question, position=m, text=text.strip()[:80])
                for m, text in enumerate(one.options, 1)
            )


def _lock(poll_id: int, actor: Actor, *states: str) -> Poll:
    """The poll, locked, in one of these states. Raises NotFound, NotNow."""
    poll_for(actor, poll_id)
    poll: Poll | None = Poll.objects.select_for_update().filter(pk=poll_id).first()
    if poll is None:
        raise NotFound
    if states and poll.state not in states:
        raise NotNow
    return poll


@transaction.atomic
def submit_poll(poll_id: int, *, actor: Actor) -> Poll:
    """The author is done: estate-wide it waits for another, otherwise it is let out."""
    require(actor, Permission.RUN_POLLS)
    poll = _lock(poll_id, actor, DRAFT)
    if poll.author_id != actor.user_id:
        raise NotAllowed
    if poll.audience == Audience.ESTATE:
        poll.state = WAITING
        poll.save()
        record("poll.submitted", "poll", poll.pk, actor=actor)
        return poll
    return _let_out(poll, actor)


@transaction.atomic
def approve_poll(poll_id: int, *, actor: Actor) -> Poll:
    """Somebody else lets it out. Pressing twice changes nothing. Raises OwnPoll, NotNow."""
    require(actor, Permission.RUN_POLLS)
    poll = _lock(poll_id, actor)
    if poll.approved_by_id == actor.user_id and poll.state == APPROVED:
        return poll
    if poll.state != WAITING:
        raise NotNow
    if poll.author_id == actor.user_id:
        raise OwnPoll
    return _let_out(poll, actor)


def _let_out(poll: Poll, actor: Actor) -> Poll:
    if poll.closes_at <= now():
        raise TimesWrong(field="closes_at")
    poll.state, poll.approved_by_id, poll.approved_at = APPROVED, actor.user_id, now()
    poll.save()
    record("poll.approved", "poll", poll.pk, actor=actor)
    publish(PollOpened(poll.pk))
    return poll


@transaction.atomic
def return_poll(poll_id: int, *, actor: Actor, reason: str) -> Poll:
    """Not like this: back to the author, with the reason."""
    require(actor, Permission.RUN_POLLS)
    if not reason.strip():
        raise Invalid(translatable("请写明哪里要改。"), field="reason")
    poll = _lock(poll_id, actor, WAITING)
    poll.state, poll.returned_reason = DRAFT, reason.strip()[:200]
    poll.save()
    record("poll.returned", "poll", poll.pk, actor=actor)
    return poll


@transaction.atomic
def withdraw_poll(poll_id: int, *, actor: Actor) -> Poll:
    """Take it back before anybody spoke; afterwards it runs to its end. Raises NotNow."""
    require(actor, Permission.RUN_POLLS)
    poll = _lock(poll_id, actor, DRAFT, WAITING, APPROVED)
    if poll.voices.exists():
        raise NotNow
    poll.state = PollState.WITHDRAWN.value
    poll.save()
    record("poll.withdrawn", "poll", poll.pk, actor=actor)
    return poll


@transaction.atomic
def count_closed_poll(poll_id: int, *, actor: Actor) -> Poll:
    """The poll is over: what was said is mixed, counted and frozen. Again: no change."""
    poll: Poll | None = Poll.objects.select_for_update().filter(pk=poll_id).first()
    if poll is None:
        raise NotFound
    if poll.state in (COUNTED, PollState.ARCHIVED):
        return poll
    if poll.state != APPROVED or phase(poll) != Phase.OVER:
        raise NotNow
    freeze_result(poll)
    poll.state = COUNTED
    poll.save(update_fields=["state"])
    record("poll.counted", "poll", poll.pk, actor=actor)
    return poll


@transaction.atomic
def archive_poll(poll_id: int, *, actor: Actor, outcome: str) -> Poll:
    """Say what became of it; only then it is done with. Raises OutcomeMissing, NotNow."""
    require(actor, Permission.RUN_POLLS)
    if not outcome.strip():
        raise OutcomeMissing(field="outcome")
    if len(outcome) > 1000:
        raise Invalid(translatable("最多 1000 个字。请写短些。"), field="outcome")
    poll = _lock(poll_id, actor, COUNTED)
    poll.state, poll.outcome = PollState.ARCHIVED.value, outcome.strip()
    poll.outcome_by_id, poll.outcome_at = actor.user_id, now()
    poll.save()
    record("poll.archived", "poll", poll.pk, actor=actor)
    publish(PollArchived(poll.pk))
    return poll
