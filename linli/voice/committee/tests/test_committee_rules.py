"""Seats, terms, majorities and what is due when, at each boundary."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.voice.committee.data import BodyKind, Kinship, MeetingKind, TermFacts
from linli.voice.committee.rules import (
    COMMUNITY_NORM,
    add_months,
    average_tenths,
    close_relatives,
    earliest_day,
    has_quorum,
    is_adopted,
    last_day,
    plan_duties,
    representative_norm,
    rule_of,
    seats_fit,
)

OWNERS = rule_of(MeetingKind.COMMITTEE, BodyKind.OWNERS)
REPS = rule_of(MeetingKind.REPRESENTATIVES, BodyKind.RESIDENTS)
RESIDENTS = rule_of(MeetingKind.RESIDENTS, BodyKind.RESIDENTS)
DAY = date(2026, 3, 1)


@pytest.mark.rule("OWN-12")
def test_an_owners_committee_has_five_to_eleven_and_odd() -> None:
    assert [n for n in range(15) if seats_fit(BodyKind.OWNERS, n)] == [5, 7, 9, 11]


@pytest.mark.rule("RC-01")
def test_a_residents_committee_has_five_to_nine() -> None:
    assert [n for n in range(15) if seats_fit(BodyKind.RESIDENTS, n)] == [5, 6, 7, 8, 9]
    assert COMMUNITY_NORM == (1000, 3000)


@pytest.mark.rule("OWN-12", "RC-01")
def test_a_term_of_five_years_ends_on_the_day_before() -> None:
    assert last_day(DAY) == date(2031, 2, 28)
    assert last_day(date(2024, 2, 29)) == date(2029, 2, 27)


def test_months_end_where_the_month_ends() -> None:
    assert add_months(date(2026, 8, 31), -6) == date(2026, 2, 28)
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)


@pytest.mark.rule("OWN-13")
@pytest.mark.parametrize(("present", "enough"), [(2, False), (3, True), (5, True)])
def test_more_than_half_of_five_must_be_there(present: int, enough: bool) -> None:
    assert has_quorum(OWNERS, present, 5) is enough


@pytest.mark.rule("OWN-13")
@pytest.mark.parametrize(("members", "fewest"), [(5, 3), (6, 4), (7, 4), (11, 6)])
def test_a_decision_needs_more_than_half_of_all_members(members: int, fewest: int) -> None:
    assert is_adopted(OWNERS, fewest, fewest, members)
    assert not is_adopted(OWNERS, fewest - 1, fewest - 1, members)


@pytest.mark.rule("RC-03")
@pytest.mark.parametrize(("present", "enough"), [(79, False), (80, True)])
def test_two_thirds_of_120_representatives_are_80(present: int, enough: bool) -> None:
    assert has_quorum(REPS, present, 120) is enough


@pytest.mark.rule("RC-03")
def test_representatives_decide_by_more_than_half_of_those_present() -> None:
    assert not is_adopted(REPS, 40, 80, 120)
    assert is_adopted(REPS, 41, 80, 120)


@pytest.mark.rule("RC-03")
def test_agendas_hang_seven_days_a_residents_meeting_is_told_ten_days_before() -> None:
    assert earliest_day(OWNERS, DAY) == DAY + timedelta(days=7)
    assert earliest_day(RESIDENTS, DAY) == DAY + timedelta(days=10)


@pytest.mark.rule("RC-03")
def test_3468_households_send_70_to_174_representatives() -> None:
    norm = representative_norm(3468, 70)
    assert (norm.fewest, norm.most) == (70, 174)
    assert norm.fits
    assert not representative_norm(3468, 69).fits
    assert representative_norm(3468, 174).fits
    assert not representative_norm(3468, 175).fits


@given(st.integers(0, 200), st.integers(1, 200))
def test_what_is_adopted_by_all_had_its_quorum(yes: int, members: int) -> None:
    if yes <= members and is_adopted(OWNERS, yes, yes, members):
        assert has_quorum(OWNERS, yes, members)


@pytest.mark.rule("OWN-11", "OWN-12", "OWN-13")
def test_what_an_owners_committee_owes_and_when() -> None:
    term = TermFacts(1, BodyKind.OWNERS, DAY, last_day(DAY), elected_on=DAY)
    due = {plan.code: (plan.rule, plan.rings_on, plan.due_on) for plan in plan_duties(term)}
    assert due == {
        "first_meeting": ("OWN-12", DAY, date(2026, 3, 8)),
        "filing": ("OWN-11", DAY, date(2026, 3, 31)),
        "reelection": ("OWN-13", date(2030, 10, 28), date(2030, 11, 28)),
        "handover": ("OWN-13", date(2031, 2, 28), date(2031, 3, 10)),
    }


@pytest.mark.rule("RC-03", "RC-04")
def test_a_residents_committee_meets_representatives_each_half_year_and_is_appraised() -> None:
    term = TermFacts(1, BodyKind.RESIDENTS, DAY, last_day(DAY))
    due = {plan.code: plan.due_on for plan in plan_duties(term)}
    assert due["reps_meeting"] == date(2026, 9, 1)
    assert due["appraisal"] == date(2027, 3, 1)
    later = TermFacts(
        1, BodyKind.RESIDENTS, DAY, last_day(DAY), last_reps_meeting=date(2026, 6, 10)
    )
    again = next(plan for plan in plan_duties(later) if plan.code == "reps_meeting")
    assert again.due_on == date(2026, 12, 10)
    assert again.key == "duty:1:reps_meeting:2026-12-10"


def test_a_supervision_committee_owes_nothing_by_the_calendar() -> None:
    assert plan_duties(TermFacts(1, BodyKind.SUPERVISION, DAY, last_day(DAY))) == []


@pytest.mark.rule("RC-04")
def test_who_is_a_close_relative_by_the_register() -> None:
    rows = [
        Kinship(1, 10, "head"), Kinship(1, 11, "spouse"), Kinship(1, 12, "tenant"),
        Kinship(1, 13, "unknown"), Kinship(2, 20, "head"),
    ]  # fmt: skip
    sure, unsure = close_relatives(rows)
    assert sure == {frozenset({10, 11})}
    assert unsure == {frozenset({10, 13}), frozenset({11, 13})}


def test_a_former_household_tells_of_a_relation_still() -> None:
    rows = [
        Kinship(1, 10, "head"), Kinship(1, 11, "other"), Kinship(2, 10, "parent"),
        Kinship(2, 11, "head"),
    ]  # fmt: skip
    assert close_relatives(rows) == ({frozenset({10, 11})}, set())


def test_means_are_cut_to_tenths() -> None:
    assert average_tenths([4, 4, 5]) == 43
    assert average_tenths([]) == 0
