"""Bodies, meetings and elections of the furnished estate."""

from __future__ import annotations

from datetime import timedelta
from typing import Any


def furnish_committee(cast: Any) -> dict[Any, Any]:
    from linli.base.calendars.api import today
    from linli.voice.committee.api import (
        BodyKind,
        LawfulDuty,
        close_duty,
        close_meeting,
        open_appraisal,
        record_attendance,
        ring_duties,
    )
    from linli.voice.committee.testing import (
        make_called,
        make_members,
        make_proof,
        make_term,
    )

    secretary = cast.actor("secretary")
    term = make_term(cast, starts_on=today() - timedelta(days=1))
    seats = make_members(cast, term, names=())
    residents = make_term(cast, BodyKind.RESIDENTS)
    appraisal = open_appraisal(
        residents.pk, actor=secretary, opens_on=today(), closes_on=today() + timedelta(days=14)
    )
    ring_duties()
    duty = LawfulDuty.objects.get(code="filing")
    close_duty(duty.pk, actor=secretary, proof_id=make_proof(cast, "secretary"))
    chair, meeting = cast.actor("owners_chair"), make_called(cast, term)
    record_attendance(meeting.pk, actor=chair, seat_ids=[seat.pk for seat in seats])
    close_meeting(meeting.pk, actor=chair)
    ids = {
        "body_id": term.body_id, "term_id": residents.pk, "seat_id": seats[1].pk,
        "duty_id": duty.pk, "meeting_id": meeting.pk, "appraisal_id": appraisal.pk,
    }  # fmt: skip
    return {
        (f"{space}:{page}", key): value
        for space, pages in (("committee", _PAGES), ("committees", ("body", "meeting")))
        for page in pages
        for key, value in ids.items()
    }


_PAGES = (
    "body", "new_term", "new_meeting", "new_seat", "new_appraisal", "position", "leave", "duty",
    "proof", "meeting", "act", "minutes", "appraisal",
)  # fmt: skip
