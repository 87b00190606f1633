"""The owners' committee: candidates here, the vote in the owners' assembly, and back again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linli.base.calendars.api import clock_at, now
from linli.base.errors import NotAllowed
from linli.estate.organisations.api import load_actor
from linli.estate.people.api import Person
from linli.matters.testing import load_rules
from linli.voice.ballots.api import (
    cast_ballot,
    give_notice,
    open_assembly,
    own_cards,
    prepare_assembly,
)
from linli.voice.ballots.testing import make_owner, make_published, make_rules
from linli.voice.committee.api import members_of_term
from linli.voice.committee.testing import make_body
from linli.voice.elections import errors
from linli.voice.elections.api import (
    Election,
    add_candidate,
    choose_adopted,
    install_elected,
    post_roll,
    put_to_assembly,
    settle_assembly,
)
from linli.voice.elections.testing import make_election

PLATES = ("1-1-102", "1-1-202", "1-1-301", "1-1-302", "1-2-101")


@pytest.fixture
def election(cast: Any) -> Election:
    """Five owners stand for five seats; the list hangs."""
    load_rules(cast.estate)
    made = make_election(
        cast, [], kind="owners_committee", mode="assembly",
        opens_at=now() + timedelta(days=17), closes_at=now() + timedelta(days=30),
    )  # fmt: skip
    for n, plate in enumerate(PLATES):
        owner = make_owner(plate, f"业主{n}")
        assert owner.person_id is not None
        add_candidate(made.pk, actor=cast.actor("secretary"), person_id=owner.person_id)
    return post_roll(made.pk, actor=cast.actor("secretary"))


@pytest.mark.rule("OWN-12")
def test_each_candidate_becomes_a_question_of_matter_three(cast: Any, election: Election) -> None:
    make_rules(cast)
    with pytest.raises(NotAllowed):
        put_to_assembly(election.pk, actor=cast.actor("secretary"))
    assembly = put_to_assembly(election.pk, actor=cast.actor("owners_chair"))
    items = assembly.items.order_by("position")
    assert [item.matter for item in items] == [3] * 5
    assert "业主0" in items[0].title
    with pytest.raises(errors.ElectionNotNow):
        put_to_assembly(election.pk, actor=cast.actor("owners_chair"))


def test_most_heads_win_and_level_ones_run_off() -> None:
    votes = {1: 9, 2: 7, 3: 7, 4: 2}
    assert choose_adopted([1, 2, 3], votes, 3) == ([1, 2, 3], [])
    assert choose_adopted([1, 2, 3], votes, 2) == ([1], [2, 3])
    assert choose_adopted([1, 2, 3, 4], votes, 3) == ([1, 2, 3], [])
    assert choose_adopted([], votes, 2) == ([], [])


def test_an_assembly_of_another_kind_is_nobodys_election(cast: Any) -> None:
    with clock_at(now()):
        assert settle_assembly(10**9) is None


@pytest.mark.rule("OWN-12", "OWN-03")
def test_what_the_assembly_published_is_the_count(cast: Any, election: Election) -> None:
    make_rules(cast)
    make_body(cast)
    chair = cast.actor("owners_chair")
    assembly = put_to_assembly(election.pk, actor=chair)
    prepare_assembly(assembly.pk, actor=chair)
    give_notice(assembly.pk, actor=cast.actor("owners_member"))
    with clock_at(election.opens_at + timedelta(minutes=1)):
        open_assembly(assembly.pk, actor=chair)
        assembly.refresh_from_db()
        owners = Person.objects.filter(name__startswith="业主").select_related("account")
        voters = [load_actor(person.account) for person in owners]
        for actor in [*voters, cast.actor("owner"), cast.actor("housing_officer")]:
            for card in own_cards(actor, assembly):
                key = f"{actor.user_id}:{card.voter_id}"
                cast_ballot(assembly.pk, card.voter_id, "yyyyn", actor=actor, key=key)
    make_published(cast, assembly)
    tally = settle_assembly(assembly.pk)
    assert tally is not None
    assert settle_assembly(assembly.pk) == tally
    assert (tally.is_valid, len(tally.winners), tally.vacant) == (True, 4, 1)
    with clock_at(election.closes_at + timedelta(days=1)):
        secretary = cast.actor("secretary")
        with pytest.raises(errors.SeatsOpen):
            install_elected(election.pk, actor=secretary)
        term = install_elected(election.pk, actor=secretary, with_vacancies=True)
        assert term is not None
        names = {line.name for line in members_of_term(term)}
        assert names == {f"业主{n}" for n in range(4)}
