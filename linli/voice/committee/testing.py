"""Builders of bodies, terms and meetings, through the actions."""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linli.base.calendars.api import SHANGHAI, clock_at, now, today
from linli.base.files.api import keep_upload
from linli.estate.testing import Cast
from linli.voice.committee.api import (
    Body,
    BodyKind,
    BodySeat,
    BodyTerm,
    Meeting,
    Position,
    add_item,
    begin_term,
    close_meeting,
    find_body,
    last_day,
    post_agenda,
    post_minutes,
    record_attendance,
    register_body,
    seat_member,
    sign_minutes,
    vote_on_item,
    write_meeting,
    write_minutes,
)

_ORGANISATION = {
    BodyKind.OWNERS: "owners",
    BodyKind.RESIDENTS: "committee",
    BodyKind.SUPERVISION: "committee",
}


def make_body(cast: Cast, kind: BodyKind = BodyKind.OWNERS) -> Body:
    known = find_body(kind.value)
    return known or register_body(
        actor=cast.actor("secretary"), kind=kind.value,
        organisation_id=cast.organisations[_ORGANISATION[kind]].pk, phone="0319-2345678",
    )  # fmt: skip


def make_term(cast: Cast, kind: BodyKind = BodyKind.OWNERS, **over: Any) -> BodyTerm:
    """The current term of five; of the owners' committee unless another kind is asked for."""
    start = over.pop("starts_on", today())
    fields: dict[str, Any] = {"seats": 5, "ends_on": last_day(start), "elected_on": start}
    body = make_body(cast, kind)
    return begin_term(body.pk, actor=cast.actor("secretary"), starts_on=start, **fields | over)


def make_proof(cast: Cast, by: str) -> int:
    """A scanned receipt that somebody has just uploaded."""
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(data, "PNG")
    return keep_upload(SimpleUploadedFile("回执.png", data.getvalue()), actor=cast.actor(by)).pk


def make_members(
    cast: Cast, term: BodyTerm, names: tuple[str, ...] = ("resident", "elder", "owner")
) -> list[BodySeat]:
    """The owners' chair and member of the cast, and three residents: all five of a term."""
    secretary = cast.actor("secretary")
    chair = seat_member(
        term.pk, actor=secretary, account_id=cast.owners_chair.pk, position=Position.CHAIR.value
    )
    seats = [chair, seat_member(term.pk, actor=secretary, account_id=cast.owners_member.pk)]
    for name in names:
        person_id = cast.people[name].pk
        seats.append(
            seat_member(term.pk, actor=secretary, person_id=person_id, declares_no_relative=True)
        )
    return seats


def make_meeting(
    cast: Cast, term: BodyTerm, *, by: str = "owners_chair", days: int = 8, **over: Any
) -> Meeting:
    """A meeting some days ahead with one item to decide, not yet called."""
    start = datetime.combine(today() + timedelta(days=days), time(10), SHANGHAI)
    fields: dict[str, Any] = {
        "title": "第一次会议", "place_words": "党群服务中心二楼", "starts_at": start,
    }  # fmt: skip
    meeting = write_meeting(actor=cast.actor(by), term_id=term.pk, **fields | over)
    add_item(meeting.pk, actor=cast.actor(by), title="修东门的灯", text="三家报价，最低 900 元。")
    return meeting


def make_called(cast: Cast, term: BodyTerm, *, by: str = "owners_chair", **over: Any) -> Meeting:
    """A meeting of today whose agenda hung in time: it was called in the past."""
    days = over.pop("days", 11)
    with clock_at(now() - timedelta(days=days)):
        meeting = make_meeting(cast, term, by=by, days=days, **over)
        return post_agenda(meeting.pk, actor=cast.actor(by))


def make_minutes(cast: Cast, meeting: Meeting, text: str, *, posted: bool = True) -> None:
    """Minutes of a meeting that was held: with a scan, signed on paper by two, and hung."""
    chair, scan = cast.actor("owners_chair"), make_proof(cast, "owners_chair")
    write_minutes(meeting.pk, actor=chair, text=text, scan_id=scan)
    if posted:
        seats = meeting.attendances.order_by("seat").values_list("seat_id", flat=True)
        for seat_id in list(seats)[:2]:
            sign_minutes(meeting.pk, actor=chair, seat_id=seat_id)
        post_minutes(meeting.pk, actor=chair)


def make_held(cast: Cast, term: BodyTerm, seats: list[BodySeat]) -> Meeting:
    """A meeting of today that three came to and agreed."""
    chair, meeting = cast.actor("owners_chair"), make_called(cast, term)
    record_attendance(meeting.pk, actor=chair, seat_ids=[seat.pk for seat in seats[:3]])
    for seat in seats[:3]:
        vote_on_item(meeting.pk, meeting.items.get().pk, actor=chair, seat_id=seat.pk, choice="yes")
    return close_meeting(meeting.pk, actor=chair)
