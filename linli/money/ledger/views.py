"""Pages of the ledger for those who keep it and those who watch over it; they only read."""

from __future__ import annotations

import gzip
import json
import tempfile
from datetime import date
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.base.accounts.requests import actor_of
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import Invalid
from linli.base.paging import cut_page
from linli.money.ledger import reading, words
from linli.money.ledger.api import (
    balances_of,
    entries_of,
    export_book,
    latest_seal,
    lines_of,
    name_papers,
    proof_of,
)
from linli.money.ledger.forms import DaysForm
from linli.money.ledger.sheets import write_entries

SHOWN = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"ledger/{name}.jinja", {"words": words, **context})


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every book with the money in it and its last seal."""
    books = [
        {
            "book": book,
            "money": [row for row in reading.labels_of(book) if row.is_money],
            "seal": latest_seal(book),
        }
        for book in reading.books_for(actor_of(request))
    ]
    return _page(request, "index", books=books)


@require_GET
def show_book(request: HttpRequest, code: str) -> HttpResponse:
    """A book's accounts with what they stand at."""
    actor = actor_of(request)
    book = reading.book_for(actor, code)
    start = today().replace(day=1)
    return _page(
        request, "book", book=book, rows=reading.labels_of(book), seal=latest_seal(book),
        form=DaysForm(initial={"start": start, "end": today()}),
        may_see_whose=reading.may_see_whose(actor),
    )  # fmt: skip


@require_GET
def show_homes(request: HttpRequest, code: str) -> HttpResponse:
    """Homes' accounts of one label: who stands where."""
    actor = actor_of(request)
    book = reading.book_for(actor, code)
    label = request.GET.get("label", "")[:62]
    page = cut_page(request, reading.accounts_with(actor, book, label))
    record("ledger.accounts_seen", "ledger_book", book.pk, actor=actor, rows=len(page.rows))
    return _page(request, "homes", book=book, label=label, page=page)


@require_GET
def show_account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account's lines, the newest first."""
    actor = actor_of(request)
    account = reading.account_for(actor, account_id)
    lines = reading.lines_on(account, _after(request), SHOWN + 1)
    return _page(
        request, "account", account=account, lines=lines[:SHOWN],
        older=_older([(line.occurred_on, line.entry_id) for line in lines]),
        amount=balances_of([account.pk])[account.pk],
        papers=name_papers((line.entry.source for line in lines), actor=actor),
    )  # fmt: skip


@require_GET
def show_entries(request: HttpRequest, code: str) -> HttpResponse:
    """A book's entries, the newest first; by kind on request."""
    actor = actor_of(request)
    book = reading.book_for(actor, code)
    kind = request.GET.get("kind", "")[:24]
    found = entries_of(book, kind=kind, after=_after(request), limit=SHOWN + 1)
    return _page(
        request, "entries", book=book, kind=kind, entries=found[:SHOWN],
        older=_older([(entry.occurred_on, entry.pk) for entry in found]),
        papers=name_papers((entry.source for entry in found), actor=actor),
    )  # fmt: skip


def _after(request: HttpRequest) -> tuple[date, int] | None:
    """`?after=2026-07-01_17`: the last row that was seen."""
    text = request.GET.get("after", "")
    if not text:
        return None
    day, _, number = text.partition("_")
    try:
        return date.fromisoformat(day), int(number[:18])
    except ValueError as error:
        raise Invalid from error


def _older(places: list[tuple[date, int]]) -> str:
    """Where the next page begins, "" for the last."""
    if len(places) <= SHOWN:
        return ""
    day, number = places[SHOWN - 1]
    return f"{day.isoformat()}_{number}"


@require_GET
def show_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry: its lines, its vouchers, its reversal, its seal and the proof."""
    actor = actor_of(request)
    entry = reading.entry_for(actor, entry_id)
    proof = proof_of(entry.pk)
    return _page(
        request, "entry", entry=entry, lines=lines_of(entry.pk), proof=proof,
        seal=json.loads(proof.seal) if proof else None,
        reversed_by=entry.reversals.first(),
        vouchers=reading.vouchers_of(actor, entry), may_see_whose=reading.may_see_whose(actor),
        is_somebodys=reading.is_somebodys,
        paper=name_papers([entry.source], actor=actor).get(entry.source),
    )  # fmt: skip


@require_GET
def give_proof(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The inclusion proof as a file."""
    entry = reading.entry_for(actor_of(request), entry_id)
    proof = proof_of(entry.pk)
    if proof is None:
        raise Invalid
    content = {
        "text": proof.text, "path": proof.path, "before": proof.before, "seal": proof.seal,
        "root": proof.root,
    }  # fmt: skip
    answer = HttpResponse(json.dumps(content, indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="proof-{entry.pk}.json"'
    return answer


@require_GET
def show_seals(request: HttpRequest, code: str) -> HttpResponse:
    """The chain of seals, the last first."""
    book = reading.book_for(actor_of(request), code)
    text = request.GET.get("before", "")
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    seals = reading.seals_of(book, before, SHOWN + 1)
    older = seals[SHOWN - 1].number if len(seals) > SHOWN else None
    return _page(request, "seals", book=book, seals=seals[:SHOWN], older=older)


@require_GET
def give_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Entries between two days as .xlsx."""
    actor = actor_of(request)
    book = reading.book_for(actor, code)
    form = DaysForm(request.GET)
    if not form.is_valid():
        raise Invalid
    start, end = form.cleaned_data["start"], form.cleaned_data["end"]
    content = write_entries(book, start, end)
    record("ledger.exported", "ledger_book", book.pk, actor=actor, start=str(start), end=str(end))
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{book.code}-{start}-{end}.xlsx"'
    return answer


@require_GET
def give_book(request: HttpRequest, code: str) -> FileResponse:
    """The whole book as sealed, for `linli ledger verify`."""
    actor = actor_of(request)
    book = reading.book_for(actor, code)
    record("ledger.exported", "ledger_book", book.pk, actor=actor)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with gzip.open(file, "wb", compresslevel=5) as stream:
        export_book(book, stream)  # type: ignore[arg-type]
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{book.code}.jsonl.gz")
