"""One meeting of the owners' committee whose minutes hang for everybody."""

from __future__ import annotations

from datetime import datetime, time

from linli.base.calendars.api import SHANGHAI
from linli.voice.committee.api import (
    BodyKind,
    Choice,
    Meeting,
    add_item,
    close_meeting,
    current_term,
    find_body,
    own_seats,
    post_agenda,
    post_minutes,
    record_attendance,
    seats_of,
    sign_minutes,
    vote_on_item,
    write_meeting,
    write_minutes,
)
from linli.web.demo.cast import OWNERS_SEATS
from linli.web.demo.hands import Hands

_ITEMS = (
    ("2号楼电梯用维修资金更换，提交业主大会", "检测报告和三家报价附后，请大家先看。"),
    ("楼道灯换成声控灯", "坏得最多的两栋先换，钱从共管账户出，走五道手续。"),
)
_MINUTES = (
    "到会委员五人。先念了电梯检测报告和三家报价。\n"
    "一、2号楼换电梯的事交业主大会定，本会三人赞成，二人弃权。\n"
    "二、楼道灯先换两栋，三人赞成，二人弃权。\n散会后记录当场念过。"
)


def hold_meeting(hands: Hands) -> None:
    """Called three weeks ago, held ten days ago, posted the day after."""
    chair = hands.actor("owners")
    meeting = _call(hands)
    with hands.at(hands.ago(10), 15):
        seats = [seat.pk for seat in seats_of(meeting.term)]
        record_attendance(meeting.pk, actor=chair, seat_ids=seats)
        _vote(hands, meeting)
        close_meeting(meeting.pk, actor=chair)
        write_minutes(meeting.pk, actor=chair, text=_MINUTES)
    with hands.at(hands.ago(9), 10):
        for username in OWNERS_SEATS[:2]:
            actor = hands.actor(username)
            seat = own_seats(actor, meeting.term)[0]
            sign_minutes(meeting.pk, actor=actor, seat_id=seat.pk)
        post_minutes(meeting.pk, actor=chair)
    hands.count("meetings")


def _call(hands: Hands) -> Meeting:
    chair, body = hands.actor("owners"), find_body(BodyKind.OWNERS.value)
    assert body is not None
    with hands.at(hands.ago(20), 10):
        term = current_term(body)
        assert term is not None
        meeting = write_meeting(
            actor=chair, term_id=term.pk, title="业委会第三次会议",
            place_words="党群服务中心二楼会议室",
            starts_at=datetime.combine(hands.ago(10), time(15), SHANGHAI),
        )  # fmt: skip
        for title, text in _ITEMS:
            add_item(meeting.pk, actor=chair, title=title, text=text)
        return post_agenda(meeting.pk, actor=chair)


def _vote(hands: Hands, meeting: Meeting) -> None:
    """Three say yes; who says nothing abstains."""
    for username in OWNERS_SEATS:
        actor = hands.actor(username)
        seat = own_seats(actor, meeting.term)[0]
        for item in meeting.items.order_by("position"):
            vote_on_item(meeting.pk, item.pk, actor=actor, seat_id=seat.pk, choice=Choice.YES.value)
