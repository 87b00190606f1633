"""The clock opens and counts elections by itself, once, also when it comes late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linli.base.audit.api import AuditRow
from linli.base.calendars.api import clock_at, now
from linli.matters.testing import load_rules
from linli.voice.elections.api import (
    Election,
    ElectionTally,
    cast_vote,
    enter_sheet,
    file_objection,
    hand_out_sheet,
    post_roll,
    run_clocks,
)
from linli.voice.elections.testing import DAYS, make_election, make_neighbours, make_open, voter_of

HOUR = timedelta(hours=1)


@pytest.fixture
def people(cast: Any) -> Any:
    load_rules(cast.estate)
    return make_neighbours()


@pytest.fixture
def posted(cast: Any, people: Any) -> Election:
    election = make_election(cast, people[:6])
    return post_roll(election.pk, actor=cast.actor("secretary"))


def state(election: Election) -> str:
    election.refresh_from_db()
    return str(election.state)


def tick(at: Any) -> int:
    with clock_at(at):
        return run_clocks()


def vote(cast: Any, election: Election, person: Any) -> None:
    first = election.candidates.order_by("number").first()
    assert first is not None
    cast_vote(
        election.pk, actor=cast.actor("agent"), voter_id=voter_of(election, person).pk,
        choices=[first.pk], is_confirmed=True,
    )  # fmt: skip


@pytest.mark.rule("RC-02")
def test_it_opens_at_its_hour_and_is_counted_after_its_end(cast: Any, posted: Any) -> None:
    assert (tick(posted.opens_at - timedelta(seconds=1)), state(posted)) == (0, "posted")
    assert (tick(posted.opens_at), state(posted)) == (1, "open")
    assert (tick(posted.closes_at - timedelta(seconds=1)), state(posted)) == (0, "open")
    assert (tick(posted.closes_at), state(posted)) == (1, "counted")
    assert (tick(posted.closes_at + HOUR), state(posted)) == (0, "counted")
    assert ElectionTally.objects.filter(election=posted.pk, counted_by=None).count() == 1
    for action in ("election.opened", "election.counted"):
        assert AuditRow.objects.filter(action=action, subject_id=posted.pk).count() == 1


def test_a_clock_that_stood_still_opens_late_and_counts_late(cast: Any, posted: Any) -> None:
    assert tick(posted.closes_at - HOUR) == 1
    assert tick(posted.closes_at + timedelta(days=3)) == 1
    assert state(posted) == "counted"


def test_who_never_could_vote_is_not_counted(cast: Any, posted: Any) -> None:
    assert (tick(posted.closes_at + HOUR), state(posted)) == (0, "posted")


def test_an_open_objection_holds_the_box_shut(cast: Any, posted: Any) -> None:
    file_objection(posted.pk, actor=cast.actor("resident"), text="我不在名单上")
    assert (tick(posted.opens_at), state(posted)) == (0, "posted")


def test_paper_slips_on_their_way_are_waited_for(cast: Any, people: Any) -> None:
    election = make_open(cast, people[:6])
    agent, clerk = cast.actor("agent"), cast.actor("clerk")
    hand_out_sheet(election.pk, actor=agent, voter_id=voter_of(election, people[7]).pk)
    vote(cast, election, people[6])
    end = election.closes_at + HOUR
    first = election.candidates.order_by("number").first()
    assert first is not None
    assert (tick(end), state(election)) == (0, "open")
    with clock_at(end):
        enter_sheet(election.pk, actor=agent, serial=1, choices=[first.pk])
        assert run_clocks() == 0  # one reader is not enough
        enter_sheet(election.pk, actor=clerk, serial=1, choices=[first.pk])
    assert (tick(end), state(election)) == (1, "counted")
    assert ElectionTally.objects.get(election=election.pk).cast == 2


def test_one_election_that_cannot_go_on_does_not_hold_the_others(cast: Any, posted: Any) -> None:
    file_objection(posted.pk, actor=cast.actor("resident"), text="我不在名单上")
    other = make_open(cast, make_neighbours(5), title="第二次")
    with clock_at(max(other.closes_at, now()) + HOUR):
        assert run_clocks() >= 1
    assert (state(posted), state(other)) == ("posted", "counted")


def test_the_page_says_why_it_waits(cast: Any, posted: Any, client: Any) -> None:
    from linli.voice.elections.pages import own_context

    secretary = cast.actor("secretary")
    assert own_context(secretary, posted.pk)["waits"] == {}
    file_objection(posted.pk, actor=cast.actor("resident"), text="我不在名单上")
    with clock_at(posted.opens_at):
        assert own_context(secretary, posted.pk)["waits"] == {"objections": 1}
        assert own_context(cast.actor("resident"), posted.pk)["waits"] == {}
    with clock_at(now() + timedelta(days=DAYS + 9)):
        assert own_context(secretary, posted.pk)["waits"] == {"missed": 1}
