"""The joint account for anyone: one number, one picture, one table, one question."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.base.files.api import file_path
from linli.base.scopes.api import Estate, estate_scope
from linli.base.submissions import submit
from linli.money.disclosure import words
from linli.money.disclosure.api import (
    Objection,
    Quarter,
    ask,
    exported,
    paper_of,
    public_book,
    public_quarter,
    quarter_of,
    standing_statements,
    statements_of,
    view_of,
)
from linli.money.disclosure.data import PUBLIC_BOOKS, Cell
from linli.money.disclosure.forms import AskForm
from linli.money.disclosure.papers import View
from linli.money.disclosure.queries import (
    balance_upto,
    objections_of,
    open_objections,
    spendings_of,
)
from linli.money.disclosure.rules import bar_width
from linli.money.disclosure.sheets import write_csv, write_pdf, write_workbook
from linli.money.ledger.api import Book, latest_seal
from linli.money.spending.api import PublicSpending, public_file, yuan

_KINDS: dict[str, tuple[str, Callable[[Any], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_workbook),
    "csv": ("text/csv; charset=utf-8", write_csv),
    "pdf": ("application/pdf", write_pdf),
}


@dataclass(frozen=True)
class Shown:
    """One line as the table shows it."""

    cell: Cell
    label: str
    spending: PublicSpending | None
    anchor: str


def _estate(request: HttpRequest, code: str) -> Estate:
    """The estate of a public page; somebody signed in elsewhere stays there."""
    estate = Estate.objects.filter(code=code).first()
    own: Estate | None = getattr(request, "estate", None)
    if estate is None or (own is not None and own.pk != estate.pk):
        raise NotFound
    request.estate = estate  # type: ignore[attr-defined]  # the shell's name and number
    return estate


def _cached(request: HttpRequest, response: HttpResponse, seconds: int = 60) -> HttpResponse:
    if getattr(request, "actor", None) is None:
        patch_cache_control(response, max_age=seconds)
    return response


@require_safe
def show_accounts(request: HttpRequest, code: str) -> HttpResponse:
    """The way in: the joint account in the running quarter."""
    with estate_scope(_estate(request, code).pk):
        return _show(request, code, public_book("joint_account"), quarter_of(today()))


@require_safe
def show_quarter(request: HttpRequest, code: str, book: str, quarter: str) -> HttpResponse:
    """One quarter of one book; `?version=` an earlier version of it."""
    with estate_scope(_estate(request, code).pk):
        return _show(request, code, public_book(book), public_quarter(quarter))


def _show(request: HttpRequest, code: str, book: Book, quarter: Quarter) -> HttpResponse:
    view = view_of(book, quarter, _version(request))
    context = _context(code, view) | _lines(request, view)
    response = render(request, "disclosure/public.jinja", context)
    return _cached(request, response)


def _version(request: HttpRequest) -> int | None:
    text = request.GET.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


def _context(code: str, view: View) -> dict[str, Any]:
    statement = view.statement
    seal = latest_seal(view.book)
    is_running = view.quarter == quarter_of(today())
    return {
        "code": code,
        "view": view,
        "yuan": yuan,
        "book_words": words.BOOKS,
        "books": PUBLIC_BOOKS,
        "quarter_words": words.quarter_word(view.quarter),
        "balance": view.figures.closing,
        "balance_now": balance_upto(view.book) if is_running else None,
        "is_running": is_running,
        "sources": _bars(view.figures.sources),
        "uses": _bars(view.figures.uses),
        "chart": _chart(view),
        "rate": view.rate,
        "left_out": [(words.LEFT_OUT.get(why, why), n) for why, n in view.rate.left_out],
        "statement": statement,
        "versions": list(statements_of(view.book).filter(quarter=view.quarter.code)),
        "seal": seal,
        "root": statement.seal_root if statement else bytes(seal.root).hex() if seal else "",
        "periods": list(standing_statements(view.book)[:40]),
        "answers": objections_of(view.book, view.quarter),
        "open_count": open_objections(view.book, view.quarter),
        "this_quarter": quarter_of(today()),
    }


def _bars(sums: tuple[tuple[str, int], ...]) -> list[tuple[str, int, int]]:
    """(words, fen, length of 100) by what people call it, the largest first."""
    named: dict[str, int] = {}
    for label, amount in sums:
        word = words.label_word(label)
        named[word] = named.get(word, 0) + amount
    largest = max(named.values(), default=0)
    ordered = sorted(named.items(), key=lambda one: -one[1])
    return [(word, amount, bar_width(amount, largest)) for word, amount in ordered]


def _chart(view: View) -> dict[str, Any]:
    """The picture for browsers that run scripts: both sides in one bar chart, in yuan."""
    rows = [(w, a, "jade") for w, a, _n in _bars(view.figures.sources)]
    rows += [(w, a, "enamel") for w, a, _n in _bars(view.figures.uses)]
    return {
        "yAxis": {"type": "category", "inverse": True, "data": [w for w, _a, _c in rows]},
        "xAxis": {"type": "value"},
        "series": [
            {
                "type": "bar",
                "data": [
                    {"value": amount // 100, "itemStyle": {"color": colour}}
                    for _word, amount, colour in rows
                ],
            }
        ],
    }


def _lines(request: HttpRequest, view: View) -> dict[str, Any]:
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else 1
    cells, pages = view.page(max(1, number))
    behind = spendings_of(cells)
    return {
        "page": number,
        "pages": pages,
        "lines": [
            Shown(cell, words.label_word(cell.label), behind.get(cell.source),
                  f"e{cell.entry_id}" if cell.entry_id else "")
            for cell in cells
        ],
    }  # fmt: skip


@require_safe
def take_file(request: HttpRequest, code: str, book: str, quarter: str, kind: str) -> HttpResponse:
    """The quarter as .xlsx, .csv or PDF."""
    if kind not in _KINDS:
        raise NotFound
    with estate_scope(_estate(request, code).pk):
        view = view_of(public_book(book), public_quarter(quarter), _version(request))
        content_type, write = _KINDS[kind]
        response = HttpResponse(write(paper_of(view)), content_type=content_type)
    way = "inline" if kind == "pdf" else "attachment"
    response["Content-Disposition"] = f'{way}; filename="{book}-{quarter}.{kind}"'
    return _cached(request, response)


@require_safe
def show_voucher(request: HttpRequest, code: str, file_id: int) -> HttpResponseBase:
    """A paper that somebody has marked: as it is, or covered."""
    with estate_scope(_estate(request, code).pk):
        row = public_file(file_id)
        if row is None or not row.request.paid:
            raise NotFound
        stored = row.masked or row.file
        response = FileResponse(file_path(stored).open("rb"), content_type=stored.content_type)
    ending = "pdf" if stored.content_type == "application/pdf" else "webp"
    response["Content-Disposition"] = f'inline; filename="{row.request.number}-{row.pk}.{ending}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def show_check(request: HttpRequest, code: str, book: str) -> HttpResponse:
    """How anybody checks the book at home, and every root that was published."""
    with estate_scope(_estate(request, code).pk):
        found = public_book(book)
        context = {
            "code": code, "book": found, "book_word": words.BOOKS[found.code],
            "seal": latest_seal(found), "statements": list(statements_of(found)[:200]),
        }  # fmt: skip
        return _cached(request, render(request, "disclosure/check.jinja", context))


@require_safe
def take_book(request: HttpRequest, code: str, book: str) -> HttpResponseBase:
    """The whole book in one file. Answers 503 while a long one is being made."""
    with estate_scope(_estate(request, code).pk):
        path, number = exported(public_book(book))
        actor = getattr(request, "actor", None)
        record("accounts.book_taken", "ledger_seal", number, actor=actor)
        response = FileResponse(path.open("rb"), content_type="application/gzip")
    response["Content-Disposition"] = f'attachment; filename="{book}-{number}.jsonl.gz"'
    return response


def ask_about(request: HttpRequest, code: str, book: str, quarter: str) -> HttpResponse:
    """A question to a line or to the whole quarter; no account needed."""
    with estate_scope(_estate(request, code).pk):
        found, period = public_book(book), public_quarter(quarter)
        start = {
            "form_key": uuid.uuid4().hex, "line": request.GET.get("line", "")[:120],
            "entry": request.GET.get("entry") or None,
        }  # fmt: skip
        form = AskForm(request.POST or None, initial=start)
        asked: list[Objection] = []
        actor = getattr(request, "actor", None)

        def work(data: dict[str, Any]) -> None:
            asked.append(
                ask(
                    found, period, text=data["text"], contact=data["contact"], actor=actor,
                    key=data["form_key"], line_words=data["line"], entry_id=data["entry"],
                )
            )  # fmt: skip

        if request.method == "POST" and submit(form, work):
            messages.success(request, _("收到了。答复会贴在这一笔旁边。"))
            return redirect("disclosure:asked", code, asked[0].token)
        context = {
            "form": form, "code": code, "book": found, "quarter": period,
            "book_word": words.BOOKS[found.code], "quarter_words": words.quarter_word(period),
            "line": form["line"].value(),
        }  # fmt: skip
        status = 422 if form.is_bound else 200
        return render(request, "disclosure/ask.jinja", context, status=status)


@require_safe
def show_asked(request: HttpRequest, code: str, token: UUID) -> HttpResponse:
    """Where one's own question stands, for whoever has the link."""
    with estate_scope(_estate(request, code).pk):
        rows = Objection.objects.select_related("book", "matter")
        objection = rows.filter(token=token).first()
        if objection is None:
            raise NotFound
        quarter = public_quarter(objection.quarter)
        back = reverse("disclosure:quarter", args=[code, objection.book.code, quarter.code])
        if objection.answer:  # an address of its own, so that no cache hides the answer
            back += f"?answer={objection.pk}#q{objection.pk}"
        context = {
            "objection": objection, "code": code, "due": objection.matter.due_at, "back": back,
        }  # fmt: skip
        response = render(request, "disclosure/asked.jinja", context)
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response
