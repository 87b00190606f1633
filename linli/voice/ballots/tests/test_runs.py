"""All papers in one file, and large sheets of ballots: jobs that are watched, stopped, tried again,
all or nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.base.audit.api import AuditRow
from linli.base.errors import NotAllowed, NotFound
from linli.base.files.api import StoredFile, file_path, is_attached
from linli.base.scopes.api import all_estates, estate_scope
from linli.estate.testing import make_cast
from linli.voice.ballots import jobs, runs, tasks
from linli.voice.ballots.api import (
    Assembly,
    Ballot,
    BallotRun,
    PaperBallot,
    print_papers,
    run_for,
    runs_of,
    start_import,
    start_print,
    stop_run,
)
from linli.voice.ballots.errors import RunAlready, SheetBroken
from linli.voice.ballots.testing import make_closed, make_open, make_owner


@pytest.fixture
def town(committed_db: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An open assembly in a database that commits; every sheet counts as large, parts are small."""
    monkeypatch.setattr(runs, "SMALL_BYTES", 0)
    monkeypatch.setattr(jobs, "PART", 2)
    with all_estates():
        cast = make_cast()
    with estate_scope(cast.estate.pk):
        for plate in ("1-1-101", "1-1-102", "1-2-101"):
            make_owner(plate)
        assembly = make_open(cast)
        names = ("clerk", "captain", "owners_chair", "agent")
        actors = SimpleNamespace(**{name: cast.actor(name) for name in names})
    yield SimpleNamespace(cast=cast, assembly=assembly, act=actors, pk=cast.estate.pk)


def inside(town: Any, work: Callable[[], Any]) -> Any:
    with estate_scope(town.pk):
        return work()


def begin_print(town: Any) -> BallotRun:
    return inside(town, lambda: start_print(town.assembly.pk, actor=town.act.clerk))


def begin_import(town: Any, data: bytes) -> Any:
    return inside(town, lambda: start_import(town.assembly.pk, data, actor=town.act.owners_chair))


def sheet_of(town: Any, answer: str = "同意") -> bytes:
    codes = inside(
        town, lambda: list(town.assembly.voters.order_by("pk").values_list("code", flat=True))
    )
    rows = "\n".join(f"{code},{answer},{answer}" for code in codes)
    return f"编号,议题1,议题2\n{rows}\n".encode()


def do(town: Any, run: BallotRun, attempt: int = 1, tried: int = 0) -> None:
    """The job, in this thread, as the worker calls it for the n-th time."""
    context: Any = SimpleNamespace(job=SimpleNamespace(attempts=tried))
    tasks.work_ballot_run.func(
        context, run_id=run.pk, attempt=attempt, estate_id=town.pk,
        user_id=town.cast.owners_chair.pk if run.kind == "import" else town.cast.clerk.pk,
    )  # fmt: skip


def look(town: Any, run: BallotRun) -> BallotRun:
    return inside(town, lambda: BallotRun.objects.select_related("file").get(pk=run.pk))


def ballots(town: Any) -> int:
    return inside(town, Ballot.objects.count)


def work() -> None:
    """A worker in another thread, as in another process, until no job of this kind is left."""

    def run() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(
                queues=["imports"], wait=False, install_signal_handlers=False,
                listen_notify=False,
            )  # fmt: skip
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=120)
    assert not thread.is_alive()


def test_a_worker_prints_all_papers_into_one_file(town: Any) -> None:
    before = inside(
        town, lambda: print_papers(town.assembly.pk, actor=town.act.clerk, plate="1-2-101")[0]
    )
    run = begin_print(town)
    assert (run.state, run.progress) == ("working", 0)
    work()
    run = look(town, run)
    heads = inside(town, town.assembly.voters.count)
    assert (run.state, run.progress, run.totals["papers"]) == ("done", 100, heads)
    assert run.totals["pages"] == heads
    with estate_scope(town.pk), pikepdf.open(file_path(run.file)) as book:
        assert len(book.pages) == heads
        assert str(book.docinfo["/Title"]) == f"业主大会选票 {town.assembly.code}"
        numbers = list(PaperBallot.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, heads + 1))
        assert PaperBallot.objects.get(pk=before.pk).receipt == before.receipt
    again = begin_print(town)  # printed before: another file, the same papers
    do(town, again)
    assert look(town, again).state == "done"
    assert inside(town, PaperBallot.objects.count) == heads


def test_pressed_twice_is_one_print(town: Any) -> None:
    assert begin_print(town).pk == begin_print(town).pk
    assert ProcrastinateJob.objects.filter(task_name="linli.work_ballot_run").count() == 1


def test_stopped_before_and_in_the_middle(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begin_print(town)
    inside(town, lambda: stop_run(run.token, actor=town.act.clerk))
    do(town, run)
    assert look(town, run).state == "stopped"
    run = begin_print(town)
    parts: list[int] = []
    draw = jobs.draw_papers

    def stop_at_the_second(papers: Any, *rest: Any) -> bytes:
        parts.append(len(papers))
        if len(parts) == 2:
            thread = threading.Thread(target=stop)
            thread.start()
            thread.join()
        return draw(papers, *rest)

    def stop() -> None:
        inside(town, lambda: stop_run(run.token, actor=town.act.clerk))
        connections.close_all()

    monkeypatch.setattr(jobs, "draw_papers", stop_at_the_second)
    do(town, run)
    run = look(town, run)
    assert (run.state, run.file, len(parts)) == ("stopped", None, 2)
    assert inside(town, lambda: StoredFile.objects.filter(page_count__gt=1).count()) == 0


def test_a_worker_that_dies_is_followed_by_one_that_finishes(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin_print(town)

    def die(*_args: Any, **_more: Any) -> None:
        raise ConnectionError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "keep_made", die)
        with pytest.raises(ConnectionError):
            do(town, run)
    assert look(town, run).state == "working"
    do(town, run, tried=1)
    do(town, run, tried=1)  # a late one changes nothing
    assert look(town, run).state == "done"
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "number_papers", die)
        third = begin_print(town)
        with pytest.raises(ConnectionError):
            do(town, third, tried=tasks.ATTEMPTS - 1)
    third = look(town, third)
    assert (third.state, third.fault["code"]) == ("failed", "ballot_run_failed")


@pytest.mark.rule("OWN-18")
def test_a_large_sheet_comes_in_by_a_job(town: Any) -> None:
    run = begin_import(town, sheet_of(town))
    assert isinstance(run, BallotRun)
    assert ballots(town) == 0
    with pytest.raises(RunAlready):
        begin_import(town, sheet_of(town))
    work()
    run = look(town, run)
    heads = inside(town, town.assembly.voters.count)
    assert (run.state, run.source, run.totals) == ("done", None, {"new": heads, "known": 0})
    assert ballots(town) == heads


def test_a_wrong_row_leaves_the_box_as_it_was(town: Any) -> None:
    run = begin_import(town, sheet_of(town) + "NOBODY,同意,同意\n".encode())
    do(town, run)
    run = look(town, run)
    assert (run.state, run.source, ballots(town)) == ("failed", None, 0)
    assert run.fault["code"] == "sheet_wrong"
    assert "NOBODY" in run.fault["params"]["what"]


def test_stopped_while_ballots_are_written(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begin_import(town, sheet_of(town))
    take = jobs.take_ballots

    def stop() -> None:
        inside(town, lambda: stop_run(run.token, actor=town.act.owners_chair))
        connections.close_all()

    def take_and_stop(*args: Any, **more: Any) -> Any:
        done = take(*args, **more)
        thread = threading.Thread(target=stop)
        thread.start()
        thread.join()
        return done

    monkeypatch.setattr(jobs, "take_ballots", take_and_stop)
    do(town, run)
    assert (look(town, run).state, ballots(town)) == ("stopped", 0)


def test_hopeless_bytes_are_told(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begin_import(town, b"PK\x03\x04 cut")
    do(town, run)
    assert look(town, run).fault["code"] == "sheet_broken"
    monkeypatch.setattr(runs, "MOST_BYTES", 10)
    with pytest.raises(SheetBroken):
        begin_import(town, b"x" * 11)


def test_papers_of_all_are_for_the_desk(town: Any) -> None:
    run = begin_print(town)

    def check() -> None:
        with pytest.raises(NotAllowed):
            start_print(town.assembly.pk, actor=town.act.captain)
        with pytest.raises(NotFound):
            run_for(town.act.captain, run.token)
        assert runs_of(town.act.captain, Assembly.objects.get(pk=town.assembly.pk), "print") == []
        assert run_for(town.act.agent, run.token) == run
        assert runs_of(town.act.agent, Assembly.objects.get(pk=town.assembly.pk), "import") == []

    inside(town, check)


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("captain", 404), ("owner", 404), ("outsider", 404), ("foreign_lead", 404)],
)
def test_the_file_is_looked_at_by_the_desk_alone(
    town: Any, sign_in: Any, who: str, status: int
) -> None:
    run = begin_print(town)
    do(town, run)
    run = look(town, run)
    client = inside(town, lambda: sign_in(getattr(town.cast, who)))
    assert client.get(f"/files/{run.file.token}").status_code == status
    page = client.get(f"/votes/runs/{run.token}")
    assert page.status_code == status
    assert client.get(f"/votes/runs/{run.token}/progress").status_code == (
        204 if status == 200 else status
    )
    looks = inside(town, lambda: AuditRow.objects.filter(action="ballots.print_seen").count())
    assert looks == (1 if status == 200 else 0)
    if status == 200:
        assert str(run.file.token) in page.content.decode()


def test_the_file_goes_when_the_box_is_closed(town: Any, sign_in: Any) -> None:
    run = begin_print(town)
    do(town, run)
    file = look(town, run).file
    assert runs.drop_old_prints() == 0
    inside(town, lambda: make_closed(town.cast, town.assembly))
    assert (runs.drop_old_prints(), runs.drop_old_prints()) == (1, 0)
    run = look(town, run)
    assert (run.state, run.file, run.totals["papers"] > 0) == ("gone", None, True)
    client = inside(town, lambda: sign_in(town.cast.agent))
    assert client.get(f"/files/{file.token}").status_code == 404
    assert "文件已经删掉" in client.get(f"/votes/runs/{run.token}").content.decode()
    assert not inside(town, lambda: is_attached(file))


def test_the_desk_presses_and_watches(town: Any, sign_in: Any) -> None:
    client = inside(town, lambda: sign_in(town.cast.clerk))
    answer = client.post(f"/votes/take/{town.assembly.pk}/print_all")
    run = inside(town, BallotRun.objects.get)
    assert answer["Location"] == f"/votes/runs/{run.token}"
    assert "正在排队" in client.get(answer["Location"]).content.decode()
    assert "0%" not in client.get(f"/votes/runs/{run.token}/progress").content.decode()
    assert client.post(f"/votes/runs/{run.token}/stop").status_code == 302
    assert "停下了" in client.get(answer["Location"]).content.decode()
    assert "停下了" in client.get(f"/votes/take/{town.assembly.pk}").content.decode()
