"""Bodies, terms, who sits in them, and duties that ring and end with a proof."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from linli.base.calendars.api import clock_at, now, today
from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.estate.organisations.api import Office, Role, load_actor
from linli.estate.people.api import Household, Membership
from linli.estate.testing import make_person
from linli.matters.handling.api import Matter
from linli.matters.testing import load_rules
from linli.voice.committee import errors
from linli.voice.committee.api import (
    BodyKind,
    BodyTerm,
    LawfulDuty,
    Position,
    add_representative,
    begin_term,
    change_position,
    close_duty,
    current_term,
    duties_for,
    duty_for,
    last_day,
    last_working_day,
    leave_seat,
    members_of_term,
    planned_duties,
    register_body,
    representatives_norm,
    ring_duties,
    seat_member,
)
from linli.voice.committee.testing import make_body, make_members, make_proof, make_term


@pytest.mark.rule("OWN-12")
def test_members_are_offices_with_the_terms_end(cast: Any) -> None:
    term = make_term(cast)
    seats = make_members(cast, term)
    office = Office.objects.get(pk=seats[2].office_id)
    assert office.role == Role.OWNERS_COMMITTEE_MEMBER
    assert (office.starts_on, office.ends_on) == (term.starts_on, term.ends_on)
    assert Role.OWNERS_COMMITTEE_MEMBER in load_actor(cast.resident).roles
    names = [line.name for line in members_of_term(term)]
    assert names == ["戴业委", "邱业委", "张秀兰", "王德山", "赵业"]


def test_an_office_that_was_entered_before_is_taken_over(cast: Any) -> None:
    term = make_term(cast)
    before = Office.objects.filter(account=cast.owners_chair).count()
    seat = make_members(cast, term)[0]
    assert Office.objects.filter(account=cast.owners_chair).count() == before
    assert Office.objects.get(pk=seat.office_id).ends_on == term.ends_on


def test_whoever_leaves_loses_the_rights_the_next_day(cast: Any) -> None:
    term = make_term(cast)
    seat = make_members(cast, term)[2]
    secretary = cast.actor("secretary")
    with pytest.raises(Invalid):
        leave_seat(seat.pk, actor=secretary, reason=" ")
    leave_seat(seat.pk, actor=secretary, on=today(), reason="搬走了")
    with clock_at(now() + timedelta(days=1)):
        assert Role.OWNERS_COMMITTEE_MEMBER not in load_actor(cast.resident).roles
        assert len(members_of_term(term)) == 4
        assert len(members_of_term(term, past=True)) == 5
        with pytest.raises(NotFound):
            leave_seat(seat.pk, actor=secretary, reason="再一次")


@pytest.mark.rule("OWN-12")
@pytest.mark.parametrize(
    ("over", "error"),
    [
        ({"seats": 6}, errors.EvenSeats),
        ({"seats": 3}, errors.SeatsOutOfRange),
        ({"seats": 13}, errors.SeatsOutOfRange),
        ({"ends_on": last_day(today()) + timedelta(days=1)}, errors.TermTooLong),
        ({"ends_on": today() - timedelta(days=1)}, errors.TermOrder),
    ],
)
def test_a_term_against_the_law_is_refused(cast: Any, over: Any, error: type) -> None:
    with pytest.raises(error):
        make_term(cast, **over)


@pytest.mark.rule("OWN-12", "RC-01")
@pytest.mark.parametrize("change", ["seats = 6", "ends_on = starts_on + interval '5 years'"])
def test_the_database_knows_the_law_as_well(cast: Any, change: str) -> None:
    term = make_term(cast)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE committee_term SET {change} WHERE id = {term.pk}")


def test_a_term_is_full_and_has_one_chair(cast: Any) -> None:
    term, secretary = make_term(cast), cast.actor("secretary")
    seats = make_members(cast, term)
    with pytest.raises(errors.TermFull):
        seat_member(term.pk, actor=secretary, person_id=cast.people["tenant"].pk)
    with pytest.raises(errors.ChairTaken):
        change_position(seats[1].pk, actor=secretary, position=Position.CHAIR.value)
    leave_seat(seats[0].pk, actor=secretary, reason="身体不好")
    change_position(seats[1].pk, actor=secretary, position=Position.CHAIR.value)
    with pytest.raises(errors.SeatTaken), clock_at(now() + timedelta(days=1)):
        seat_member(term.pk, actor=secretary, person_id=cast.people["elder"].pk)


def test_the_next_term_ends_the_one_before(cast: Any) -> None:
    with clock_at(now() - timedelta(days=400)):
        term = make_term(cast)
        make_members(cast, term)
    following = make_term(cast, seats=7)
    term.refresh_from_db()
    assert following.number == 2
    assert term.ends_on == today() - timedelta(days=1)
    assert current_term(make_body(cast)) == following
    assert members_of_term(term) == []
    with pytest.raises(errors.TermOrder):
        make_term(cast, starts_on=today() - timedelta(days=3))


@pytest.mark.rule("RC-04")
def test_a_close_relative_of_the_committee_supervises_nobody(cast: Any) -> None:
    secretary = cast.actor("secretary")
    committee = make_term(cast, BodyKind.RESIDENTS)
    seat_member(committee.pk, actor=secretary, person_id=cast.people["resident"].pk)
    household = Household.objects.get(home__place__plate="1-1-101")
    wife, lodger, guest = make_person("周家人"), make_person("房客"), make_person("远亲")
    for person, relation in ((wife, "spouse"), (lodger, "tenant"), (guest, "unknown")):
        Membership.objects.create(household=household, person=person, relation=relation)
    supervision = make_term(cast, BodyKind.SUPERVISION)

    def seat(person: Any, declares: bool) -> None:
        seat_member(
            supervision.pk, actor=secretary, person_id=person.pk, declares_no_relative=declares
        )

    for person in (wife, cast.people["resident"]):
        with pytest.raises(errors.CloseRelative):
            seat(person, True)
    for person in (guest, lodger):
        with pytest.raises(errors.DeclarationMissing):
            seat(person, False)
        seat(person, True)
    with pytest.raises(errors.DeclarationMissing):  # the other way round as well
        seat_member(committee.pk, actor=secretary, person_id=wife.pk)


def test_only_the_secretary_sets_bodies_up_and_once(cast: Any) -> None:
    organisation_id = cast.organisations["owners"].pk
    for who in ("owners_chair", "lead", "resident", "outsider", "foreign_lead"):
        with pytest.raises(NotAllowed):
            register_body(
                actor=cast.actor(who), kind="owners_committee", organisation_id=organisation_id
            )
    make_body(cast)
    with pytest.raises(errors.BodyExists):
        register_body(
            actor=cast.actor("secretary"), kind="owners_committee",
            organisation_id=organisation_id,
        )  # fmt: skip
    with pytest.raises(NotFound):
        begin_term(10**9, actor=cast.actor("secretary"), seats=5, starts_on=today())


@pytest.mark.rule("OWN-11", "OWN-12")
def test_duties_ring_as_matters_once(cast: Any) -> None:
    load_rules(cast.estate)
    make_term(cast)
    assert ring_duties() == 2
    assert ring_duties() == 0
    rows = list(LawfulDuty.objects.order_by("due_on"))
    assert [(row.code, row.due_on - today()) for row in rows] == [
        ("first_meeting", timedelta(days=7)), ("filing", timedelta(days=30)),
    ]  # fmt: skip
    filing = Matter.objects.get(pk=rows[1].matter_id)
    assert filing.kind.code == "duty"
    assert filing.title == "业主委员会：向区县住建部门和街道备案"
    assert filing.offered_to_organisation_id == cast.organisations["owners"].pk


@pytest.mark.rule("OWN-13")
@pytest.mark.parametrize(("days", "rings"), [(-1, False), (0, True)])
def test_the_re_election_rings_a_month_before_it_must_begin(
    cast: Any, days: int, rings: bool
) -> None:
    load_rules(cast.estate)
    make_term(cast, ends_on=today() + timedelta(days=1200))
    at = now() + (_ring_day(BodyTerm.objects.get()) - today()) + timedelta(days=days)
    with clock_at(at):
        ring_duties()
        assert LawfulDuty.objects.filter(code="reelection").exists() is rings


def _ring_day(term: BodyTerm) -> date:
    return next(p.rings_on for p in planned_duties(term) if p.code == "reelection")


def test_what_was_due_before_the_term_was_entered_does_not_ring(cast: Any) -> None:
    load_rules(cast.estate)
    start = today() - timedelta(days=700)
    make_term(cast, starts_on=start, elected_on=start)
    assert ring_duties() == 0


def test_nobody_on_duty_leaves_the_duty_on_the_list(cast: Any) -> None:
    make_term(cast)
    assert ring_duties() == 0  # no rules are loaded: there is no such kind of matter yet
    assert LawfulDuty.objects.filter(matter=None).count() == 2
    load_rules(cast.estate)
    assert ring_duties() == 2


@pytest.mark.rule("OWN-11")
def test_a_duty_ends_with_its_proof_and_its_matter_with_it(cast: Any) -> None:
    load_rules(cast.estate)
    make_term(cast)
    ring_duties()
    duty, chair = LawfulDuty.objects.get(code="filing"), cast.actor("owners_chair")
    with pytest.raises(errors.ProofNeeded):
        close_duty(duty.pk, actor=chair, proof_id=None)
    with pytest.raises(errors.ProofNeeded):  # somebody else's file proves nothing
        close_duty(duty.pk, actor=chair, proof_id=make_proof(cast, "clerk"))
    closed = close_duty(duty.pk, actor=chair, proof_id=make_proof(cast, "owners_chair"))
    assert closed.done_by_id == cast.owners_chair.pk
    assert Matter.objects.get(pk=duty.matter_id).state == "closed"
    with pytest.raises(errors.DutyDone):
        close_duty(duty.pk, actor=chair, proof_id=make_proof(cast, "owners_chair"))


def test_the_next_term_settles_the_re_election(cast: Any) -> None:
    load_rules(cast.estate)
    with clock_at(now() - timedelta(days=1)):
        make_term(cast, ends_on=today() + timedelta(days=100), starts_on=today())
        ring_duties()
    assert LawfulDuty.objects.get(code="reelection").done_at is None
    following = make_term(cast, starts_on=today() + timedelta(days=100))
    assert LawfulDuty.objects.get(code="reelection").proof_source == f"term:{following.pk}"


def test_who_sees_whose_duties(cast: Any) -> None:
    load_rules(cast.estate)
    make_term(cast)
    make_term(cast, BodyKind.RESIDENTS, starts_on=today() - timedelta(days=1))
    with clock_at(now() + timedelta(days=170)):
        ring_duties()
        kinds = {duty.body.kind for duty in duties_for(cast.actor("owners_chair"))}
        assert kinds == {"owners_committee"}
        assert duties_for(cast.actor("secretary")).count() == 3
        assert duties_for(cast.actor("supervisor")).count() == 3
        for who in ("resident", "outsider", "agent", "foreign_lead"):
            with pytest.raises(NotFound):
                duty_for(cast.actor(who), LawfulDuty.objects.first().pk)
        duty = LawfulDuty.objects.get(code="filing")
        with pytest.raises(NotAllowed):
            close_duty(duty.pk, actor=cast.actor("supervisor"), proof_id=1)


@pytest.mark.rule("OWN-11")
def test_a_deadline_on_a_holiday_means_the_working_day_before(cast: Any) -> None:
    assert last_working_day(date(2026, 10, 4)) < date(2026, 10, 1)  # National Day's week
    assert last_working_day(date(2026, 11, 27)) == date(2026, 11, 27)


@pytest.mark.rule("RC-03")
def test_representatives_have_an_area_and_a_term(cast: Any) -> None:
    secretary, area = cast.actor("secretary"), cast.places["building1"].pk
    fields = {"area_id": area, "since": today(), "until": last_day(today())}
    add_representative(actor=secretary, person_id=cast.people["elder"].pk, **fields)
    with pytest.raises(errors.RepresentativeTwice):
        add_representative(actor=secretary, person_id=cast.people["elder"].pk, **fields)
    longer = fields | {"until": last_day(today()) + timedelta(days=1)}
    with pytest.raises(errors.TermTooLong):
        add_representative(actor=secretary, person_id=cast.people["owner"].pk, **longer)
    norm = representatives_norm()
    assert (norm.households, norm.seated, norm.fewest, norm.most) == (4, 1, 1, 1)
