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
    return _elections(cast) | {
        (f"{space}:{page}", key): value
        for space, pages in (("committee", _PAGES), ("committees", ("body", "meeting")))
        for page in pages
        for key, value in ids.items()
    }


_PAGES = (
    "body", "new_term", "new_meeting", "new_seat", "new_appraisal", "position", "leave", "duty",
    "proof", "meeting", "act", "minutes", "appraisal",
)  # fmt: skip


def _elections(cast: Any) -> dict[Any, Any]:
    """One election in which people vote, one that waits, one that was counted."""
    from linli.base.calendars.api import clock_at, now
    from linli.voice.elections.api import count_votes, file_objection, post_roll
    from linli.voice.elections.testing import (
        make_election,
        make_neighbours,
        make_open,
        voter_of,
    )

    secretary, people = cast.actor("secretary"), make_neighbours()
    open_now = make_open(cast, people[:6])
    posted, draft = make_election(cast, people[:6]), make_election(cast, people[:6])
    post_roll(posted.pk, actor=secretary)
    objection = file_objection(posted.pk, actor=cast.actor("resident"), text="少了我儿子")
    counted = make_open(cast, people[:6])
    with clock_at(now() + timedelta(days=3)):
        count_votes(counted.pk, actor=secretary)
    of_draft = {(f"elections:{page}", "election_id"): draft.pk for page in ("act", "new_candidate")}
    of_posted = {(f"elections:{page}", "election_id"): posted.pk for page in ("object", "roll")}
    return of_draft | of_posted | {
        "election_id": open_now.pk,
        ("elections:next", "election_id"): counted.pk,
        ("public_elections:slips", "election_id"): counted.pk,
        ("elections:vote", "voter_id"): voter_of(open_now, cast.people["resident"]).pk,
        ("elections:strike", "voter_id"): voter_of(posted, people[0]).pk,
        ("elections:answer", "objection_id"): objection.pk,
    }  # fmt: skip
