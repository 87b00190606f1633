from __future__ import annotations

from datetime import date

import pytest

from linli.base.errors import NotAllowed, NotFound
from linli.estate.people.api import (
    NewMember,
    Relation,
    add_member,
    change_head,
    household_of_home,
    members_of,
    move_in,
    move_out,
    register_arrival,
    set_relation,
    split_household,
)
from linli.estate.people.errors import (
    AlreadyLivesElsewhere,
    HomeTaken,
    NotAMember,
    OneHeadOnly,
)
from linli.estate.places.api import find_place_by_plate, home_for
from linli.estate.testing import make_household, make_person

DAY = date(2026, 5, 1)


@pytest.fixture
def family(cast):
    people = [make_person(name) for name in ("周大", "吴二", "郑三")]
    household = make_household("1-2-101", *people)
    return household, people


def _home(plate):
    return find_place_by_plate(plate).pk


def test_moving_in_needs_an_empty_home_and_free_people(cast, family):
    household, people = family
    lead, free = cast.actor("lead"), make_person("新来的")
    with pytest.raises(HomeTaken):
        move_in(household.home_id, actor=lead, members=[NewMember(free.pk)], since=DAY)
    with pytest.raises(AlreadyLivesElsewhere):
        move_in(_home("1-2-102"), actor=lead, members=[NewMember(people[0].pk)], since=DAY)
    assert household_of_home(lead, _home("1-2-102")) is None
    moved = move_in(_home("1-2-102"), actor=lead, members=[NewMember(free.pk)], since=DAY)
    assert [card.relation for card in members_of(moved)] == ["head"]


def test_the_last_to_leave_ends_the_household_and_leaves_the_home_vacant(cast, family):
    household, people = family
    lead = cast.actor("lead")
    move_out(household.pk, actor=lead, on=DAY, person_ids=[people[2].pk])
    assert len(members_of(household)) == 2
    with pytest.raises(NotAMember):
        move_out(household.pk, actor=lead, on=DAY, person_ids=[people[2].pk])
    ended = move_out(household.pk, actor=lead, on=DAY)
    assert ended.until == DAY
    assert home_for(lead, household.home_id).is_vacant
    assert {card.name for card in members_of(ended)} == {"周大", "吴二", "郑三"}


def test_one_head_and_a_new_one(cast, family):
    household, people = family
    lead = cast.actor("lead")
    change_head(household.pk, actor=lead, person_id=people[1].pk)
    cards = {card.name: card.relation for card in members_of(household)}
    assert cards["吴二"] == "head"
    assert cards["周大"] == "unknown"
    set_relation(household.pk, actor=lead, person_id=people[0].pk, relation=Relation.PARENT)
    with pytest.raises(OneHeadOnly):
        set_relation(household.pk, actor=lead, person_id=people[0].pk, relation=Relation.HEAD)
    with pytest.raises(NotAMember):
        change_head(household.pk, actor=lead, person_id=cast.people["elder"].pk)
    assert [c.name for c in members_of(household) if c.relation == "head"] == ["吴二"]


def test_a_household_splits(cast, family):
    household, people = family
    lead = cast.actor("lead")
    new = split_household(
        household.pk, actor=lead, home_id=_home("2-2-101"),
        members=[NewMember(people[2].pk)], since=DAY,
    )  # fmt: skip
    assert [card.name for card in members_of(new)] == ["郑三"]
    assert len(members_of(household)) == 2
    with pytest.raises(HomeTaken):
        split_household(
            household.pk, actor=lead, home_id=_home("2-2-101"),
            members=[NewMember(people[1].pk)], since=DAY,
        )  # fmt: skip
    assert len(members_of(household)) == 2


def test_a_grid_worker_registers_arrivals_of_the_own_grid_only(cast, family):
    household, _ = family
    worker = cast.actor("grid_worker")
    baby = register_arrival(
        household.home_id, actor=worker, since=DAY, relation=Relation.GRANDCHILD, name="周小"
    )
    assert baby.name in [card.name for card in members_of(household)]
    alone = register_arrival(
        _home("1-2-201"), actor=worker, since=DAY, relation=Relation.OTHER, name="独居人"
    )
    assert household_of_home(worker, _home("1-2-201")).memberships.get().person == alone
    with pytest.raises(NotAllowed):
        register_arrival(
            _home("3-1-101"), actor=worker, since=DAY, relation=Relation.OTHER, name="远"
        )
    stranger = make_person("远方客")
    make_household("3-1-102", stranger)
    with pytest.raises(NotFound):
        add_member(household.pk, actor=worker, member=NewMember(stranger.pk), since=DAY)
    for who in ("captain", "resident", "outsider", "agent"):
        with pytest.raises((NotAllowed, NotFound)):
            move_out(household.pk, actor=cast.actor(who), on=DAY)
