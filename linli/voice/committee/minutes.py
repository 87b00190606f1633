"""MeetingMinutes: written, signed by the chair and another, posted and sealed (OWN-09, RC-04)."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connection, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.events.api import publish
from linli.base.files.api import StoredFile
from linli.voice.committee import errors
from linli.voice.committee.data import MeetingKind, MeetingState, MinutesState
from linli.voice.committee.events import MinutesPosted
from linli.voice.committee.models import (
    BodySeat,
    Meeting,
    MeetingDecision,
    MeetingMinutes,
    SealedMinutes,
)
from linli.voice.committee.queries import is_own_seat, may_run, meeting_for, seats_of
from linli.voice.committee.rules import minutes_seal


@transaction.atomic
def write_minutes(
    meeting_id: int, *, actor: Actor, text: str, scan_id: int | None = None
) -> MeetingMinutes:
    """Write the minutes of a meeting that was held, or change them while nobody has signed.

    Raises MinutesNotNow, NotAllowed, NotFound.
    """
    meeting = _held(meeting_id, actor)
    if not may_run(actor, meeting.term.kind) or actor.user_id is None:
        raise NotAllowed
    if not text.strip():
        raise Invalid(translatable("请写会议记录。"), field="text")
    minutes = MeetingMinutes.objects.select_for_update().filter(meeting=meeting.pk).first()
    if minutes is not None and (minutes.state != MinutesState.DRAFT or minutes.chair_seat_id):
        raise errors.MinutesNotNow
    minutes = minutes or MeetingMinutes(meeting=meeting)
    minutes.text, minutes.written_by_id = text.strip(), actor.user_id
    own = StoredFile.objects.filter(pk=scan_id or 0, uploaded_by_id=actor.user_id).first()
    minutes.scan = own or minutes.scan
    minutes.save()
    record("committee.minutes_written", "committee_meeting", meeting.pk, actor=actor)
    kept: MeetingMinutes = minutes
    return kept


def _held(meeting_id: int, actor: Actor) -> Meeting:
    meeting = meeting_for(actor, meeting_id)
    if meeting.state != MeetingState.HELD:
        raise errors.MinutesNotNow
    return meeting


@transaction.atomic
def sign_minutes(meeting_id: int, *, actor: Actor, seat_id: int) -> MeetingMinutes:
    """The chair signs, and somebody else who was there. By the own account, or, where the
    signatures stand on paper, by who runs the meeting with the scan of it.

    Raises SecondSignature, MinutesNotNow, NotAllowed, NotFound.
    """
    meeting = _held(meeting_id, actor)
    minutes: MeetingMinutes | None = (
        MeetingMinutes.objects.select_for_update().filter(meeting=meeting.pk).first()
    )
    if minutes is None or minutes.state != MinutesState.DRAFT:
        raise errors.MinutesNotNow
    seat = _seat_of(meeting, seat_id)
    on_paper = minutes.scan_id is not None and may_run(actor, meeting.term.kind)
    if not (is_own_seat(actor, seat) or on_paper):
        raise NotAllowed
    if seat.pk == meeting.chair_id:
        minutes.chair_seat = seat
    elif minutes.other_seat_id in (None, seat.pk):
        minutes.other_seat = seat
    else:
        raise errors.SecondSignature
    if minutes.chair_seat_id and minutes.other_seat_id:
        minutes.state, minutes.signed_at = MinutesState.SIGNED.value, now()
    minutes.save()
    record("committee.minutes_signed", "committee_meeting", meeting.pk, actor=actor, seat=seat.pk)
    return minutes


def _seat_of(meeting: Meeting, seat_id: int) -> BodySeat:
    """A seat that may sign: of somebody who was there, or, in meetings of others, any of the
    body that called it."""
    seat = next((s for s in seats_of(meeting.term, past=True) if s.pk == seat_id), None)
    if seat is None:
        raise NotFound(field="seat")
    was_there = meeting.attendances.filter(seat=seat.pk).exists()
    if meeting.kind == MeetingKind.COMMITTEE and not was_there:
        raise errors.NotAtMeeting
    return seat


@transaction.atomic
def post_minutes(meeting_id: int, *, actor: Actor) -> SealedMinutes:
    """The decisions and minutes hang for everybody, sealed. Pressing twice posts once.

    Raises MinutesNotNow, NotAllowed, NotFound.
    """
    meeting = _held(meeting_id, actor)
    if not may_run(actor, meeting.term.kind):
        raise NotAllowed
    minutes: MeetingMinutes | None = (
        MeetingMinutes.objects.select_for_update().filter(meeting=meeting.pk).first()
    )
    if minutes is None or minutes.state == MinutesState.DRAFT:
        raise errors.MinutesNotNow
    known: SealedMinutes | None = SealedMinutes.objects.filter(meeting=meeting.pk).first()
    if known is not None:
        return known
    sealed = _seal(meeting, minutes)
    minutes.state, minutes.posted_at = MinutesState.POSTED.value, now()
    minutes.save(update_fields=["state", "posted_at"])
    record("committee.minutes_posted", "committee_meeting", meeting.pk, actor=actor,
           seal=sealed.seal.hex())  # fmt: skip
    publish(MinutesPosted(meeting.pk))
    return sealed


def _seal(meeting: Meeting, minutes: MeetingMinutes) -> SealedMinutes:
    with connection.cursor() as cursor:  # one chain an estate
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('committee_minutes', %s))",
            [meeting.estate_id],
        )
    last: SealedMinutes | None = SealedMinutes.objects.order_by("-serial").first()
    content = content_of(meeting, minutes)
    sealed: SealedMinutes = SealedMinutes.objects.create(
        meeting=meeting, serial=last.serial + 1 if last else 1, content=content, sealed_at=now(),
        seal=minutes_seal(bytes(last.seal) if last else b"", content),
    )  # fmt: skip
    return sealed


def content_of(meeting: Meeting, minutes: MeetingMinutes) -> dict[str, Any]:
    """What the seal covers: ids, counts and the digest of the text, no names."""
    decisions = MeetingDecision.objects.filter(item__meeting=meeting.pk).order_by("item__position")
    return {
        "meeting": meeting.pk,
        "meets_on": str(meeting.meets_on),
        "entitled": meeting.entitled,
        "present": meeting.present,
        "decisions": [[d.item_id, d.yes, d.no, d.abstain, d.is_adopted] for d in decisions],
        "text": hashlib.sha256(minutes.text.encode()).hexdigest(),
        "scan": bytes(minutes.scan.sha256).hex() if minutes.scan else "",
        "signed": [minutes.chair_seat_id, minutes.other_seat_id],
    }


def is_whole(meeting: Meeting) -> bool:
    """Whether posted minutes, decisions and their place in the chain are as they were sealed."""
    sealed: SealedMinutes | None = SealedMinutes.objects.filter(meeting=meeting.pk).first()
    minutes: MeetingMinutes | None = MeetingMinutes.objects.filter(meeting=meeting.pk).first()
    if sealed is None or minutes is None:
        return False
    before = SealedMinutes.objects.filter(serial=sealed.serial - 1).first()
    content = content_of(meeting, minutes)
    return minutes_seal(bytes(before.seal) if before else b"", content) == bytes(sealed.seal)
