from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.base.calendars.api import clock_at
from linli.base.scopes.api import Estate
from linli.matters.handling import api, rules
from linli.matters.handling.models import Matter, MatterEntry
from linli.matters.testing import make_accepted, make_done, make_matter

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def level(matter: Matter) -> tuple[bool, int]:
    row = Matter.objects.get(pk=matter.pk)
    return row.is_overdue, row.escalation


@pytest.mark.rule("REQ-03")
def test_what_is_overdue_climbs(queue: Any) -> None:
    with clock_at(MONDAY):
        matter = make_accepted(queue, place_id=queue.places["building1"].pk)  # 24 hours
    api.tick_clocks(MONDAY + 23 * HOUR)
    assert level(matter) == (False, 0)
    for hours, expected in ((24, 1), (35, 1), (36, 2), (48, 3), (500, 3)):
        api.tick_clocks(MONDAY + hours * HOUR)
        assert level(matter) == (True, expected), hours
    entries = MatterEntry.objects.filter(matter=matter, kind="escalated").order_by("id")
    assert [e.data["account"] for e in entries] == [
        queue.grid_worker.pk,
        queue.lead.pk,
        queue.secretary.pk,
    ]


def test_a_second_tick_changes_nothing(queue: Any) -> None:
    with clock_at(MONDAY):
        make_matter(queue)
    assert api.tick_clocks(MONDAY + 30 * HOUR) == 1
    assert api.tick_clocks(MONDAY + 30 * HOUR) == 0


def test_a_long_silence_climbs_every_step(queue: Any) -> None:
    with clock_at(MONDAY):
        matter = make_matter(queue)
    api.tick_clocks(MONDAY + 900 * HOUR)
    assert level(matter) == (True, 3)
    assert MatterEntry.objects.filter(matter=matter, kind="escalated").count() == 3


def test_done_and_ended_ones_do_not_climb(queue: Any) -> None:
    with clock_at(MONDAY):
        make_done(queue)
    assert api.tick_clocks(MONDAY + 900 * HOUR) == 0


def test_a_new_deadline_ends_the_overdue_state(queue: Any) -> None:
    with clock_at(MONDAY):
        matter = make_accepted(queue)
    with clock_at(MONDAY + 30 * HOUR):
        api.tick_clocks()
        row = api.extend_deadline(matter.pk, actor=queue.actor("worker"), days=1, reason="等件")
    assert (row.is_overdue, row.escalation) == (False, 0)


def test_the_periodic_task_covers_every_estate(queue: Any) -> None:
    from linli.matters.handling import tasks

    with clock_at(MONDAY):
        matter = make_matter(queue)
    estates = list(Estate.objects.values_list("id", flat=True))
    assert queue.estate.pk in estates
    from linli.base.scopes.data import current

    token = current.set(None)
    try:
        with clock_at(MONDAY + 30 * HOUR):
            tasks.tick(0)
        tasks.fold(0)
    finally:
        current.reset(token)
    assert level(matter) == (True, 1)


def test_the_worker_knows_the_periodic_tasks() -> None:
    from procrastinate.contrib.django import app

    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert {"linli.tick_clocks", "linli.fold_tally"} <= names


def test_news_are_written_in_the_same_transaction(queue: Any) -> None:
    before = ProcrastinateJob.objects.count()
    with pytest.raises(api.TextMissing):
        make_matter(queue, text="")
    assert ProcrastinateJob.objects.count() == before


@pytest.mark.parametrize(
    ("past", "expected"),
    [(-1, 0), (0, 1), (11, 1), (12, 2), (23, 2), (24, 3), (240, 3)],
)
def test_climbing_by_share(past: int, expected: int) -> None:
    assert rules.climb_level(past * HOUR, 24 * HOUR) == expected
