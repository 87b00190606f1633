"""Large files are read and written by jobs: watched, stopped, tried again, all or nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.base.scopes.api import all_estates, estate_scope
from linli.estate.imports import archives, jobs, tasks
from linli.estate.imports.api import (
    TooLate,
    drop_import,
    run_for,
    start_confirm,
    start_preview,
    stop_import,
)
from linli.estate.imports.tests.test_confirming import number, row, workbook
from linli.estate.imports.tests.test_pages import SignIn, upload
from linli.estate.imports.writing import Writer
from linli.estate.models import ImportRun, Person
from linli.estate.people.api import identity_index
from linli.estate.testing import Cast, make_cast, make_person

FILE = workbook(row("孟新", 号=number(1)), row("孟妻", 关系="妻"))


@pytest.fixture
def town(committed_db: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast in a database that commits, where every file counts as large."""
    monkeypatch.setattr(archives, "SMALL_UNPACKED", 0)
    with all_estates():
        cast = make_cast()
    with estate_scope(cast.estate.pk):
        cast.actor("clerk")
    yield cast


def in_scope(town: Cast, work: Callable[[], Any]) -> Any:
    with estate_scope(town.estate.pk):
        return work()


def begin(town: Cast, content: bytes = FILE) -> ImportRun:
    return in_scope(town, lambda: start_preview(content, "台账.xlsx", actor=town.actor("clerk")))


def confirm(town: Cast, run: ImportRun) -> ImportRun:
    return in_scope(town, lambda: start_confirm(run.token, actor=town.actor("clerk")))


def stop(town: Cast, run: ImportRun) -> ImportRun:
    return in_scope(town, lambda: stop_import(run.token, actor=town.actor("clerk")))


def look(town: Cast, run: ImportRun) -> ImportRun:
    return in_scope(town, lambda: run_for(town.actor("clerk"), run.token))


def people(town: Cast) -> int:
    return in_scope(town, lambda: Person.objects.filter(name__startswith="孟").count())


def do(town: Cast, run: ImportRun, attempt: int, tried: int = 0) -> None:
    """The job, in this thread, as the worker calls it for the n-th time."""
    context: Any = SimpleNamespace(job=SimpleNamespace(attempts=tried))
    tasks.work_import.func(
        context, run_id=run.pk, attempt=attempt, estate_id=town.estate.pk,
        user_id=town.clerk.pk,
    )  # fmt: skip


def numbered(serial: int) -> dict[str, Any]:
    found = number(serial)
    return {"id_number": found, "id_index": identity_index(found), "id_last4": found[-4:]}


def previewed(town: Cast) -> ImportRun:
    run = begin(town)
    do(town, run, 1)
    return look(town, run)


def in_thread(work: Callable[[], Any]) -> None:
    """Another process, as far as the database can tell."""

    def run() -> None:
        work()
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_a_worker_reads_and_writes(town: Cast) -> None:
    run = begin(town)
    assert (run.state, run.totals) == ("reading", {})

    def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    in_thread(work)
    run = look(town, run)
    assert (run.state, run.totals["new"], people(town)) == ("previewed", 2, 0)
    assert confirm(town, run).state == "writing"
    in_thread(work)
    run = look(town, run)
    assert (run.state, run.progress, run.source, people(town)) == ("confirmed", 100, None, 2)


def test_asked_twice_is_one_job(town: Cast) -> None:
    run = previewed(town)
    before = ProcrastinateJob.objects.filter(task_name="linli.work_import").count()
    assert confirm(town, run).attempt == confirm(town, run).attempt
    after = ProcrastinateJob.objects.filter(task_name="linli.work_import").count()
    assert after == before + 1


def test_stopped_before_it_is_read(town: Cast) -> None:
    run = begin(town)
    assert stop(town, run).state == "dropped"
    do(town, run, 1)
    run = look(town, run)
    assert (run.state, run.source, run.plan) == ("dropped", None, None)


@pytest.mark.parametrize("step", ["_update_people", "_create_memberships", "_write_categories"])
def test_stopped_while_it_is_written(
    town: Cast, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    run = confirm(town, previewed(town))
    inner = getattr(Writer, step)

    def stop_meanwhile(self: Writer, *given: Any) -> None:
        in_thread(lambda: stop(town, run))
        inner(self, *given)

    monkeypatch.setattr(Writer, step, stop_meanwhile)
    do(town, run, run.attempt)
    assert (look(town, run).state, people(town)) == ("previewed", 0)
    monkeypatch.undo()
    monkeypatch.setattr(archives, "SMALL_UNPACKED", 0)
    again = confirm(town, run)
    do(town, again, run.attempt)  # the stopped job comes late and finds nothing to do
    assert people(town) == 0
    do(town, again, again.attempt)
    assert (look(town, run).state, people(town)) == ("confirmed", 2)


def test_progress_is_seen_before_it_is_done(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = confirm(town, previewed(town))
    seen: list[tuple[int, int]] = []
    inner = Writer._write_categories

    def see(self: Writer, given: Any) -> None:
        in_thread(lambda: seen.append((look(town, run).progress, people(town))))
        inner(self, given)

    monkeypatch.setattr("linli.estate.imports.progress.PAUSE", 0)
    monkeypatch.setattr(Writer, "_write_categories", see)
    do(town, run, run.attempt)
    assert [(0 < share < 100, written) for share, written in seen] == [(True, 0)]


class Killed(BaseException):
    """What a SIGKILL leaves behind: an open transaction that nobody commits."""


def test_killed_worker_is_followed_by_another(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = confirm(town, previewed(town))

    def die(self: Writer, *given: Any) -> None:
        raise Killed

    monkeypatch.setattr(Writer, "_write_categories", die)
    with pytest.raises(Killed):
        do(town, run, run.attempt)
    assert (look(town, run).state, people(town)) == ("writing", 0)
    monkeypatch.undo()
    do(town, run, run.attempt, tried=1)
    do(town, run, run.attempt, tried=2)
    assert (look(town, run).state, people(town)) == ("confirmed", 2)


def test_too_late_to_stop(town: Cast) -> None:
    run = confirm(town, previewed(town))
    do(town, run, run.attempt)
    with pytest.raises(TooLate):
        stop(town, run)


def test_stopping_what_was_dropped_changes_nothing(town: Cast) -> None:
    run = previewed(town)
    in_scope(town, lambda: drop_import(run.token, actor=town.actor("clerk")))
    assert stop(town, run).state == "dropped"


def test_register_moved_meanwhile(town: Cast, sign_in: SignIn) -> None:
    run = confirm(town, previewed(town))
    in_scope(town, lambda: make_person("孟新", **numbered(1)))
    do(town, run, run.attempt)
    run = look(town, run)
    assert (run.state, run.totals["new"], people(town)) == ("previewed", 1, 1)
    page = in_scope(town, lambda: sign_in(town.clerk)).get(f"/imports/{run.token}/")
    assert "预览之后台账有了变化" in page.content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "可能已损坏"), ("en", "damaged")])
def test_error_is_told_in_the_readers_language(
    town: Cast, sign_in: SignIn, language: str, words: str
) -> None:
    run = begin(town)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("linli.estate.imports.judging.open_source", lambda _: b"PK\x03\x04x")
        do(town, run, 1)
    assert look(town, run).state == "failed"
    client = in_scope(town, lambda: sign_in(town.clerk))
    client.cookies["linli_language"] = language
    assert words in client.get(f"/imports/{run.token}/").content.decode()


def test_unforeseen_error_is_tried_again_and_then_told(
    town: Cast, monkeypatch: pytest.MonkeyPatch, sign_in: SignIn
) -> None:
    run = confirm(town, previewed(town))

    def fail(*given: Any) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(Writer, "_write_categories", fail)
    for tried, state in ((0, "writing"), (1, "writing"), (2, "previewed")):
        with pytest.raises(RuntimeError):
            do(town, run, run.attempt, tried)
        assert (look(town, run).state, people(town)) == (state, 0)
    page = in_scope(town, lambda: sign_in(town.clerk)).get(f"/imports/{run.token}/")
    assert "台账没有变化" in page.content.decode()
    assert "disk full" not in page.content.decode()


def test_page_shows_progress_and_stops(town: Cast, sign_in: SignIn) -> None:
    client = in_scope(town, lambda: sign_in(town.clerk))
    address = upload(client, FILE).url
    page = client.get(address).content.decode()
    assert "<progress" in page
    assert f"{address}stop/" in page
    assert "<progress" in client.get(f"{address}progress/").content.decode()
    assert client.post(f"{address}stop/").url == "/imports/"
    over = client.get(f"{address}progress/")
    assert (over.status_code, over["HX-Redirect"]) == (204, address)
    assert "什么都没有写入" in client.get(address).content.decode()


def test_page_of_all_imports_while_one_is_read(town: Cast, sign_in: SignIn) -> None:
    client = in_scope(town, lambda: sign_in(town.clerk))
    upload(client, FILE)
    assert "正在读" in client.get("/imports/").content.decode()


def test_columns_of_a_large_file_are_read_again_by_a_job(town: Cast, sign_in: SignIn) -> None:
    run = previewed(town)
    client = in_scope(town, lambda: sign_in(town.clerk))
    client.post(f"/imports/{run.token}/columns/0/", {"field-6": "second_phone"})
    assert look(town, run).state == "reading"
    assert stop(town, run).state == "previewed"  # the preview that was there stands again
    assert "pending" not in look(town, run).column_maps
    client.post(f"/imports/{run.token}/columns/0/", {"field-6": "second_phone"})
    run = look(town, run)
    do(town, run, run.attempt)
    columns = look(town, run).column_maps["sheets"][0]["maps"][0]["columns"]
    assert [c[2] for c in columns if c[0] == 6] == ["second_phone"]


def test_jobs_are_named_for_the_worker() -> None:
    assert "linli.work_import" in app.tasks
    assert jobs.WORKING == ("reading", "writing")
