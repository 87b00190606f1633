"""An election from its roll to the office, and everything that is refused on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from linli.base.audit.api import AuditRow
from linli.base.calendars.api import clock_at, now, today
from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.estate.people.api import Membership
from linli.estate.testing import make_person
from linli.matters.testing import load_rules
from linli.voice.committee.api import (
    BodyKind,
    add_representative,
    last_day,
    members_of_term,
    representatives_on,
)
from linli.voice.committee.errors import EvenSeats, SeatsOutOfRange
from linli.voice.committee.testing import make_body
from linli.voice.elections import errors
from linli.voice.elections.api import (
    Election,
    ElectionProxy,
    ElectionSlip,
    ElectionTurnout,
    ElectionVoter,
    add_candidate,
    add_voter,
    answer_objection,
    cast_vote,
    count_votes,
    election_for,
    enter_sheet,
    file_objection,
    find_receipt,
    hand_out_sheet,
    install_elected,
    is_recount_equal,
    name_household_voter,
    open_voting,
    post_roll,
    record_proxy,
    start_next_round,
    strike_voter,
    withdraw_candidate,
)
from linli.voice.elections.testing import (
    make_child,
    make_election,
    make_neighbours,
    make_open,
    voter_of,
)


@pytest.fixture
def people(cast: Any) -> Any:
    """Eight neighbours beside the four households of the cast: twelve voters."""
    load_rules(cast.estate)
    return make_neighbours()


def standing(election: Election, *numbers: int) -> list[int]:
    rows = election.candidates.order_by("number").values_list("pk", flat=True)
    return [list(rows)[n - 1] for n in numbers]


def vote(cast: Any, election: Election, person: Any, *numbers: int) -> str:
    """At the desk, in the person's presence."""
    return cast_vote(
        election.pk, actor=cast.actor("agent"), voter_id=voter_of(election, person).pk,
        choices=standing(election, *numbers), is_confirmed=True,
    )  # fmt: skip


def count(cast: Any, election: Election) -> Any:
    with clock_at(now() + timedelta(days=3)):
        return count_votes(election.pk, actor=cast.actor("secretary"))


@pytest.mark.rule("RC-02")
@pytest.mark.parametrize(("days", "in_time"), [(19, False), (20, True)])
def test_the_roll_hangs_twenty_days(cast: Any, people: Any, days: int, in_time: bool) -> None:
    secretary, opens = cast.actor("secretary"), now() + timedelta(days=days)
    election = make_election(cast, people[:6], opens_at=opens, closes_at=opens + timedelta(days=1))
    if in_time:
        assert post_roll(election.pk, actor=secretary).state == "posted"
        assert election.voters.count() == 12
        return
    with pytest.raises(errors.RollLate) as refused:
        post_roll(election.pk, actor=secretary)
    assert refused.value.params["earliest"] == str(today() + timedelta(days=20))
    with pytest.raises(IntegrityError), transaction.atomic():
        Election.objects.filter(pk=election.pk).update(state="posted", posted_on=today())


@pytest.mark.rule("RC-02")
def test_the_roll_has_grown_ups_who_live_here(cast: Any, people: Any) -> None:
    child = make_child(people[0])
    secretary = cast.actor("secretary")
    with pytest.raises(errors.TooYoung):
        make_election(cast, [child])
    election = make_election(cast, people[:6])
    with pytest.raises(errors.NotResident):
        add_candidate(election.pk, actor=secretary, person_id=make_person("外人").pk)
    with pytest.raises(errors.CandidateAlready):
        add_candidate(election.pk, actor=secretary, person_id=people[0].pk)
    post_roll(election.pk, actor=secretary)
    assert not election.voters.filter(person=child.pk).exists()
    for person, error in (
        (child, errors.TooYoung), (make_person("过客"), errors.NotResident),
        (people[0], errors.OnRollAlready),
    ):  # fmt: skip
        with pytest.raises(error):
            add_voter(election.pk, actor=secretary, person_id=person.pk)
    gone = voter_of(election, people[7])
    with pytest.raises(Invalid):
        strike_voter(gone.pk, actor=secretary, reason="")
    strike_voter(gone.pk, actor=secretary, reason="搬走了")
    assert add_voter(election.pk, actor=secretary, person_id=people[7].pk).number == 13


def test_bad_elections_are_refused(cast: Any, people: Any) -> None:
    def make(**over: Any) -> None:
        make_election(cast, [], **over)

    with pytest.raises(SeatsOutOfRange):
        make(seats=4)
    with pytest.raises(EvenSeats):
        make(kind="owners_committee", mode="assembly", seats=6)
    with pytest.raises(Invalid):
        make(kind="owners_committee", mode="all_voters")
    with pytest.raises(Invalid):
        make(mode="assembly")
    with pytest.raises(Invalid):
        make(kind="residents_rep", mode="household_reps", seats=1)
    with pytest.raises(errors.ClosesFirst):
        make(closes_at=now())
    election = make_election(cast, people[:4])
    with pytest.raises(errors.TooFewCandidates):
        post_roll(election.pk, actor=cast.actor("secretary"))
    for who in ("owners_chair", "resident", "outsider"):
        with pytest.raises(NotFound):
            post_roll(election.pk, actor=cast.actor(who))


@pytest.mark.rule("RC-02")
def test_objections_come_within_five_days_and_are_answered(cast: Any, people: Any) -> None:
    with clock_at(now() - timedelta(days=21)):
        election = make_election(cast, people[:6])
        post_roll(election.pk, actor=cast.actor("secretary"))
    resident, secretary = cast.actor("resident"), cast.actor("secretary")
    with clock_at(now() - timedelta(days=16)):  # the fifth day
        row = file_objection(election.pk, actor=resident, text="我儿子不在名单上", client_key="k1")
        assert file_objection(election.pk, actor=resident, text="又一次", client_key="k1") == row
        assert row.due_on == today() + timedelta(days=3)
        assert row.matter.kind.code == "objection"
    with clock_at(now() - timedelta(days=15)), pytest.raises(errors.ObjectionLate):
        file_objection(election.pk, actor=resident, text="晚了")
    with pytest.raises(errors.ObjectionsOpen):
        open_voting(election.pk, actor=secretary)
    for who in ("outsider", "foreign_lead"):
        with pytest.raises((NotAllowed, NotFound)):
            file_objection(election.pk, actor=cast.actor(who), text="x")
    with pytest.raises(Invalid):
        answer_objection(row.pk, actor=secretary, is_upheld=False, answer=" ")
    answer_objection(row.pk, actor=secretary, is_upheld=False, answer="他住在别处。")
    with pytest.raises(errors.ObjectionAnswered):
        answer_objection(row.pk, actor=secretary, is_upheld=True, answer="改主意")
    assert open_voting(election.pk, actor=secretary).state == "open"


def test_nobody_votes_before_the_hour(cast: Any, people: Any) -> None:
    election = make_election(cast, people[:6])
    post_roll(election.pk, actor=cast.actor("secretary"))
    with pytest.raises(errors.NotYetOpen):
        open_voting(election.pk, actor=cast.actor("secretary"))
    with pytest.raises(errors.NotYetOpen):
        vote(cast, election, people[0], 1)


@pytest.mark.rule("RC-02")
def test_the_phone_takes_one_vote_and_gives_a_receipt(cast: Any, people: Any) -> None:
    election, resident = make_open(cast, people[:6]), cast.actor("resident")
    own = voter_of(election, cast.people["resident"]).pk

    def cast_own(*numbers: int) -> str:
        chosen = standing(election, *numbers)
        return cast_vote(election.pk, actor=resident, voter_id=own, choices=chosen)

    with pytest.raises(errors.TooManyChoices):
        cast_own(1, 2, 3, 4, 5, 6)
    with pytest.raises(errors.NoChoice):
        cast_own()
    with pytest.raises(errors.UnknownCandidate):
        cast_vote(election.pk, actor=resident, voter_id=own, choices=[10**9])
    with pytest.raises(errors.NotOnRoll):  # not for a neighbour
        cast_vote(
            election.pk, actor=resident, voter_id=voter_of(election, people[0]).pk,
            choices=standing(election, 1),
        )  # fmt: skip
    code = cast_own(1, 2)
    assert find_receipt(election, code.lower())
    assert not find_receipt(election, "AAAA-AAAA-AAAA")
    with pytest.raises(errors.ElectionVoteTwice):
        cast_own(3)
    slip = ElectionSlip.objects.get()
    assert slip.choices == sorted(standing(election, 1, 2))
    with pytest.raises(errors.VotingClosed), clock_at(now() + timedelta(days=3)):
        vote(cast, election, people[0], 1)


@pytest.mark.rule("RC-02")
def test_the_box_knows_no_voter(cast: Any, people: Any) -> None:
    election = make_open(cast, people[:6])
    vote(cast, election, people[0], 1)
    assert {f.name for f in ElectionSlip._meta.get_fields()} == {
        "id", "estate", "election", "choices", "is_paper", "receipt",
    }  # fmt: skip
    trail = [str(row.data) for row in AuditRow.objects.filter(action__startswith="election.")]
    assert not any("choice" in text for text in trail)
    for table in ("election_slip", "election_turnout"):
        for change in (f"DELETE FROM {table}", f"UPDATE {table} SET election_id = 1"):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(change)


def test_the_desk_and_the_captain_help_in_the_voters_presence(cast: Any, people: Any) -> None:
    election = make_open(cast, people[:6])
    elder = voter_of(election, cast.people["elder"])
    owner = voter_of(election, cast.people["owner"])

    def helped(who: str, voter: Any, confirmed: bool = True) -> str:
        return cast_vote(
            election.pk, actor=cast.actor(who), voter_id=voter.pk,
            choices=standing(election, 1), is_confirmed=confirmed,
        )  # fmt: skip

    with pytest.raises(errors.NotConfirmed):
        helped("captain", elder, confirmed=False)
    with pytest.raises(errors.NotOnRoll):  # building 2 is not the captain's
        helped("captain", owner)
    for who in ("secretary", "worker", "tenant"):
        with pytest.raises(errors.NotOnRoll):
            helped(who, elder)
    with pytest.raises(NotFound):
        election_for(None, 10**9)
    helped("captain", elder)
    helped("agent", owner)
    ways = dict(ElectionTurnout.objects.values_list("voter", "way"))
    assert ways == {elder.pk: "door", owner.pk: "desk"}


def test_a_candidate_takes_nobodys_vote(cast: Any, people: Any) -> None:
    captain = people[0]
    captain.account = cast.captain
    captain.save(update_fields=["account"])
    election = make_open(cast, people[:6])
    elder = voter_of(election, cast.people["elder"]).pk
    with pytest.raises(errors.CandidateHelps):
        cast_vote(
            election.pk, actor=cast.actor("captain"), voter_id=elder,
            choices=standing(election, 1), is_confirmed=True,
        )  # fmt: skip
    with pytest.raises(errors.CandidateHelps):
        hand_out_sheet(election.pk, actor=cast.actor("captain"), voter_id=elder)


@pytest.mark.rule("RC-02")
def test_three_proxies_and_no_fourth_none_through_a_candidate(cast: Any, people: Any) -> None:
    election, desk = make_open(cast, people[:6]), cast.actor("agent")
    agent = voter_of(election, cast.people["resident"])

    def proxy(principal: Any, to: Any = agent) -> ElectionProxy:
        return record_proxy(
            election.pk, actor=desk, principal_id=voter_of(election, principal).pk,
            agent_id=to.pk,
        )  # fmt: skip

    with pytest.raises(errors.ProxyByCandidate):
        proxy(people[6], voter_of(election, people[0]))
    with pytest.raises(errors.ProxySelf):
        proxy(cast.people["resident"])
    first = proxy(people[1])
    with pytest.raises(errors.ProxyTwice):
        proxy(people[1], voter_of(election, people[7]))
    proxy(people[2])
    proxy(people[3])
    with pytest.raises(errors.FourthProxy):
        proxy(people[4])
    with pytest.raises(IntegrityError), transaction.atomic():  # nor past the actions
        ElectionProxy.objects.create(
            election=election, mode=election.mode, agent=agent, slot=4, recorded_by=cast.agent,
            principal=voter_of(election, people[4]), recorded_at=now(),
        )  # fmt: skip
    resident = cast.actor("resident")
    for voter_id in (agent.pk, first.principal_id):
        cast_vote(election.pk, actor=resident, voter_id=voter_id, choices=standing(election, 1))
    assert ElectionTurnout.objects.filter(by_proxy=True).count() == 1
    with pytest.raises(errors.ElectionVoteTwice):
        vote(cast, election, people[1], 2)
    for who in ("tenant", "outsider"):
        with pytest.raises(NotAllowed):
            record_proxy(
                election.pk, actor=cast.actor(who), principal_id=agent.pk, agent_id=agent.pk
            )


def test_the_roll_and_the_candidates_are_frozen_while_people_vote(cast: Any, people: Any) -> None:
    election, secretary = make_open(cast, people[:6]), cast.actor("secretary")
    with pytest.raises(errors.RollFrozen):
        add_voter(election.pk, actor=secretary, person_id=people[0].pk)
    with pytest.raises(errors.RollFrozen):
        withdraw_candidate(standing(election, 1)[0], actor=secretary)
    with pytest.raises(errors.RollFrozen):
        strike_voter(voter_of(election, people[0]).pk, actor=secretary, reason="搬走")
    with pytest.raises(IntegrityError), transaction.atomic():
        ElectionVoter.objects.filter(election=election.pk).update(number=99)
    with pytest.raises(IntegrityError), transaction.atomic():
        election.candidates.update(withdrawn_at=now())


@pytest.mark.rule("RC-02")
def test_paper_is_typed_in_by_two(cast: Any, people: Any) -> None:
    election = make_open(cast, people[:6])
    first, second = cast.actor("agent"), cast.actor("clerk")
    hand_out_sheet(election.pk, actor=first, voter_id=voter_of(election, people[0]).pk)
    with pytest.raises(errors.ElectionVoteTwice):
        vote(cast, election, people[0], 1)

    def enter(actor: Any, serial: int, *numbers: int) -> None:
        chosen = standing(election, *numbers)
        enter_sheet(election.pk, actor=actor, serial=serial, choices=chosen)

    enter(first, 1, 1, 2)
    with pytest.raises(errors.SheetsTooMany):
        enter(first, 2, 1)
    with pytest.raises(errors.SheetSamePerson):
        enter(first, 1, 1, 2)
    with pytest.raises(errors.SheetDiffers):
        enter(second, 1, 1)
    with pytest.raises(errors.SheetsWaiting):
        count(cast, election)
    assert not ElectionSlip.objects.exists()
    enter(second, 1, 1, 2)
    with pytest.raises(errors.SheetKnown):
        enter(second, 1, 1, 2)
    with pytest.raises(NotAllowed):
        enter(cast.actor("tenant"), 1, 1)
    assert ElectionSlip.objects.get().is_paper


@pytest.mark.rule("RC-02", "RC-01")
def test_from_the_count_to_the_office(cast: Any, people: Any) -> None:
    make_body(cast, BodyKind.RESIDENTS)
    election, secretary = make_open(cast, people[:6]), cast.actor("secretary")
    with pytest.raises(errors.CountTooSoon):
        count_votes(election.pk, actor=secretary)
    for n, person in enumerate(people[:7]):
        vote(cast, election, person, 1, 2, 3, 4, 5 if n < 5 else 6)
    tally = count(cast, election)
    assert tally.is_valid
    assert tally.winners == standing(election, 1, 2, 3, 4, 5)
    assert count(cast, election) == tally
    assert is_recount_equal(election)
    with clock_at(now() + timedelta(days=3)):
        with pytest.raises(errors.NoRoundNeeded):
            start_next_round(
                election.pk, actor=secretary, opens_at=now(), closes_at=now() + timedelta(hours=1)
            )
        term = install_elected(election.pk, actor=secretary)
        names = {line.name for line in members_of_term(term)}
        assert names == {person.name for person in people[:5]}
        assert term.ends_on == last_day(term.starts_on)
        with pytest.raises(errors.ElectionNotNow):
            install_elected(election.pk, actor=secretary)


@pytest.mark.rule("RC-02")
def test_empty_seats_are_voted_on_again(cast: Any, people: Any) -> None:
    make_body(cast, BodyKind.RESIDENTS)
    election, secretary = make_open(cast, people[:8]), cast.actor("secretary")
    for n, person in enumerate(people[:7]):
        vote(cast, election, person, 1, 2, 3, 4, 5 if n < 3 else 6 if n < 5 else 7)
    tally = count(cast, election)
    assert (len(tally.winners), tally.vacant) == (4, 1)
    with clock_at(now() + timedelta(days=3)):
        with pytest.raises(errors.SeatsOpen):
            install_elected(election.pk, actor=secretary)
        again = start_next_round(
            election.pk, actor=secretary, opens_at=now(), closes_at=now() + timedelta(days=1)
        )
        assert (again.round_kind, again.seats, again.voters.count()) == ("second", 1, 12)
        people_again = list(again.candidates.values_list("person", flat=True))
        assert people_again == [people[4].pk, people[5].pk, people[6].pk]  # 6 and 7 are level
        with pytest.raises(errors.ElectionNotNow):
            start_next_round(
                election.pk, actor=secretary, opens_at=now(), closes_at=now() + timedelta(1)
            )
        open_voting(again.pk, actor=secretary)
        for person in people[:7]:
            vote(cast, again, person, 2)
        assert count(cast, again).winners == standing(again, 2)
        term = install_elected(again.pk, actor=secretary)
        assert people[5].name in {line.name for line in members_of_term(term)}
        assert len(members_of_term(term)) == 5


@pytest.mark.rule("RC-02")
def test_who_is_level_runs_off(cast: Any, people: Any) -> None:
    election, secretary = make_open(cast, people[:6]), cast.actor("secretary")
    for n, person in enumerate([*people, cast.people["owner"], cast.people["elder"]]):
        vote(cast, election, person, *[c for c in (1, 2, 3, 4, 5, 6) if c != (5 if n % 2 else 6)])
    for name in ("tenant", "resident"):
        vote(cast, election, cast.people[name], 5, 6)
    tally = count(cast, election)
    assert tally.tied == standing(election, 5, 6)
    with clock_at(now() + timedelta(days=3)):
        again = start_next_round(
            election.pk, actor=secretary, opens_at=now(), closes_at=now() + timedelta(days=1)
        )
    assert (again.round_kind, again.seats, again.candidates.count()) == ("run_off", 1, 2)


@pytest.mark.rule("RC-02")
def test_households_vote_by_one_of_theirs(cast: Any, people: Any) -> None:
    wife = make_person("家属", birth_date=today() - timedelta(days=365 * 30))
    home = Membership.objects.get(person=cast.people["resident"].pk).household
    Membership.objects.create(household=home, person=wife, relation="spouse")
    child = make_child(cast.people["resident"])
    with clock_at(now() - timedelta(days=21)):
        election = make_election(cast, people[:6], mode="household_reps")
        post_roll(election.pk, actor=cast.actor("secretary"))
        assert election.voters.count() == 12
        line, resident = voter_of(election, cast.people["resident"]), cast.actor("resident")
        with pytest.raises(errors.TooYoung):
            name_household_voter(line.pk, actor=resident, person_id=child.pk)
        with pytest.raises(errors.NotResident):
            name_household_voter(line.pk, actor=resident, person_id=people[0].pk)
        with pytest.raises(NotAllowed):
            name_household_voter(line.pk, actor=cast.actor("tenant"), person_id=wife.pk)
        name_household_voter(line.pk, actor=resident, person_id=wife.pk)
    open_voting(election.pk, actor=cast.actor("secretary"))
    with pytest.raises(errors.NotOnRoll):
        cast_vote(election.pk, actor=resident, voter_id=line.pk, choices=standing(election, 1))
    vote(cast, election, wife, 1)


@pytest.mark.rule("RC-02")
def test_representatives_vote_in_person_and_two_thirds_are_not_enough(
    cast: Any, people: Any
) -> None:
    since = today() - timedelta(days=100)
    for person in people[:6]:
        add_representative(
            actor=cast.actor("secretary"), person_id=person.pk,
            area_id=cast.places["building1"].pk, since=since, until=last_day(since),
        )  # fmt: skip
    election = make_open(cast, people[:6], mode="representatives")
    assert election.voters.count() == 6
    one, two = (voter_of(election, person).pk for person in people[:2])
    with pytest.raises(errors.NoProxyHere):
        record_proxy(election.pk, actor=cast.actor("agent"), principal_id=one, agent_id=two)
    for person in people[:4]:
        vote(cast, election, person, 1, 2, 3, 4, 5)
    assert not count(cast, election).is_valid  # four of six is not more than two thirds


@pytest.mark.rule("RC-03")
def test_a_building_elects_its_representative(cast: Any, people: Any) -> None:
    building = cast.places["building1"].pk
    election = make_open(
        cast, people[:2], kind="residents_rep", mode="household_reps", seats=1, area_id=building
    )
    lives = Membership.objects.filter(household__home__place__building=building)
    assert election.voters.count() == lives.values("household").distinct().count()
    voters = [v.person for v in election.voters.select_related("person")]
    for person in voters:
        vote(cast, election, person, 1)
    count(cast, election)
    with clock_at(now() + timedelta(days=3)):
        install_elected(election.pk, actor=cast.actor("secretary"))
        assert [row.person_id for row in representatives_on()] == [people[0].pk]


@pytest.mark.rule("OWN-12")
@pytest.mark.parametrize(("days", "in_time"), [(14, False), (15, True)])
def test_owners_candidates_hang_fifteen_days(
    cast: Any, people: Any, days: int, in_time: bool
) -> None:
    from linli.estate.places.api import Home, Ownership

    secretary, opens = cast.actor("secretary"), now() + timedelta(days=days)
    election = make_election(
        cast, [], kind="owners_committee", mode="assembly", opens_at=opens,
        closes_at=opens + timedelta(days=10),
    )  # fmt: skip
    with pytest.raises(errors.NotAnOwner):
        add_candidate(election.pk, actor=secretary, person_id=people[0].pk)
    for person, home in zip(people[:5], Home.objects.order_by("pk"), strict=False):
        Ownership.objects.create(home=home, person=person)
        add_candidate(election.pk, actor=secretary, person_id=person.pk)
    if not in_time:
        with pytest.raises(errors.RollLate):
            post_roll(election.pk, actor=secretary)
        return
    post_roll(election.pk, actor=secretary)
    with clock_at(opens), pytest.raises(errors.ElectionNotNow):  # the assembly votes, not we
        open_voting(election.pk, actor=secretary)
