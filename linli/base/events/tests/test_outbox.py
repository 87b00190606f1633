"""News reach every handler once, in order, and only when their transaction stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.base.audit.api import AuditRow, record
from linli.base.calendars.api import clock_at, now
from linli.base.events import actions
from linli.base.events.actions import handle_event
from linli.base.events.api import (
    Event,
    HandledEvent,
    QuietNews,
    handles,
    publish,
    relay_news,
)
from linli.base.scopes.api import estate_scope
from linli.estate.testing import make_estate


@dataclass(frozen=True)
class LampRepaired(Event):
    lamp_id: int
    step: int = 0

    @property
    def aggregate(self) -> str:
        return f"lamp:{self.lamp_id}"


heard: list[tuple[int, int]] = []
trouble: list[Exception] = []


@pytest.fixture(autouse=True)
def listener() -> Iterator[None]:
    heard.clear()
    trouble.clear()

    @handles(LampRepaired)
    def hear(event: LampRepaired) -> None:
        record("heard", "lamp", event.lamp_id, actor=None, step=event.step)
        if trouble:
            raise trouble.pop(0)
        heard.append((event.lamp_id, event.step))

    yield
    actions._handlers.pop("LampRepaired")


def work() -> None:
    """A worker that ends when nothing is left."""

    async def run() -> None:
        worker_app = app.with_connector(app.connector.get_worker_connector())
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                wait=False, queues=["events"], concurrency=4, install_signal_handlers=False,
                listen_notify=False,
            )  # fmt: skip

    async_to_sync(run)()


def jobs() -> Any:
    return ProcrastinateJob.objects.filter(task_name="linli.handle_event")


def test_an_event_is_one_job_a_handler_in_the_same_transaction(cast: Any) -> None:
    publish(LampRepaired(7))
    (job,) = jobs()
    assert job.args["payload"] == {"lamp_id": 7, "step": 0}
    assert job.args["estate_id"] == cast.estate.pk
    assert job.lock.startswith(f"{cast.estate.pk}:lamp:7:")


def test_an_undone_transaction_tells_nobody(cast: Any) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(LampRepaired(7))
        raise RuntimeError
    assert not jobs().exists()


def test_a_job_that_runs_twice_is_handled_once(cast: Any) -> None:
    publish(LampRepaired(7))
    (job,) = jobs()
    for _time in range(2):
        handle_event.func(**job.args)
    assert heard == [(7, 0)]


def test_a_handler_that_fails_leaves_nothing_and_may_try_again(cast: Any) -> None:
    publish(LampRepaired(7))
    (job,) = jobs()
    trouble.append(ConnectionError())
    with pytest.raises(ConnectionError):
        handle_event.func(**job.args)
    assert not HandledEvent.objects.exists()
    assert not AuditRow.objects.filter(action="heard").exists()
    handle_event.func(**job.args)
    assert heard == [(7, 0)]


def test_two_handlers_have_a_job_each(cast: Any) -> None:
    @handles(LampRepaired)
    def hear_too(event: LampRepaired) -> None: ...

    publish(LampRepaired(7))
    assert len({job.args["handler"] for job in jobs()}) == 2
    assert len({job.args["event_id"] for job in jobs()}) == 1


def test_order_holds_per_aggregate_with_several_hands(committed_db: Any) -> None:
    estate = make_estate()
    with estate_scope(estate.pk):
        for step in range(6):
            for lamp in (1, 2):
                publish(LampRepaired(lamp, step))
    for _round in range(12):  # a worker goes home when all that is left waits for its turn
        if jobs().filter(status="todo").exists():
            work()
    for lamp in (1, 2):
        assert [step for one, step in heard if one == lamp] == list(range(6))


def test_a_killed_workers_job_is_done_by_the_next(committed_db: Any) -> None:
    estate = make_estate()
    with estate_scope(estate.pk):
        publish(LampRepaired(9))

    async def take_and_die() -> None:
        """What kill -9 leaves: a job in hand, and a heart that beats no more."""
        async with app.with_connector(app.connector.get_worker_connector()).open_async() as dead:
            worker_id = await dead.job_manager.register_worker()
            job = await dead.job_manager.fetch_job(queues=["events"], worker_id=worker_id)
            assert job is not None

    async def rescue() -> None:
        async with app.with_connector(app.connector.get_worker_connector()).open_async() as alive:
            await alive.job_manager.prune_stalled_workers(seconds_since_heartbeat=0)
            for job in await alive.job_manager.get_stalled_jobs():
                await alive.job_manager.retry_job(job)

    async_to_sync(take_and_die)()
    work()
    assert heard == []
    async_to_sync(rescue)()
    work()
    assert heard == [(9, 0)]
    assert jobs().get().status == "succeeded"


def test_an_event_without_listeners_is_no_trouble(cast: Any) -> None:
    @dataclass(frozen=True)
    class NobodyCares(Event):
        @property
        def aggregate(self) -> str:
            return "none"

    publish(NobodyCares())
    assert not jobs().exists()


@dataclass(frozen=True)
class MeterRead(Event):
    meter_id: int
    is_quiet = True

    @property
    def aggregate(self) -> str:
        return f"meter:{self.meter_id}"


@pytest.fixture
def reader() -> Iterator[list[int]]:
    read: list[int] = []

    @handles(MeterRead, only_fresh=True)
    def hear(event: MeterRead) -> None:
        read.append(event.meter_id)

    yield read
    actions._handlers.pop("MeterRead")


def test_quiet_news_become_jobs_in_their_order(cast: Any, reader: list[int]) -> None:
    for meter in (3, 1, 2):
        publish(MeterRead(meter))
    assert not jobs().exists()
    relay_news(0)
    relay_news(0)
    found = list(jobs().order_by("id"))
    assert [job.args["payload"] for job in found] == [{"meter_id": n} for n in (3, 1, 2)]
    assert found[0].lock.split(":")[:3] == [str(cast.estate.pk), "meter", "3"]
    for job in found:
        handle_event(**job.args)
        handle_event(**job.args)
    assert reader == [3, 1, 2]


def test_quiet_news_of_the_past_are_not_for_those_who_act(cast: Any, reader: list[int]) -> None:
    with clock_at(now() - timedelta(days=30)):
        publish(MeterRead(1))
    relay_news(0)
    assert not jobs().exists()
    assert not QuietNews.objects.exists()


def test_quiet_news_without_anybody_listening_is_not_written(cast: Any) -> None:
    publish(MeterRead(1))
    assert not QuietNews.objects.exists()
