"""Meetings: the agenda in time, who came, what was decided, and nothing that was not announced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.events.api import publish
from linli.voice.committee import errors
from linli.voice.committee.closing import settle_duty
from linli.voice.committee.data import (
    BodyKind,
    Choice,
    DutyCode,
    MeetingKind,
    MeetingState,
    Position,
)
from linli.voice.committee.events import MeetingCalled
from linli.voice.committee.models import (
    BodySeat,
    Meeting,
    MeetingAttendance,
    MeetingDecision,
    MeetingItem,
    MemberVote,
    ResidentsRepresentative,
)
from linli.voice.committee.queries import (
    entitled_count,
    may_run,
    meeting_for,
    representatives_on,
    seats_of,
    term_for,
)
from linli.voice.committee.rules import earliest_day, has_quorum, is_adopted, rule_of

MOST_ITEMS = 30


@transaction.atomic
def write_meeting(
    *,
    actor: Actor,
    term_id: int,
    title: str,
    place_words: str,
    starts_at: datetime,
    kind: str = MeetingKind.COMMITTEE.value,
    meeting_id: int | None = None,
) -> Meeting:
    """Prepare a meeting, or change one that is not called yet.

    Raises NotFound, NotAllowed, Invalid for a kind that this body does not call.
    """
    term = term_for(actor, term_id)
    account_id = _require_run(actor, term.kind)
    if kind != MeetingKind.COMMITTEE and term.kind != BodyKind.RESIDENTS:
        raise Invalid(translatable("居民会议和代表会议由居委会召集。请换一种。"), field="kind")
    rule = rule_of(kind, term.kind)
    meeting = (
        _lock(meeting_id, actor, MeetingState.DRAFT)
        if meeting_id
        else Meeting(called_by_id=account_id, created_at=now())
    )
    meeting.term, meeting.kind = term, MeetingKind(kind).value
    meeting.title, meeting.place_words = title.strip()[:80], place_words.strip()[:80]
    meeting.starts_at, meeting.notice_days = starts_at, rule.notice_days
    meeting.meets_on = starts_at.astimezone(SHANGHAI).date()
    meeting.save()
    record("committee.meeting_written", "committee_meeting", meeting.pk, actor=actor)
    return meeting


def _require_run(actor: Actor, kind: str) -> int:
    """The account of whoever runs this body's meetings. Raises NotAllowed."""
    if actor.user_id is None or not may_run(actor, kind):
        raise NotAllowed
    return actor.user_id


def _lock(meeting_id: int, actor: Actor, *states: MeetingState) -> Meeting:
    """The meeting, locked, for who runs it. Raises NotFound, NotAllowed, MeetingNotNow."""
    meeting_for(actor, meeting_id)
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("term__body")
    meeting: Meeting = rows.get(pk=meeting_id)
    _require_run(actor, meeting.term.kind)
    if states and meeting.state not in states:
        raise errors.MeetingNotNow
    return meeting


@transaction.atomic
def add_item(
    meeting_id: int, *, actor: Actor, title: str, text: str = "", needs_decision: bool = True
) -> MeetingItem:
    """One more item. Raises AgendaFrozen once the agenda hangs."""
    meeting = _lock(meeting_id, actor)
    if meeting.state != MeetingState.DRAFT:
        raise errors.AgendaFrozen
    if not title.strip():
        raise Invalid(translatable("请写议题。"), field="title")
    last = meeting.items.order_by("-position").first()
    position = last.position + 1 if last else 1
    if position > MOST_ITEMS:
        raise Invalid(translatable("一次会最多 30 个议题。请分两次开。"), field="title")
    item: MeetingItem = MeetingItem.objects.create(
        meeting=meeting, position=position, title=title.strip()[:120], text=text.strip(),
        needs_decision=needs_decision,
    )  # fmt: skip
    return item


@transaction.atomic
def drop_item(item_id: int, *, actor: Actor) -> None:
    """Off the agenda again, while it is not posted."""
    item = _item(item_id)
    if _lock(item.meeting_id, actor).state != MeetingState.DRAFT:
        raise errors.AgendaFrozen
    item.delete()


def _item(item_id: int) -> MeetingItem:
    item: MeetingItem | None = MeetingItem.objects.filter(pk=item_id).first()
    if item is None:
        raise NotFound
    return item


@transaction.atomic
def post_agenda(meeting_id: int, *, actor: Actor) -> Meeting:
    """The agenda hangs from now on, for everybody, and stays as it is (OWN-13, RC-03).

    Raises AgendaLate (naming the earliest day), AgendaEmpty, MeetingNotNow.
    """
    meeting = _lock(meeting_id, actor, MeetingState.DRAFT)
    if not meeting.items.exists():
        raise errors.AgendaEmpty
    rule = rule_of(meeting.kind, meeting.term.kind)
    earliest = earliest_day(rule, today())
    if meeting.meets_on < earliest:
        raise errors.AgendaLate(field="starts_at", days=rule.notice_days, earliest=str(earliest))
    meeting.posted_on, meeting.posted_at = today(), now()
    meeting.state = MeetingState.CALLED.value
    meeting.save()
    record("committee.agenda_posted", "committee_meeting", meeting.pk, actor=actor)
    publish(MeetingCalled(meeting.pk, str(meeting.meets_on)))
    return meeting


@transaction.atomic
def cancel_meeting(meeting_id: int, *, actor: Actor) -> Meeting:
    """It does not take place: no quorum, or something came between."""
    meeting = _lock(meeting_id, actor, MeetingState.DRAFT, MeetingState.CALLED)
    meeting.state = MeetingState.CANCELLED.value
    meeting.save(update_fields=["state"])
    record("committee.meeting_cancelled", "committee_meeting", meeting.pk, actor=actor)
    return meeting


def _lock_running(meeting_id: int, actor: Actor) -> Meeting:
    meeting = _lock(meeting_id, actor, MeetingState.CALLED)
    if meeting.meets_on > today():
        raise errors.MeetingNotYet
    return meeting


@transaction.atomic
def record_attendance(
    meeting_id: int,
    *,
    actor: Actor,
    seat_ids: Sequence[int] = (),
    representative_ids: Sequence[int] = (),
    proxies: Sequence[int] = (),
) -> int:
    """Who is there, in person; saying it twice counts once. The number of those present.

    `proxies`: members for whom somebody else came: always refused (OWN-13). Raises ProxyRefused,
    MeetingNotYet, NotFound for somebody who does not belong.
    """
    if proxies:
        raise errors.ProxyRefused
    meeting = _lock_running(meeting_id, actor)
    if meeting.kind == MeetingKind.COMMITTEE:
        _attend(meeting, "seat_id", seat_ids, {seat.pk for seat in seats_of(meeting.term)})
    else:
        own = set(representatives_on(meeting.meets_on).values_list("pk", flat=True))
        _attend(meeting, "representative_id", representative_ids, own)
    present = meeting.attendances.count()
    record("committee.attendance", "committee_meeting", meeting.pk, actor=actor, present=present)
    return present


def _attend(meeting: Meeting, field: str, ids: Sequence[int], own: set[int]) -> None:
    if not set(ids) <= own:
        raise NotFound
    known = set(meeting.attendances.values_list(field, flat=True))
    rows = [
        MeetingAttendance(meeting=meeting, at=now(), **{field: pk})
        for pk in sorted(set(ids) - known)
    ]
    MeetingAttendance.objects.bulk_create(rows)


@transaction.atomic
def vote_on_item(
    meeting_id: int, item_id: int, *, actor: Actor, seat_id: int, choice: str,
    proxy_for: int | None = None,
) -> MemberVote:  # fmt: skip
    """A member's word on an item of this meeting's agenda, once, in person.

    Raises ProxyRefused, OffAgenda, NotAtMeeting, VotedAlready, MeetingNotNow.
    """
    if proxy_for is not None:
        raise errors.ProxyRefused
    meeting = _lock_running(meeting_id, actor)
    item = meeting.items.filter(pk=item_id, needs_decision=True).first()
    if item is None:
        raise errors.OffAgenda
    if choice not in set(Choice):
        raise Invalid(translatable("请选赞成、反对或弃权。"), field="choice")
    if not meeting.attendances.filter(seat=seat_id).exists():
        raise errors.NotAtMeeting
    try:
        with transaction.atomic():
            vote: MemberVote = MemberVote.objects.create(
                item=item, seat_id=seat_id, choice=choice, at=now()
            )
    except IntegrityError as error:
        raise errors.VotedAlready from error
    record("committee.voted", "committee_agenda_item", item.pk, actor=actor, seat=seat_id)
    return vote


@transaction.atomic
def decide_item(
    meeting_id: int, item_id: int, *, actor: Actor, yes: int, no: int, abstain: int,
    present: int | None = None,
) -> MeetingDecision:  # fmt: skip
    """What a meeting of representatives or of all residents decided, counted by hand.

    `present` is counted at the door of a residents' meeting; representatives signed in one by one.
    Raises OffAgenda, NoQuorum, CountWrong, DecidedAlready.
    """
    meeting = _lock_running(meeting_id, actor)
    if meeting.kind == MeetingKind.COMMITTEE:
        raise errors.MeetingNotNow
    here = meeting.attendances.count()
    if meeting.kind == MeetingKind.RESIDENTS:
        here = present or 0
        meeting.present = max(here, meeting.present or 0)
        meeting.save(update_fields=["present"])
    item = meeting.items.filter(pk=item_id, needs_decision=True).first()
    if item is None:
        raise errors.OffAgenda
    return _decide(meeting, item, yes, no, abstain, here, actor)


def _decide(
    meeting: Meeting, item: MeetingItem, yes: int, no: int, abstain: int, present: int, actor: Actor
) -> MeetingDecision:
    rule, entitled = rule_of(meeting.kind, meeting.term.kind), entitled_count(meeting)
    if min(yes, no, abstain) < 0 or yes + no + abstain > present or present > entitled:
        raise errors.CountWrong(field="yes")
    if not has_quorum(rule, present, entitled):
        raise errors.NoQuorum(present=present, entitled=entitled)
    try:
        with transaction.atomic():
            decision: MeetingDecision = MeetingDecision.objects.create(
                item=item, yes=yes, no=no, abstain=abstain, present=present, entitled=entitled,
                of_all=rule.of_all, is_adopted=is_adopted(rule, yes, present, entitled),
                decided_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise errors.DecidedAlready from error
    record("committee.decided", "committee_agenda_item", item.pk, actor=actor,
           adopted=decision.is_adopted)  # fmt: skip
    return decision


@transaction.atomic
def close_meeting(meeting_id: int, *, actor: Actor, chair_id: int | None = None) -> Meeting:
    """The meeting is over: members' votes become decisions, the duty that asked for it ends.

    A member who was there and said nothing abstained. Raises NoQuorum, Undecided, MeetingNotNow.
    """
    meeting = _lock_running(meeting_id, actor)
    rule, entitled = rule_of(meeting.kind, meeting.term.kind), entitled_count(meeting)
    present = meeting.attendances.count()
    if meeting.kind == MeetingKind.RESIDENTS:
        present = meeting.present or 0
    if not has_quorum(rule, present, entitled):
        raise errors.NoQuorum(present=present, entitled=entitled)
    if meeting.kind == MeetingKind.COMMITTEE:
        _count_votes(meeting, present, actor)
    elif meeting.items.filter(needs_decision=True, decision__isnull=True).exists():
        raise errors.Undecided
    meeting.state, meeting.entitled, meeting.present = MeetingState.HELD.value, entitled, present
    meeting.chair = _chair_of(meeting, chair_id)
    meeting.save()
    record("committee.meeting_held", "committee_meeting", meeting.pk, actor=actor, present=present)
    _settle(meeting, actor)
    return meeting


def _count_votes(meeting: Meeting, present: int, actor: Actor) -> None:
    for item in meeting.items.filter(needs_decision=True).order_by("position"):
        choices = list(item.votes.values_list("choice", flat=True))
        yes, no = choices.count(Choice.YES.value), choices.count(Choice.NO.value)
        _decide(meeting, item, yes, no, present - yes - no, present, actor)


def _chair_of(meeting: Meeting, chair_id: int | None) -> BodySeat | None:
    seats = seats_of(meeting.term)
    if chair_id is not None:
        found = next((seat for seat in seats if seat.pk == chair_id), None)
        if found is None:
            raise NotFound(field="chair")
        return found
    return next((seat for seat in seats if seat.position == Position.CHAIR), None)


def _settle(meeting: Meeting, actor: Actor) -> None:
    source = f"meeting:{meeting.pk}"
    if meeting.kind == MeetingKind.COMMITTEE:
        settle_duty(meeting.term, DutyCode.FIRST_MEETING, source, actor=actor)
    if meeting.kind == MeetingKind.REPRESENTATIVES:
        settle_duty(meeting.term, DutyCode.REPS_MEETING, source, actor=actor)


def attendance_of(meeting: Meeting) -> dict[str, Any]:
    """Who may come, and who of them is there, for the page."""
    if meeting.kind == MeetingKind.COMMITTEE:
        there = set(meeting.attendances.values_list("seat", flat=True))
        return {"seats": seats_of(meeting.term), "there": there}
    there = set(meeting.attendances.values_list("representative", flat=True))
    people: list[ResidentsRepresentative] = []
    if meeting.kind == MeetingKind.REPRESENTATIVES:
        people = list(representatives_on(meeting.meets_on))
    return {"representatives": people, "there": there}
