"""Bank accounts, statement files on their way in, and the lines that came."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.audit.api import record
from linli.base.errors import NotAllowed
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.money.banking.actions import (
    header_of,
    known_identities,
    name_identities,
    open_source,
    read_file,
)
from linli.money.banking.api import (
    account_for,
    accounts_for,
    confirm_statement,
    drop_statement,
    lines_for,
    may_see_banking,
    open_bank_account,
    preview_statement,
    remember_mapping,
    statement_for,
    statements_for,
)
from linli.money.banking.data import Column
from linli.money.banking.errors import HeaderMissing
from linli.money.banking.forms import AccountForm, StatementForm, read_columns, read_place
from linli.money.banking.labels import BANKS, BOOKS, COLUMNS, STATES
from linli.money.banking.layouts import read_header
from linli.money.banking.models import BankStatement
from linli.money.banking.queries import mappings_of
from linli.money.banking.rules import find_header, guess_header
from linli.money.banking.sheets import read_rows

SHOWN = 100  # lines of a preview; the sums are of all


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not may_see_banking(actor):
        raise NotAllowed
    return actor


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The accounts, and the files that came last."""
    actor = _reader(request)
    rows = statements_for(actor).exclude(state="dropped").order_by("-uploaded_at", "-pk")
    context = {
        "accounts": list(accounts_for(actor)),
        "page": cut_page(request, rows, size=20),
        "may_edit": may(actor, Permission.RECONCILE),
        "banks": BANKS, "books": BOOKS, "states": STATES,
    }  # fmt: skip
    return render(request, "banking/index.jinja", context)


@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RECONCILE)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and submit(
        form, lambda data: open_bank_account(actor=actor, **data)
    ):
        messages.success(request, _("银行账户登记好了。"))
        return redirect("banking:index")
    status = 422 if form.errors else 200
    return render(request, "banking/account_new.jinja", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give a file; it is read at once and shown before anything counts."""
    actor = actor_of(request)
    require(actor, Permission.RECONCILE)
    account = account_for(actor, account_id)
    form = StatementForm(request.POST or None, request.FILES or None)
    made: list[BankStatement] = []

    def work(data: dict[str, Any]) -> None:
        file = data["file"]
        made.append(preview_statement(file.read(), file.name, account_id=account_id, actor=actor))

    if request.method == "POST" and submit(form, work):
        way = "columns" if made[0].state == "unmapped" else "statement"
        return redirect(f"banking:{way}", made[0].token)
    status = 422 if form.errors else 200
    context = {"form": form, "account": account}
    return render(request, "banking/upload.jinja", context, status=status)


@require_GET
def show_statement(request: HttpRequest, token: UUID) -> HttpResponse:
    """Before it is confirmed every line and whether it is new; afterwards what came of it."""
    actor = _reader(request)
    statement = statement_for(actor, token)
    context: dict[str, Any] = {
        "statement": statement, "books": BOOKS, "state": STATES[statement.state], "shown": SHOWN,
        "may_edit": may(actor, Permission.RECONCILE),
    }  # fmt: skip
    if statement.state == "previewed":
        read = read_file(open_source(statement), statement.account)
        identities = name_identities(read.lines)
        known = known_identities(statement.account, identities)
        pairs = zip(read.lines, identities, strict=True)
        context["rows"] = [(line, name not in known) for line, name in pairs][:SHOWN]
        record("statement.looked_at", "bank_statement", statement.pk, actor=actor)
    return render(request, "banking/statement.jinja", context)


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, token: UUID) -> HttpResponse:
    """What each column means; kept for the account's next file."""
    actor = actor_of(request)
    require(actor, Permission.RECONCILE)
    statement = statement_for(actor, token)
    rows = read_rows(open_source(statement))
    known = mappings_of(statement.account)
    header_at: int | None = read_place(request.POST or request.GET)
    try:
        place, mapping = find_header(rows, known)
        found: tuple[Column, ...] = mapping.columns
    except HeaderMissing:
        header_at = place = guess_header(rows) if header_at is None else header_at
        guess = read_header(rows[min(place, len(rows) - 1)].cells)
        found = guess.columns if guess else ()
    header = header_of(rows, statement.account, header_at)
    if request.method == "POST":
        chosen = read_columns(request.POST, len(header))
        remember_mapping(token, chosen, header_at=header_at, actor=actor)
        messages.success(request, _("记住了，下次同样的表头不用再改。"))
        return redirect("banking:statement", token)
    found = found or (Column.NONE,) * len(header)
    context = {
        "statement": statement, "sample": rows[place : place + 5], "header_at": header_at,
        "header": [(word, found[n].value if n < len(found) else "none")
                   for n, word in enumerate(header)],
        "meanings": COLUMNS,
    }  # fmt: skip
    return render(request, "banking/columns.jinja", context)


@require_POST
def confirm(request: HttpRequest, token: UUID) -> HttpResponse:
    statement = confirm_statement(token, actor=actor_of(request))
    messages.success(request, _("收下了，新的有 %(count)s 笔。") % {"count": statement.new_count})
    return redirect("banking:statement", token)


@require_POST
def drop(request: HttpRequest, token: UUID) -> HttpResponse:
    drop_statement(token, actor=actor_of(request))
    messages.info(request, _("没有收，账没有变。"))
    return redirect("banking:index")


@require_GET
def show_lines(request: HttpRequest, account_id: int) -> HttpResponse:
    """The movements of one account, the newest first; only those without a partner on demand."""
    actor = _reader(request)
    account = account_for(actor, account_id)
    rows = lines_for(actor, account)
    only_open = request.GET.get("show") == "open"
    if only_open:
        rows = rows.filter(claimed_by="")
    record("bank_lines.looked_at", "bank_account", account.pk, actor=actor)
    context = {"account": account, "page": cut_page(request, rows), "only_open": only_open}
    return render(request, "banking/lines.jinja", context)
