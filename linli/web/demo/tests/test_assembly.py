"""The voice of the demo: bodies, an assembly with its result, the contract, what people said."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time
from typing import Any

import pytest

from linli.base.accounts.api import User
from linli.base.calendars.api import SHANGHAI, clock_at
from linli.estate.organisations.api import Role, load_actor
from linli.money.fees.api import list_decisions
from linli.money.spending.api import SpendingRequest
from linli.voice.ballots.api import (
    Assembly,
    Verdict,
    broken_seals,
    count_assembly,
    own_voters,
    results_from_json,
)
from linli.voice.committee.api import (
    BodyKind,
    Meeting,
    current_term,
    is_whole,
    list_bodies,
    seats_of,
)
from linli.voice.contracts.api import ServiceContract, ServiceDue, check_list, check_seals
from linli.voice.polls.api import Poll, count_invited, phase, result_of
from linli.web.demo.api import SMALL
from linli.web.demo.tests.days import DAY
from linli.web.demo.voting import LIMIT_FEN

SCALE = SMALL
NOW = datetime.combine(DAY, time(15), SHANGHAI)


def actor(username: str) -> Any:
    return load_actor(User.objects.get(username=username))


def test_nothing_was_refused(demo: Any) -> None:
    assert demo.counts["voice_refused"] == 0


@pytest.mark.parametrize(
    ("username", "role"),
    [
        ("owners", Role.OWNERS_COMMITTEE_MEMBER), ("owners2", Role.OWNERS_COMMITTEE_MEMBER),
        ("neighbour", Role.RESIDENTS_COMMITTEE_MEMBER), ("supervisor", Role.SUPERVISION_MEMBER),
        ("cashier", Role.ACCOUNTANT),
    ],
)  # fmt: skip
def test_the_cast_holds_its_offices(demo: Any, username: str, role: Role) -> None:
    assert role in actor(username).roles


def test_every_body_has_a_full_term_with_a_chair(demo: Any) -> None:
    bodies = {body.kind: body for body in list_bodies()}
    assert set(bodies) == {kind.value for kind in BodyKind}
    for body in bodies.values():
        term = current_term(body)
        assert term is not None
        seats = seats_of(term)
        assert len(seats) == term.seats
        assert [seat.position for seat in seats].count("chair") == 1


def test_one_assembly_decided_on_the_fund_and_the_money_rests_on_it(demo: Any) -> None:
    assembly = Assembly.objects.get(state="published")
    results = results_from_json(assembly.result.figures)
    assert results == count_assembly(assembly)
    assert results[0].verdict == Verdict.ADOPTED
    assert broken_seals(assembly) == []
    voting = Assembly.objects.get(state="open")
    assert assembly.ballots.count() + voting.ballots.count() == demo.counts["ballots"]
    decision = next(d for d in list_decisions() if d.matter == "use_fund")
    assert decision.amount_limit_fen == LIMIT_FEN
    request = SpendingRequest.objects.get(book="maintenance_fund")
    assert (request.state, request.decision) == ("checking", decision.reference)
    assert request.amount <= LIMIT_FEN


def test_one_assembly_opens_soon_and_an_owner_has_a_ballot(demo: Any) -> None:
    coming = Assembly.objects.get(state="noticed")
    assert own_voters(actor("zhangayi"), coming).count() == 1
    assert not own_voters(actor("tenant"), coming).exists()


def test_one_assembly_is_open_and_the_owner_has_not_voted(demo: Any) -> None:
    voting = Assembly.objects.get(state="open")
    assert 0 < voting.ballots.count() < voting.voters.count() / 2
    voters = own_voters(actor("zhangayi"), voting)
    assert voters.count() == 1
    assert not voting.ballots.filter(voter__in=voters).exists()


def test_minutes_hang_and_are_whole(demo: Any) -> None:
    assert is_whole(Meeting.objects.get(state="held"))


def test_the_contract_is_published_and_its_lists_were_kept_or_not(demo: Any) -> None:
    contract = ServiceContract.objects.get()
    assert contract.paper.versions.count() == 1
    assert check_seals(contract.paper) == []
    states = Counter(ServiceDue.objects.values_list("state", flat=True))
    assert states["done"] > 20
    assert min(states["missed"], states["waiting"], states["failed"]) >= 1
    with clock_at(NOW):
        assert check_list(actor("cleaner"))


def test_one_poll_runs_and_one_says_what_became_of_it(demo: Any) -> None:
    over, runs = Poll.objects.order_by("closes_at")
    assert over.state == "archived"
    assert over.outcome
    assert result_of(over) is not None
    with clock_at(NOW):
        assert phase(runs) == "open"
    assert runs.voices.count() == 25 < count_invited(runs)
