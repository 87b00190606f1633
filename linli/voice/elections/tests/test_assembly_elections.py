"""The owners' committee: candidates here, the vote in the owners' assembly, and back again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linli.base.calendars.api import clock_at, now
from linli.base.errors import NotAllowed
from linli.estate.places.api import Home, Ownership
from linli.estate.testing import make_person
from linli.matters.testing import load_rules
from linli.voice.ballots.testing import make_rules
from linli.voice.elections import errors
from linli.voice.elections.api import (
    Election,
    add_candidate,
    choose_adopted,
    post_roll,
    put_to_assembly,
)
from linli.voice.elections.testing import make_election


@pytest.fixture
def election(cast: Any) -> Election:
    """Five owners stand for five seats; the list hangs."""
    load_rules(cast.estate)
    made = make_election(
        cast, [], kind="owners_committee", mode="assembly",
        opens_at=now() + timedelta(days=17), closes_at=now() + timedelta(days=30),
    )  # fmt: skip
    for n, home in enumerate(Home.objects.order_by("pk")[:5]):
        owner = make_person(f"业主{n}")
        Ownership.objects.create(home=home, person=owner)
        add_candidate(made.pk, actor=cast.actor("secretary"), person_id=owner.pk)
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
    from linli.voice.elections.api import settle_assembly

    with clock_at(now()):
        assert settle_assembly(10**9) is None
