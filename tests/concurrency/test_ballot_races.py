"""Ballots at the same moment: one home, one valid ballot; none after the box is sealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from linli.base.audit.api import AuditRow
from linli.base.calendars.api import clock_at, now
from linli.base.errors import DomainError
from linli.base.scopes.api import estate_scope
from linli.voice.ballots import errors
from linli.voice.ballots.api import (
    Ballot,
    Receipt,
    broken_seals,
    cast_at_door,
    cast_ballot,
    close_assembly,
    enter_paper,
    enter_proxy,
    open_assembly,
    own_voters,
    print_papers,
    run_clocks,
)
from linli.voice.ballots.testing import (
    LATER,
    end_of,
    make_noticed,
    make_open,
    make_owner,
    make_rules,
    make_scan,
)
from tests.concurrency.races import race

pytestmark = pytest.mark.slow
WRITERS = 6


def receipts(results: list[Any]) -> list[Receipt]:
    return [one for one in results if isinstance(one, Receipt)]


@pytest.mark.rule("OWN-18")
def test_phone_paper_and_door_at_once_make_one_ballot(city: Any) -> None:
    with estate_scope(city.estate.pk):
        owner = make_owner("1-1-101")
        assembly = make_open(city)
        voter = own_voters(owner, assembly).get()
        clerk, agent, captain = (city.actor(n) for n in ("clerk", "agent", "captain"))
        paper = print_papers(assembly.pk, actor=clerk, plate="1-1-101")[0]
        enter_paper(paper, "nn", actor=clerk, scan=make_scan(clerk))
        signature = make_scan(captain)

    def by_phone(key: str) -> Callable[[], Any]:
        return lambda: cast_ballot(assembly.pk, voter.pk, "yy", actor=owner, key=key)

    results = race(
        city,
        *(by_phone(f"k{n}") for n in range(WRITERS)),
        lambda: enter_paper(paper, "nn", actor=agent),
        lambda: cast_at_door(
            assembly.pk, "1-1-101", "aa", actor=captain, key="d", signature=signature
        ),
    )
    assert len(receipts(results)) == 1
    lost = [one for one in results if not isinstance(one, Receipt)]
    assert all(isinstance(one, errors.AlreadyVoted) for one in lost), lost
    with estate_scope(city.estate.pk):
        assert Ballot.objects.count() == 1


@pytest.mark.rule("OWN-18")
def test_one_key_many_times_is_one_ballot_and_one_receipt(city: Any) -> None:
    with estate_scope(city.estate.pk):
        make_rules(city, repeat="last")  # the key alone stands against doubles here
        owner = make_owner("1-1-101")
        assembly = make_open(city)
        voter = own_voters(owner, assembly).get()
    again = [lambda: cast_ballot(assembly.pk, voter.pk, "yy", actor=owner, key="same")] * WRITERS
    results = race(city, *again)
    assert len({one.code for one in receipts(results)}) == 1
    assert len(receipts(results)) == WRITERS
    with estate_scope(city.estate.pk):
        assert Ballot.objects.count() == 1


@pytest.mark.rule("OWN-18")
def test_no_ballot_slips_in_while_the_box_is_sealed(city: Any) -> None:
    with estate_scope(city.estate.pk):
        owners = [make_owner(f"1-1-{floor}0{side}") for floor in (1, 2, 3) for side in (1, 2)]
        assembly = make_open(city)
        voters = [own_voters(owner, assembly).get().pk for owner in owners]
        chair = city.actor("owners_chair")
        before, after = assembly.closes_at - timedelta(seconds=1), end_of(assembly)

    def cast(n: int) -> Callable[[], Any]:
        def work() -> Any:
            with clock_at(before):  # by its own clock each voter is in time
                return cast_ballot(assembly.pk, voters[n], "yy", actor=owners[n], key="k")

        return work

    def close() -> Any:
        with clock_at(after):
            return close_assembly(assembly.pk, actor=chair)

    results = race(city, *(cast(n) for n in range(3)), close, *(cast(n) for n in range(3, 6)))
    late = [one for one in results if isinstance(one, DomainError)]
    assert all(isinstance(one, errors.BoxClosed) for one in late), late
    with estate_scope(city.estate.pk):
        assembly.refresh_from_db()
        assert assembly.result.ballot_count == Ballot.objects.count() == len(receipts(results))
        assert broken_seals(assembly) == []


def test_two_clerks_give_one_holder_no_more_than_the_rules(city: Any) -> None:
    with estate_scope(city.estate.pk):
        plates = [f"1-1-{floor}0{side}" for floor in (1, 2, 3) for side in (1, 2)]
        for plate in plates:
            make_owner(plate)
        make_rules(city, proxies_each=2)
        assembly = make_open(city)
        clerk = city.actor("clerk")
        power, holder = make_scan(clerk), city.people["tenant"].pk

    def give(plate: str) -> Callable[[], Any]:
        return lambda: enter_proxy(
            assembly.pk, actor=clerk, plate=plate, holder_id=holder, power=power
        )

    results = race(city, *(give(plate) for plate in plates))
    refused = [one for one in results if isinstance(one, errors.ProxyFull)]
    assert len(refused) == len(plates) - 2


@pytest.mark.rule("OWN-18")
def test_two_desks_enter_the_same_home_at_once(city: Any) -> None:
    """The second reading at two desks, and a captain's door, in one moment: one ballot."""
    with estate_scope(city.estate.pk):
        make_owner("1-1-101")
        assembly = make_open(city)
        clerk, agent, lead = (city.actor(name) for name in ("clerk", "agent", "lead"))
        paper = print_papers(assembly.pk, actor=clerk, plate="1-1-101")[0]
        enter_paper(paper, "yn", actor=clerk, scan=make_scan(clerk))
    results = race(
        city,
        lambda: enter_paper(paper, "yn", actor=agent),
        lambda: enter_paper(paper, "yn", actor=lead),
        lambda: enter_paper(paper, "ny", actor=agent),
    )
    assert len(receipts(results)) == 1, results
    with estate_scope(city.estate.pk):
        assert Ballot.objects.get().choices == "yn"


def test_the_clock_and_hands_open_and_close_once(city: Any) -> None:
    with estate_scope(city.estate.pk):
        with clock_at(now() - LATER - timedelta(hours=1)):
            assembly = make_noticed(city)
        chair = city.actor("owners_chair")
    by_hand = [lambda: open_assembly(assembly.pk, actor=chair)] * 2
    race(city, run_clocks, *by_hand, run_clocks)

    def late(work: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            with clock_at(end_of(assembly)):
                return work()

        return run

    race(city, late(run_clocks), late(lambda: close_assembly(assembly.pk, actor=chair)))
    with estate_scope(city.estate.pk):
        assembly.refresh_from_db()
        assert (assembly.state, assembly.result.ballot_count) == ("closed", 0)
        for action in ("assembly.opened", "assembly.closed"):
            rows = AuditRow.objects.filter(action=action, subject_id=assembly.pk)
            assert rows.count() == 1, action
