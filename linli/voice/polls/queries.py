"""Reads of polls and consultations."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, is_staff, may
from linli.estate.places.api import Home
from linli.voice.polls.audiences import count_invited, invited_person
from linli.voice.polls.data import (
    Answers,
    Option,
    Phase,
    PollState,
    Question,
    QuestionKind,
    QuestionResult,
    Result,
    TalkState,
)
from linli.voice.polls.models import NamedSheet, Poll, PollResult, SecretSheet, Talk
from linli.voice.polls.rules import count_sheets, phase_of

SHOWN = (PollState.APPROVED, PollState.COUNTED, PollState.ARCHIVED)


def polls_for(actor: Actor) -> QuerySet[Poll]:
    """Polls that the actor may look at: staff all that were let out, authors of polls all,
    residents those that ask where they live."""
    rows: QuerySet[Poll] = Poll.objects.select_related("place", "author", "approved_by")
    if may(actor, Permission.RUN_POLLS):
        return rows
    rows = rows.filter(state__in=[s.value for s in SHOWN])
    if is_staff(actor):
        return rows
    if not actor.home_ids:
        return rows.none()
    homes = Home.objects.filter(pk__in=actor.home_ids).values_list("place__grid", "place__building")
    places = {place for pair in homes for place in pair if place}
    return rows.filter(Q(audience="estate") | Q(place__in=places))


def poll_for(actor: Actor, poll_id: int) -> Poll:
    """Raises NotFound."""
    poll = polls_for(actor).filter(pk=poll_id).first()
    if poll is None:
        raise NotFound
    return poll


def open_polls_for(actor: Actor) -> list[Poll]:
    """Polls that wait for this person's voice or the household's."""
    from linli.voice.polls.audiences import has_spoken

    moment = now()
    rows = polls_for(actor).filter(
        state=PollState.APPROVED.value, opens_at__lte=moment, closes_at__gt=moment
    )
    found = []
    for poll in rows.order_by("closes_at"):
        invited = invited_person(poll, actor.person_id)
        if invited is not None and not has_spoken(poll, invited):
            found.append(poll)
    return found


def questions_of(poll: Poll) -> tuple[Question, ...]:
    rows = poll.questions.prefetch_related("options").order_by("position")
    return tuple(
        Question(
            row.pk, QuestionKind(row.kind), row.text,
            tuple(Option(o.pk, o.text) for o in sorted(row.options.all(), key=_position)),
            row.most, row.required,
        )
        for row in rows
    )  # fmt: skip


def _position(row: object) -> int:
    position: int = row.position  # type: ignore[attr-defined]
    return position


def phase(poll: Poll) -> Phase:
    return phase_of(poll.opens_at, poll.closes_at, now())


def result_of(poll: Poll) -> Result | None:
    """What everybody may see: frozen once counted; before the end only where that was declared."""
    kept = PollResult.objects.filter(poll=poll).first()
    if kept is not None:
        return _thaw(kept.figures)
    if poll.results_live and poll.state == PollState.APPROVED and phase(poll) != Phase.COMING:
        return count_poll(poll)
    return None


def count_poll(poll: Poll) -> Result:
    """The counts now. Of an anonymous poll only sheets that were mixed count, in batches, so that
    nobody can watch a single voice arrive."""
    voices = poll.voices.count()
    sheets: Iterable[Answers]
    if poll.is_anonymous:
        sheets = list(
            SecretSheet.objects.filter(poll=poll, is_mixed=True).values_list("answers", flat=True)
        )
        hidden = voices - len(sheets)
    else:
        sheets = NamedSheet.objects.filter(poll=poll).values_list("answers", flat=True)
        hidden = 0
    return Result(count_invited(poll), voices, count_sheets(questions_of(poll), sheets), hidden)


def _thaw(figures: dict[str, object]) -> Result:
    questions = tuple(
        QuestionResult(
            q["id"], q["kind"], q["text"], q["answered"],
            tuple((text, count) for text, count in q["counts"]), tuple(q["words"]),
        )
        for q in figures["questions"]  # type: ignore[attr-defined]
    )  # fmt: skip
    invited, voices = figures["invited"], figures["voices"]
    return Result(invited, voices, questions)  # type: ignore[arg-type]


def talks_for(actor: Actor) -> QuerySet[Talk]:
    """Consultations: organisers all; residents and staff the posted ones and those they are
    invited to."""
    rows: QuerySet[Talk] = Talk.objects.select_related("author", "scan")
    if may(actor, Permission.RUN_POLLS):
        return rows
    if not is_staff(actor) and not actor.household_ids:
        return rows.none()
    own = Q(guests__person=actor.person_id) if actor.person_id else Q(pk__in=[])
    bodies = Q(guests__organisation__in=actor.organisation_ids)
    return rows.filter(Q(state=TalkState.POSTED.value) | own | bodies).distinct()


def talk_for(actor: Actor, talk_id: int) -> Talk:
    """Raises NotFound."""
    talk = talks_for(actor).filter(pk=talk_id).first()
    if talk is None:
        raise NotFound
    return talk


def may_read_minutes(actor: Actor, talk: Talk) -> bool:
    """Minutes name people: organisers and those who were invited read them, all others the
    result."""
    if may(actor, Permission.RUN_POLLS):
        return True
    own = Q(person=actor.person_id) if actor.person_id else Q(pk__in=[])
    return bool(talk.guests.filter(own | Q(organisation__in=actor.organisation_ids)).exists())
