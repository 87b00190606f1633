"""What the job of a run does, step by step, each in a scope and a transaction of its own."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pikepdf
from django.db import transaction
from django.urls import reverse

from linli.base.accounts.api import Actor, User
from linli.base.calendars.api import now
from linli.base.files.api import keep_made
from linli.base.scopes.api import Estate, estate_scope
from linli.contact.messages.api import site_address
from linli.estate.organisations.api import load_actor
from linli.voice.ballots.exchange import read_sheet, take_ballots
from linli.voice.ballots.models import BallotRun, PaperBallot
from linli.voice.ballots.papers import number_papers
from linli.voice.ballots.runs import PRINT, Stopped, advance, source_of
from linli.voice.ballots.sheets import draw_papers

PART = 250  # papers that are drawn before the next look whether somebody has pressed stop


def do_run(run_id: int, attempt: int, user_id: int, estate_id: int) -> None:
    """Raises Stopped where the run is no longer this attempt's, and what the work raises."""
    with estate_scope(estate_id):
        run = _mine(run_id, attempt)
        actor = load_actor(User.objects.get(pk=user_id))
    if run.kind == PRINT:
        _print(run, actor, estate_id)
    else:
        _import(run, actor, estate_id)


def _mine(run_id: int, attempt: int) -> BallotRun:
    rows = BallotRun.objects.select_related("assembly").filter(pk=run_id, attempt=attempt)
    run: BallotRun | None = rows.filter(state="working").first()
    if run is None:
        raise Stopped
    return run


def _print(run: BallotRun, actor: Actor, estate_id: int) -> None:
    with estate_scope(estate_id):
        ids = number_papers(run.assembly_id, actor=actor)
    with pikepdf.new() as book:
        for done, part in _drawn(run, ids, estate_id):
            book.pages.extend(part.pages)
            with estate_scope(estate_id):
                advance(run, progress=1 + 97 * done // len(ids))
        out = io.BytesIO()
        _entitle(book, run)
        book.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        pages = len(book.pages)
    with estate_scope(estate_id), transaction.atomic():
        name = f"papers-{run.assembly.code}.pdf"
        stored = keep_made(out.getvalue(), name, actor=actor, page_count=pages)
        totals = {"papers": len(ids), "pages": pages, "bytes": stored.byte_count}
        advance(run, state="done", progress=100, file=stored, totals=totals, ended_at=now())


def _drawn(run: BallotRun, ids: Sequence[int], estate_id: int) -> Iterator[tuple[int, pikepdf.Pdf]]:
    """(papers done, the drawn part), in the order of `ids`."""
    for first in range(0, len(ids), PART):
        with estate_scope(estate_id):
            estate = Estate.objects.get(pk=estate_id)
            wanted = ids[first : first + PART]
            rows = PaperBallot.objects.select_related("assembly", "voter").in_bulk(wanted)
            data = draw_papers([rows[pk] for pk in wanted], estate, _address)
        yield first + len(wanted), pikepdf.open(io.BytesIO(data))


def _address(token: object) -> str:
    return site_address() + reverse("ballots:paper", args=[token])


def _entitle(book: pikepdf.Pdf, run: BallotRun) -> None:
    book.docinfo["/Title"] = f"业主大会选票 {run.assembly.code}"
    book.Root.Lang = "zh-Hans"


def _import(run: BallotRun, actor: Actor, estate_id: int) -> None:
    with estate_scope(estate_id):
        rows = read_sheet(source_of(run))
        advance(run, progress=40)
    with estate_scope(estate_id), transaction.atomic():
        done = take_ballots(run.assembly_id, rows, source_of(run), actor=actor)
        totals = {"new": done.new, "known": done.known}
        advance(run, state="done", progress=100, source=None, totals=totals, ended_at=now())
