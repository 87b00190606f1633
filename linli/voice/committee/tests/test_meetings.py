"""Meetings: called in time, decided in person and on the agenda alone, written down and sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from linli.base.calendars.api import clock_at, now, today
from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.estate.testing import make_person
from linli.matters.testing import load_rules
from linli.voice.committee import errors
from linli.voice.committee.api import (
    BodyKind,
    LawfulDuty,
    Meeting,
    MeetingDecision,
    MeetingMinutes,
    add_item,
    add_representative,
    cancel_meeting,
    close_appraisal,
    close_meeting,
    decide_item,
    drop_item,
    is_whole,
    last_day,
    meeting_for,
    open_appraisal,
    post_agenda,
    post_minutes,
    record_attendance,
    ring_duties,
    score_committee,
    sign_minutes,
    vote_on_item,
    write_meeting,
    write_minutes,
)
from linli.voice.committee.testing import (
    make_called,
    make_meeting,
    make_members,
    make_proof,
    make_term,
)

GOOD = {"open": 5, "diligent": 4, "fair": 5, "results": 3}


@pytest.fixture
def body(cast: Any) -> Any:
    """An owners' committee of five with its members, in office for a while."""
    term = make_term(cast, starts_on=today() - timedelta(days=60))
    return term, make_members(cast, term)


def held(cast: Any, term: Any, seats: Any, there: int = 3, yes: int = 3) -> Meeting:
    chair, meeting = cast.actor("owners_chair"), make_called(cast, term)
    item = meeting.items.get()
    ids = [seat.pk for seat in seats[:there]]
    record_attendance(meeting.pk, actor=chair, seat_ids=ids)
    for pk in ids[:yes]:
        vote_on_item(meeting.pk, item.pk, actor=chair, seat_id=pk, choice="yes")
    return close_meeting(meeting.pk, actor=chair)


@pytest.mark.rule("OWN-13")
@pytest.mark.parametrize(("days", "in_time"), [(6, False), (7, True)])
def test_the_agenda_hangs_seven_days_before(cast: Any, body: Any, days: int, in_time: bool) -> None:
    chair = cast.actor("owners_chair")
    meeting = make_meeting(cast, body[0], days=days)
    if in_time:
        assert post_agenda(meeting.pk, actor=chair).state == "called"
        return
    with pytest.raises(errors.AgendaLate) as refused:
        post_agenda(meeting.pk, actor=chair)
    assert refused.value.params["earliest"] == str(today() + timedelta(days=7))
    with pytest.raises(IntegrityError), transaction.atomic():  # nor past the pages
        Meeting.objects.filter(pk=meeting.pk).update(state="called", posted_on=today())


@pytest.mark.rule("OWN-13")
def test_a_posted_agenda_stays_as_it_is(cast: Any, body: Any) -> None:
    chair, meeting = cast.actor("owners_chair"), make_meeting(cast, body[0])
    extra = add_item(meeting.pk, actor=chair, title="换水泵")
    drop_item(extra.pk, actor=chair)
    with pytest.raises(Invalid):
        add_item(meeting.pk, actor=chair, title=" ")
    post_agenda(meeting.pk, actor=chair)
    with pytest.raises(errors.AgendaFrozen):
        add_item(meeting.pk, actor=chair, title="涨物业费")
    with pytest.raises(errors.AgendaFrozen):
        drop_item(meeting.items.get().pk, actor=chair)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE committee_agenda_item SET title = 'x'")
    with pytest.raises(errors.MeetingNotNow):
        post_agenda(meeting.pk, actor=chair)


def test_an_empty_agenda_is_none(cast: Any, body: Any) -> None:
    chair, meeting = cast.actor("owners_chair"), make_meeting(cast, body[0])
    drop_item(meeting.items.get().pk, actor=chair)
    with pytest.raises(errors.AgendaEmpty):
        post_agenda(meeting.pk, actor=chair)


@pytest.mark.rule("OWN-13")
@pytest.mark.parametrize(
    ("there", "yes", "adopted"), [(3, 3, True), (3, 2, False), (5, 3, True), (4, 2, False)]
)
def test_more_than_half_of_all_members_decides(
    cast: Any, body: Any, there: int, yes: int, adopted: bool
) -> None:
    meeting = held(cast, *body, there=there, yes=yes)
    decision = MeetingDecision.objects.get(item__meeting=meeting)
    assert decision.is_adopted is adopted
    assert (decision.yes, decision.present, decision.entitled) == (yes, there, 5)
    assert decision.abstain == there - yes


@pytest.mark.rule("OWN-13")
def test_two_of_five_are_no_meeting(cast: Any, body: Any) -> None:
    with pytest.raises(errors.NoQuorum):
        held(cast, *body, there=2, yes=2)
    meeting = Meeting.objects.get()
    assert cancel_meeting(meeting.pk, actor=cast.actor("owners_chair")).state == "cancelled"


@pytest.mark.rule("OWN-13")
def test_nobody_votes_twice_for_others_absent_or_off_the_agenda(cast: Any, body: Any) -> None:
    (term, seats), chair = body, cast.actor("owners_chair")
    meeting, other = make_called(cast, term), make_called(cast, term)
    item, ids = meeting.items.get().pk, [seat.pk for seat in seats]
    with pytest.raises(errors.ProxyRefused):
        record_attendance(meeting.pk, actor=chair, seat_ids=ids[:3], proxies=ids[3:4])
    assert record_attendance(meeting.pk, actor=chair, seat_ids=ids[:3]) == 3
    assert record_attendance(meeting.pk, actor=chair, seat_ids=ids[:3]) == 3

    def vote(item_id: int, seat_id: int, **over: Any) -> None:
        fields = {"actor": chair, "seat_id": seat_id, "choice": "yes"}
        vote_on_item(meeting.pk, item_id, **fields | over)

    vote(item, ids[0])
    with pytest.raises(errors.VotedAlready):
        vote(item, ids[0], choice="no")
    with pytest.raises(errors.ProxyRefused):
        vote(item, ids[1], proxy_for=ids[4])
    with pytest.raises(errors.NotAtMeeting):
        vote(item, ids[4])
    with pytest.raises(errors.OffAgenda):
        vote(other.items.get().pk, ids[1])
    with pytest.raises(Invalid):
        vote(item, ids[1], choice="maybe")
    with pytest.raises(NotFound):
        record_attendance(meeting.pk, actor=chair, seat_ids=[10**9])


def test_nothing_is_recorded_before_the_day(cast: Any, body: Any) -> None:
    chair, meeting = cast.actor("owners_chair"), make_meeting(cast, body[0])
    post_agenda(meeting.pk, actor=chair)
    with pytest.raises(errors.MeetingNotYet):
        record_attendance(meeting.pk, actor=chair, seat_ids=[])


@pytest.mark.rule("OWN-13")
def test_minutes_are_signed_by_two_then_posted_and_sealed(cast: Any, body: Any) -> None:
    term, seats = body
    meeting, chair = held(cast, term, seats), cast.actor("owners_chair")
    member = cast.actor("owners_member")
    write_minutes(meeting.pk, actor=chair, text="草稿")
    with pytest.raises(errors.MinutesNotNow):
        post_minutes(meeting.pk, actor=chair)
    write_minutes(meeting.pk, actor=chair, text="会议同意修东门的灯。")
    with pytest.raises(NotAllowed):  # nobody signs for another without paper
        sign_minutes(meeting.pk, actor=chair, seat_id=seats[1].pk)
    with pytest.raises(errors.NotAtMeeting):
        sign_minutes(meeting.pk, actor=chair, seat_id=seats[4].pk)
    sign_minutes(meeting.pk, actor=chair, seat_id=seats[0].pk)
    assert sign_minutes(meeting.pk, actor=chair, seat_id=seats[0].pk).state == "draft"
    assert sign_minutes(meeting.pk, actor=member, seat_id=seats[1].pk).state == "signed"
    with pytest.raises(errors.MinutesNotNow):
        write_minutes(meeting.pk, actor=chair, text="改一改")
    sealed = post_minutes(meeting.pk, actor=chair)
    assert post_minutes(meeting.pk, actor=chair) == sealed
    assert is_whole(meeting)
    assert "张" not in str(sealed.content)  # ids, never names
    MeetingMinutes.objects.update(text="会议同意换门。")
    assert not is_whole(meeting)


def test_a_signed_sheet_is_scanned_where_members_have_no_account(cast: Any, body: Any) -> None:
    term, seats = body
    meeting, chair = held(cast, term, seats), cast.actor("owners_chair")
    scan = make_proof(cast, "owners_chair")
    write_minutes(meeting.pk, actor=chair, text="同意。", scan_id=scan)
    sign_minutes(meeting.pk, actor=chair, seat_id=seats[0].pk)
    minutes = sign_minutes(meeting.pk, actor=chair, seat_id=seats[2].pk)
    assert minutes.state == "signed"


@pytest.mark.rule("OWN-13")
def test_votes_decisions_and_seals_stay(cast: Any, body: Any) -> None:
    held(cast, *body)
    for table in ("committee_member_vote", "committee_decision"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {table}")


@pytest.mark.rule("OWN-12")
def test_the_first_meeting_settles_its_duty(cast: Any) -> None:
    load_rules(cast.estate)
    with clock_at(now() - timedelta(days=20)):
        term = make_term(cast)
        seats = make_members(cast, term)
        ring_duties()
    meeting = held(cast, term, seats)
    duty = LawfulDuty.objects.get(code="first_meeting")
    assert duty.proof_source == f"meeting:{meeting.pk}"
    assert LawfulDuty.objects.get(code="filing").done_at is None


def test_who_may_read_and_run_a_meeting(cast: Any, body: Any) -> None:
    meeting = make_meeting(cast, body[0])
    for who in ("secretary", "resident", "outsider", "agent"):  # a draft is the committee's own
        if who == "resident":
            continue
        with pytest.raises(NotFound):
            meeting_for(cast.actor(who), meeting.pk)
    with pytest.raises(NotFound):
        meeting_for(None, meeting.pk)
    post_agenda(meeting.pk, actor=cast.actor("owners_chair"))
    assert meeting_for(None, meeting.pk) == meeting
    for who in ("secretary", "outsider", "tenant"):
        with pytest.raises(NotAllowed):
            cancel_meeting(meeting.pk, actor=cast.actor(who))


@pytest.fixture
def representatives(cast: Any) -> Any:
    """Twelve residents' representatives and the committee's term."""
    term = make_term(cast, BodyKind.RESIDENTS, starts_on=today() - timedelta(days=60))
    rows = [
        add_representative(
            actor=cast.actor("secretary"), person_id=make_person(f"代表{n}").pk,
            area_id=cast.places["building1"].pk, since=today() - timedelta(days=60),
            until=last_day(today() - timedelta(days=60)),
        )
        for n in range(12)
    ]  # fmt: skip
    return term, rows


def called(cast: Any, term: Any, kind: str) -> Meeting:
    return make_called(cast, term, by="secretary", kind=kind)


@pytest.mark.rule("RC-03")
def test_representatives_decide_with_two_thirds_there(cast: Any, representatives: Any) -> None:
    term, rows = representatives
    secretary, meeting = cast.actor("secretary"), called(cast, term, "representatives")
    item, ids = meeting.items.get().pk, [row.pk for row in rows]

    def decide(yes: int) -> MeetingDecision:
        return decide_item(meeting.pk, item, actor=secretary, yes=yes, no=0, abstain=0)

    record_attendance(meeting.pk, actor=secretary, representative_ids=ids[:7])
    with pytest.raises(errors.NoQuorum):
        decide(7)
    with pytest.raises(errors.NoQuorum):
        close_meeting(meeting.pk, actor=secretary)
    record_attendance(meeting.pk, actor=secretary, representative_ids=ids[7:8])
    with pytest.raises(errors.CountWrong):
        decide(9)
    with pytest.raises(errors.Undecided):
        close_meeting(meeting.pk, actor=secretary)
    assert not decide(4).is_adopted  # 4 of 8 is not more than half
    with pytest.raises(errors.DecidedAlready):
        decide(5)
    assert close_meeting(meeting.pk, actor=secretary).present == 8


@pytest.mark.rule("RC-03")
def test_a_meeting_of_representatives_starts_the_next_half_year(
    cast: Any, representatives: Any
) -> None:
    load_rules(cast.estate)
    term, rows = representatives
    with clock_at(now() + timedelta(days=100)):
        ring_duties()
        duty = LawfulDuty.objects.get(code="reps_meeting")
        meeting, secretary = called(cast, term, "representatives"), cast.actor("secretary")
        record_attendance(meeting.pk, actor=secretary, representative_ids=[row.pk for row in rows])
        decide_item(meeting.pk, meeting.items.get().pk, actor=secretary, yes=7, no=5, abstain=0)
        close_meeting(meeting.pk, actor=secretary)
        duty.refresh_from_db()
        assert duty.proof_source == f"meeting:{meeting.pk}"
        assert ring_duties() == 0
    with clock_at(now() + timedelta(days=240)):
        assert ring_duties() == 0
    with clock_at(now() + timedelta(days=262)):
        ring_duties()
        assert LawfulDuty.objects.filter(code="reps_meeting").count() == 2


@pytest.mark.rule("RC-03")
def test_a_residents_meeting_is_counted_at_the_door(cast: Any, representatives: Any) -> None:
    term, _rows = representatives
    secretary = cast.actor("secretary")
    late = make_meeting(cast, term, by="secretary", days=9, kind="residents")
    with pytest.raises(errors.AgendaLate):
        post_agenda(late.pk, actor=secretary)
    meeting = called(cast, term, "residents")
    item = meeting.items.get().pk
    count = {"no": 0, "abstain": 0}
    with pytest.raises(errors.NoQuorum):  # four adults live here
        decide_item(meeting.pk, item, actor=secretary, yes=2, present=2, **count)
    with pytest.raises(errors.CountWrong):
        decide_item(meeting.pk, item, actor=secretary, yes=5, present=5, **count)
    assert decide_item(meeting.pk, item, actor=secretary, yes=2, present=3, **count).is_adopted
    assert close_meeting(meeting.pk, actor=secretary).entitled == 4


def test_only_the_residents_committee_calls_residents(cast: Any, body: Any) -> None:
    with pytest.raises(Invalid):
        make_meeting(cast, body[0], kind="residents")
    with pytest.raises(NotAllowed):
        write_meeting(
            actor=cast.actor("resident"), term_id=make_term(cast, BodyKind.RESIDENTS).pk,
            title="x", place_words="y", starts_at=now(),
        )  # fmt: skip


@pytest.mark.rule("RC-04")
def test_each_household_appraises_once_and_sums_are_published(cast: Any) -> None:
    load_rules(cast.estate)
    with clock_at(now() - timedelta(days=320)):
        term = make_term(cast, BodyKind.RESIDENTS)
    ring_duties()
    secretary = cast.actor("secretary")
    row = open_appraisal(
        term.pk, actor=secretary, opens_on=today(), closes_on=today() + timedelta(days=14)
    )
    with pytest.raises(errors.AppraisalThisYear):
        open_appraisal(term.pk, actor=secretary, opens_on=today(), closes_on=today())

    def score(by: str, home: str, sure: str = "念给本人听,点头", **over: Any) -> None:
        household = next(iter(cast.actor(home).household_ids))
        score_committee(
            row.pk, actor=cast.actor(by), household_id=household, scores=GOOD | over,
            confirmation=sure if by != home else "",
        )  # fmt: skip

    score("resident", "resident")
    with pytest.raises(errors.ScoredAlready):
        score("resident", "resident")
    with pytest.raises(errors.ScoreOutOfRange):
        score("owner", "owner", open=6)
    for who in ("tenant", "secretary"):  # not for a neighbour, and the secretary for nobody
        with pytest.raises(NotAllowed):
            score(who, "elder")
    with pytest.raises(NotFound):
        score("outsider", "elder")
    with pytest.raises(NotAllowed):  # the captain's building is number one
        score("captain", "owner")
    with pytest.raises(errors.HouseholdNotAsked):
        score("captain", "elder", sure="  ")
    score("captain", "elder", open=2)
    score("agent", "owner")
    closed = close_appraisal(row.pk, actor=secretary)
    assert closed.result == {
        "households": 3, "tenths": {"open": 40, "diligent": 40, "fair": 50, "results": 30},
    }  # fmt: skip
    duty = LawfulDuty.objects.get(code="appraisal")
    assert duty.proof_source == f"appraisal:{row.pk}"
    with pytest.raises(errors.AppraisalClosed):
        score("tenant", "tenant")
