"""Two people at one matter at the same moment: one wins, the other learns why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from linli.base.scopes.api import estate_scope
from linli.matters.handling import api
from linli.matters.handling.models import Matter, MatterEntry, MatterTally
from linli.matters.testing import make_accepted, make_done, make_matter
from tests.concurrency.races import actor, race, won

pytestmark = pytest.mark.slow


def prepare(city: Any, make: Callable[..., Matter], **over: Any) -> Matter:
    with estate_scope(city.estate.pk):
        return make(city, **over)


def look(city: Any, matter: Matter) -> Matter:
    with estate_scope(city.estate.pk):
        return Matter.objects.get(pk=matter.pk)


def entries(city: Any, matter: Matter, kind: str) -> int:
    with estate_scope(city.estate.pk):
        return MatterEntry.objects.filter(matter=matter.pk, kind=kind).count()


def tally_agrees(city: Any) -> bool:
    with estate_scope(city.estate.pk):
        counted = Matter.objects.filter(state__in=["received", "accepted", "done"]).count()
        return sum(MatterTally.objects.values_list("n", flat=True)) == counted


def test_two_workers_accept_at_once(city: Any) -> None:
    matter = prepare(city, make_matter)
    one, two = actor(city, "worker"), actor(city, "worker2")
    results = race(
        city,
        lambda: api.accept_matter(matter.pk, actor=one, version=matter.version),
        lambda: api.accept_matter(matter.pk, actor=two, version=matter.version),
    )
    assert len(won(results)) == 1
    assert entries(city, matter, "accepted") == 1
    assert look(city, matter).holder_id == won(results)[0].holder_id


def test_one_key_from_eight_phones(city: Any) -> None:
    resident = actor(city, "resident")

    def work() -> Matter:
        return api.open_matter(
            actor=resident,
            kind="request",
            category="water_pipe",
            channel="resident",
            text="漏水",
            client_key="key-1",
        )

    results = race(city, *[work] * 8)
    assert len({matter.pk for matter in results}) == 1
    with estate_scope(city.estate.pk):
        assert Matter.objects.count() == 1
        assert MatterEntry.objects.filter(kind="opened").count() == 1
    assert tally_agrees(city)


def test_eight_reports_get_eight_numbers(city: Any) -> None:
    agent = actor(city, "agent")

    def work() -> Matter:
        return api.open_matter(
            actor=agent, kind="request", category="water_pipe", channel="hotline", text="漏水"
        )

    numbers = [matter.number for matter in race(city, *[work] * 8)]
    assert len(set(numbers)) == 8
    assert tally_agrees(city)


def test_handed_on_while_somebody_accepts(city: Any) -> None:
    matter = prepare(city, make_matter)
    agent, worker = actor(city, "agent"), actor(city, "worker")
    police = city.organisations["police"].pk
    race(
        city,
        lambda: api.offer_matter(
            matter.pk, actor=agent, organisation_id=police, reason="转", version=matter.version
        ),
        lambda: api.accept_matter(matter.pk, actor=worker, version=matter.version),
    )
    row = look(city, matter)
    if row.state == "accepted":
        assert (row.holder_id, row.offered_to_organisation_id) == (worker.user_id, None)
    else:
        assert (row.holder_id, row.offered_to_organisation_id) == (agent.user_id, police)


def test_two_return_visits_close_once(city: Any) -> None:
    matter = prepare(city, make_done)
    one, two = actor(city, "agent"), actor(city, "agent2")
    results = race(
        city,
        *(
            lambda who=who: api.record_return_visit(
                matter.pk, actor=who, result="solved", satisfaction="satisfied", way="phone"
            )
            for who in (one, two)
        ),
    )
    assert len(won(results)) == 1
    assert entries(city, matter, "closed") == 1


def test_merges_that_cross_do_not_wait_for_each_other(city: Any) -> None:
    one, two = prepare(city, make_matter), prepare(city, make_matter)
    agent = actor(city, "agent")
    results = race(
        city,
        lambda: api.merge_matters(one.pk, [two.pk], actor=agent, reason="同"),
        lambda: api.merge_matters(two.pk, [one.pk], actor=agent, reason="同"),
    )
    assert len(won(results)) == 1
    assert {look(city, one).state, look(city, two).state} == {"received", "merged"}
    assert tally_agrees(city)


def test_clocks_and_work_at_once(city: Any) -> None:
    from datetime import timedelta

    from linli.base.calendars.api import clock_at, now

    with clock_at(now() - timedelta(hours=30)):
        matter = prepare(city, make_accepted)
    worker = actor(city, "worker")
    race(
        city,
        api.tick_clocks,
        api.tick_clocks,
        lambda: api.finish_matter(matter.pk, actor=worker, text="好了"),
        api.fold_tally,
    )
    assert look(city, matter).state == "done"
    assert entries(city, matter, "escalated") <= 1
    assert tally_agrees(city)


def test_folding_while_others_write_loses_nothing(city: Any) -> None:
    agent = actor(city, "agent")

    def work() -> None:
        for _ in range(5):
            api.open_matter(
                actor=agent, kind="request", category="dog", channel="hotline", text="狗"
            )

    race(city, work, work, api.fold_tally, api.fold_tally, api.fold_tally)
    assert tally_agrees(city)
