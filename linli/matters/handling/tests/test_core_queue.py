from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.base.accounts.api import Actor
from linli.base.calendars.api import clock_at, now, today
from linli.base.errors import Invalid, NotFound
from linli.matters.handling import api, tallies
from linli.matters.handling.data import PAGE_SIZE, QueueFilters, View
from linli.matters.handling.duty import stands_in_for
from linli.matters.handling.filters import person_params
from linli.matters.handling.models import Matter, MatterTally
from linli.matters.handling.reach import reach_sql
from linli.matters.testing import make_accepted, make_closed, make_done, make_matter

EVERYBODY = [
    "administrator",
    "lead",
    "agent",
    "agent2",
    "clerk",
    "secretary",
    "housing_officer",
    "accountant",
    "property_manager",
    "worker",
    "worker2",
    "grid_worker",
    "grid_worker2",
    "captain",
    "volunteer",
    "carer",
    "guard",
    "resident",
    "elder",
    "owner",
    "tenant",
    "outsider",
    "foreign_lead",
]


@pytest.fixture
def varied(queue: Any) -> Any:
    """Matters of every state, place, organisation and reporter."""
    places = [queue.places[k].pk for k in ("building1", "building3", "gate")]
    categories = ["water_pipe", "dog", "neighbour_dispute", "elder_care", "housing_eligibility"]
    for n, category in enumerate(categories * 2):
        reporter = ["resident", "elder", "owner", "tenant"][n % 4]
        make_matter(
            queue,
            category=category,
            place_id=places[n % 3],
            reporter_id=queue.people[reporter].pk,
        )
    make_accepted(queue, place_id=places[0])
    make_done(queue, worker="worker2", place_id=places[1])
    make_closed(queue)
    make_matter(queue, by="resident", channel="resident")
    make_matter(queue, by="grid_worker", channel="grid_round", place_id=places[0])
    first, second = (make_matter(queue) for _ in range(2))
    api.merge_matters(first.pk, [second.pk], actor=queue.actor("lead"), reason="同")
    return queue


def all_rows(actor: Actor, filters: QueueFilters) -> list[int]:
    ids: list[int] = []
    cursor = None
    while True:
        page = api.find_queue_page(actor, filters, cursor)
        ids += [row.id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            return ids


@pytest.mark.rule("SEC-06")
def test_the_list_and_the_door_agree(varied: Any) -> None:
    for name in EVERYBODY:
        actor = varied.actor(name)
        listed = set(all_rows(actor, QueueFilters(view="all")))
        assert listed == set(api.matters_visible_to(actor).values_list("id", flat=True)), name
        for matter in Matter.objects.all():
            assert (door(actor, matter.pk) != "shut") == (matter.pk in listed), name


def door(actor: Actor, matter_id: int) -> str:
    try:
        api.matter_for(actor, matter_id)
    except NotFound:
        return "shut"
    except api.NeedToKnow:
        return "masked"
    return "open"


@pytest.mark.rule("SEC-06")
def test_rows_are_masked_where_the_door_is_closed(varied: Any) -> None:
    masked = 0
    for name in EVERYBODY:
        actor = varied.actor(name)
        for row in api.find_queue_page(actor, QueueFilters(view="all")).rows:
            assert row.is_masked == (door(actor, row.id) == "masked"), name
            assert bool(row.title) != row.is_masked
            if row.is_masked:
                masked += 1
                assert row.place == ""
                assert api.abilities_of(actor, Matter.objects.get(pk=row.id)) == frozenset()
    assert masked


def test_the_outsider_sees_nothing(varied: Any) -> None:
    for name in ("outsider", "administrator", "foreign_lead"):
        page = api.find_queue_page(varied.actor(name), QueueFilters(view="all"))
        assert page.rows == ()
        assert set(page.counts.values()) == {0}


def test_counts_agree_with_the_lists(varied: Any) -> None:
    for name in EVERYBODY:
        actor = varied.actor(name)
        for view, count in api.find_queue_page(actor).counts.items():
            assert len(all_rows(actor, QueueFilters(view=view))) == count, (name, view)


def test_the_tally_equals_a_count(varied: Any) -> None:
    def tally() -> int:
        return sum(MatterTally.objects.values_list("n", flat=True))

    open_matters = Matter.objects.filter(state__in=["received", "accepted", "done"]).count()
    assert tally() == open_matters
    before = MatterTally.objects.count()
    api.fold_tally()
    assert tally() == open_matters
    assert MatterTally.objects.count() < before


def test_pages_go_forth_and_back(queue: Any) -> None:
    lead = queue.actor("lead")
    for n in range(PAGE_SIZE + 7):
        with clock_at(now() + timedelta(minutes=n // 3)):  # equal deadlines in threes
            make_matter(queue)
    for view in ("open", "all"):
        first = api.find_queue_page(lead, QueueFilters(view=view))
        assert (len(first.rows), first.previous_cursor) == (PAGE_SIZE, None)
        second = api.find_queue_page(lead, QueueFilters(view=view), first.next_cursor)
        assert (len(second.rows), second.next_cursor) == (7, None)
        back = api.find_queue_page(lead, QueueFilters(view=view), second.previous_cursor)
        assert back.rows == first.rows
        assert back.previous_cursor is None
        assert not {r.id for r in first.rows} & {r.id for r in second.rows}


@pytest.mark.parametrize(
    "cursor",
    ["-1", "n", "n1", "n1.x", "p9999999999999999999.1", "n1." + "9" * 19, "'; drop", "n1.1\x00",
     "n99999999999999999.1", "п1.1"],
)  # fmt: skip
def test_garbage_cursors_are_refused(queue: Any, cursor: str) -> None:
    with pytest.raises(api.UnknownCursor):
        api.find_queue_page(queue.actor("lead"), QueueFilters(), cursor)


@pytest.mark.parametrize(
    "over",
    [
        {"view": "nonsense"}, {"category": "x"}, {"kind": "x"}, {"urgency": "x"},
        {"channel": "x"}, {"state": "x"}, {"organisation_id": -1}, {"grid_id": 2**63},
        {"building_id": 0}, {"number": "abc"}, {"number": "١٢"}, {"reckoning": "x"},
    ],
)  # fmt: skip
def test_garbage_filters_are_refused(queue: Any, over: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        api.find_queue_page(queue.actor("lead"), QueueFilters(**over))
    assert refused.value.field == next(iter(over))


@pytest.mark.parametrize(
    ("over", "count"),
    [
        ({"category": "dog"}, 2), ({"kind": "request"}, 17), ({"channel": "grid_round"}, 1),
        ({"state": "done"}, 1), ({"urgency": "emergency"}, 0),
    ],
)  # fmt: skip
def test_filters_narrow(varied: Any, over: dict[str, Any], count: int) -> None:
    rows = api.find_queue_page(varied.actor("lead"), QueueFilters(view="all", **over)).rows
    assert len(rows) == count


def test_by_place_number_and_day(varied: Any) -> None:
    lead = varied.actor("lead")
    grid = varied.places["grid2"].pk
    rows = api.find_queue_page(lead, QueueFilters(view="all", grid_id=grid)).rows
    assert {row.grid for row in rows} == {"第2网格"}
    number = Matter.objects.order_by("id").first().number
    short = str(int(number.split("-")[1]))
    for text in (number, short):
        (row,) = api.find_queue_page(lead, QueueFilters(view="all", number=text)).rows
        assert row.number == number
    tomorrow = today() + timedelta(days=1)
    assert not api.find_queue_page(lead, QueueFilters(view="all", since=tomorrow)).rows
    assert api.find_queue_page(lead, QueueFilters(view="all", until=tomorrow)).rows


def test_a_page_takes_two_queries_for_the_lead(varied: Any) -> None:
    lead = varied.actor("lead")
    api.find_queue_page(lead)
    with CaptureQueriesContext(connection) as queries:
        api.find_queue_page(lead)
    assert len(queries) <= 3  # stand-ins, rows, counts


def test_views_of_one_person(varied: Any) -> None:
    worker = varied.actor("worker")
    mine = api.find_queue_page(worker, QueueFilters(view=View.MINE.value)).rows
    assert {row.holder for row in mine} == {"李师傅"}
    offered = api.find_queue_page(worker, QueueFilters(view=View.TO_ACCEPT.value)).rows
    assert {row.offered_to for row in offered} == {"物业公司"}


def test_the_condition_is_empty_for_the_desk_only(queue: Any) -> None:
    for name in EVERYBODY:
        actor = queue.actor(name)
        params = {"estate": queue.estate.pk, **person_params(actor, stands_in_for(None))}
        desk = name in {"lead", "agent", "agent2", "clerk", "secretary"}
        assert (reach_sql(actor, params) == "") == desk


def test_figures_of_a_part_stop_at_a_floor_and_say_so(
    queue: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "MOST_COUNTED", 2)
    place = queue.places["building1"].pk
    for _ in range(3):
        make_matter(queue, place_id=place)
    make_accepted(queue, place_id=place)
    make_matter(queue, place_id=place, urgency="emergency")
    page = api.find_queue_page(queue.actor("grid_worker"))
    assert page.at_least == {"open", "received"}
    found = {view: page.counts[view] for view in ("open", "received", "working", "emergencies")}
    assert found == {"open": 2, "received": 2, "working": 1, "emergencies": 1}
    assert "2+" in sign_in(queue.grid_worker).get("/queue/?view=open").content.decode()
    # whoever sees everything reads the tally, which is exact
    whole = api.find_queue_page(queue.actor("agent"))
    assert (whole.counts["open"], whole.at_least) == (5, frozenset())
