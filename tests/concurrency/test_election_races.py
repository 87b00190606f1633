"""Elections at the same moment: one voter one slip, nothing lost while the box is counted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app

from linli.base.audit.api import AuditRow
from linli.base.calendars.api import clock_at
from linli.base.errors import DomainError
from linli.base.scopes.api import estate_scope
from linli.estate.organisations.api import load_actor
from linli.estate.people.api import Person
from linli.voice.ballots.api import (
    cast_ballot,
    give_notice,
    open_assembly,
    own_cards,
    prepare_assembly,
)
from linli.voice.ballots.testing import make_owner, make_published, make_rules
from linli.voice.elections import errors
from linli.voice.elections.api import (
    Election,
    ElectionSheet,
    ElectionSlip,
    ElectionTally,
    ElectionTurnout,
    add_candidate,
    cast_vote,
    count_votes,
    enter_sheet,
    hand_out_sheet,
    open_voting,
    post_roll,
    put_to_assembly,
    run_clocks,
)
from linli.voice.elections.testing import make_election, make_neighbours, make_open, voter_of
from tests.concurrency.races import actor, race, won

pytestmark = pytest.mark.slow
AFTER = timedelta(minutes=1)
PLATES = ("1-1-102", "1-1-202", "1-1-301", "1-1-302", "1-2-101")


def first_of(election: Election) -> int:
    return int(election.candidates.order_by("number").values_list("pk", flat=True)[0])


def test_two_desks_enter_the_same_voter_at_once(city: Any) -> None:
    with estate_scope(city.estate.pk):
        people = make_neighbours()
        election = make_open(city, people[:6])
        voter, choice = voter_of(election, people[7]).pk, first_of(election)
    agent, clerk = actor(city, "agent"), actor(city, "clerk")

    def desk(who: Any) -> Callable[[], Any]:
        return lambda: cast_vote(
            election.pk, actor=who, voter_id=voter, choices=[choice], is_confirmed=True
        )

    paper = [lambda: hand_out_sheet(election.pk, actor=agent, voter_id=voter) or "paper"]
    results = race(city, *[desk(agent), desk(clerk)] * 3, *paper)
    assert len(won(results)) == 1
    lost = [one for one in results if isinstance(one, DomainError)]
    assert all(isinstance(one, errors.ElectionVoteTwice) for one in lost), lost
    with estate_scope(city.estate.pk):
        assert ElectionTurnout.objects.count() == 1
        assert ElectionSlip.objects.count() == (0 if "paper" in results else 1)


def test_two_desks_type_the_same_paper_at_once(city: Any) -> None:
    with estate_scope(city.estate.pk):
        people = make_neighbours()
        election = make_open(city, people[:6])
        choice = first_of(election)
        hand_out_sheet(
            election.pk, actor=city.actor("agent"), voter_id=voter_of(election, people[7]).pk
        )
    agent, clerk = actor(city, "agent"), actor(city, "clerk")

    def desk(who: Any) -> Callable[[], Any]:
        return lambda: enter_sheet(election.pk, actor=who, serial=1, choices=[choice])

    results = race(city, *[desk(agent), desk(clerk)] * 2)
    assert won(results)
    with estate_scope(city.estate.pk):
        sheet = ElectionSheet.objects.get()
        assert sheet.second_by_id is not None
        assert ElectionSlip.objects.count() == 1


def test_a_late_ballot_is_counted_or_refused_never_lost(city: Any) -> None:
    with estate_scope(city.estate.pk):
        people = make_neighbours()
        election = make_open(city, people[:6])
        voters = [voter_of(election, person).pk for person in people]
        choice, before = first_of(election), election.closes_at - timedelta(seconds=1)
    agent, secretary = actor(city, "agent"), actor(city, "secretary")

    def vote(n: int) -> Callable[[], Any]:
        def work() -> Any:
            with clock_at(before):  # by its own clock each desk is in time
                return cast_vote(
                    election.pk, actor=agent, voter_id=voters[n], choices=[choice],
                    is_confirmed=True,
                )  # fmt: skip

        return work

    def count() -> Any:
        with clock_at(election.closes_at + AFTER):
            return count_votes(election.pk, actor=secretary)

    results = race(city, *(vote(n) for n in range(4)), count, *(vote(n) for n in range(4, 8)))
    late = [one for one in results if isinstance(one, DomainError)]
    assert all(isinstance(one, errors.VotingClosed) for one in late), late
    with estate_scope(city.estate.pk):
        tally = ElectionTally.objects.get()
        slips = ElectionSlip.objects.count()
        assert tally.cast == slips == ElectionTurnout.objects.count() == len(won(results)) - 1


def test_a_vote_on_its_way_holds_the_count(city: Any) -> None:
    """The other order, certain: the vote is in the box but not yet committed when one counts."""
    with estate_scope(city.estate.pk):
        people = make_neighbours()
        election = make_open(city, people[:6])
        voter, choice = voter_of(election, people[7]).pk, first_of(election)
    agent, secretary = actor(city, "agent"), actor(city, "secretary")
    counted: list[Any] = []

    def count() -> Any:
        with clock_at(election.closes_at + AFTER):
            return count_votes(election.pk, actor=secretary)

    def other() -> None:
        counted.extend(race(city, count))

    with estate_scope(city.estate.pk):
        cast_vote(election.pk, actor=agent, voter_id=voter, choices=[choice], is_confirmed=True)
        thread = threading.Thread(target=other)
        thread.start()
        wait_for_lock()
        assert not counted
    thread.join(timeout=60)
    assert counted[0].cast == 1


def wait_for_lock() -> None:
    """Until another connection waits for a row that this one holds."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    for _try in range(100_000):
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waited")


def test_opened_by_the_clock_and_by_hands_at_once(city: Any) -> None:
    with estate_scope(city.estate.pk):
        election = make_election(city, make_neighbours()[:6])
        post_roll(election.pk, actor=city.actor("secretary"))
    secretary = actor(city, "secretary")

    def at(moment: Any, work: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            with clock_at(moment):
                return work()

        return run

    by_hand = at(election.opens_at, lambda: open_voting(election.pk, actor=secretary).state)
    race(city, *[at(election.opens_at, run_clocks), by_hand] * 3)
    end = election.closes_at + AFTER
    count = at(end, lambda: count_votes(election.pk, actor=secretary).pk)
    results = race(city, *[at(end, run_clocks), count] * 3)
    with estate_scope(city.estate.pk):
        tally = ElectionTally.objects.get()
        assert set(results[1::2]) == {tally.pk}
        for action in ("election.opened", "election.counted"):
            assert AuditRow.objects.filter(action=action, subject_id=election.pk).count() == 1


def test_a_published_assembly_settles_its_election_through_the_queue(city: Any) -> None:
    with estate_scope(city.estate.pk):
        election, assembly = make_assembly_election(city)
        make_published(city, assembly)
        assert not ElectionTally.objects.exists()
        with connection.cursor() as cursor:  # news of matters would wake readers of texts
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE args->>'event_type' <> 'AssemblyPublished'"
            )

    for _worker in range(2):  # the second finds nothing left to do
        run_worker()
    with estate_scope(city.estate.pk):
        tally = ElectionTally.objects.get(election=election.pk)
        election.refresh_from_db()
        assert (election.state, tally.is_valid, len(tally.winners)) == ("counted", True, 4)


def run_worker() -> None:
    """A worker in another thread, as in another process, until no job is left."""

    def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(
                queues=["events"], wait=False, install_signal_handlers=False, listen_notify=False
            )
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(timeout=60)
    assert not thread.is_alive()


def make_assembly_election(cast: Any) -> tuple[Election, Any]:
    """Five owners stand; the owners' assembly on them is open and all have voted."""
    opens = make_election(cast, []).opens_at
    election = make_election(
        cast, [], kind="owners_committee", mode="assembly", opens_at=opens,
        closes_at=opens + timedelta(days=9),
    )  # fmt: skip
    for n, plate in enumerate(PLATES):
        owner = make_owner(plate, f"业主{n}")
        assert owner.person_id is not None
        add_candidate(election.pk, actor=cast.actor("secretary"), person_id=owner.person_id)
    post_roll(election.pk, actor=cast.actor("secretary"))
    make_rules(cast)
    chair = cast.actor("owners_chair")
    assembly = put_to_assembly(election.pk, actor=chair)
    prepare_assembly(assembly.pk, actor=chair)
    give_notice(assembly.pk, actor=cast.actor("owners_member"))
    with clock_at(opens + AFTER):
        open_assembly(assembly.pk, actor=chair)
        assembly.refresh_from_db()
        owners = Person.objects.filter(name__startswith="业主").select_related("account")
        voters = [load_actor(person.account) for person in owners]
        for voter in [*voters, cast.actor("owner"), cast.actor("housing_officer")]:
            for card in own_cards(voter, assembly):
                key = f"{voter.user_id}:{card.voter_id}"
                cast_ballot(assembly.pk, card.voter_id, "yyyyn", actor=voter, key=key)
    return election, assembly
