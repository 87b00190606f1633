"""Disclosure for those who keep the books, and the papers that owners may look into."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.base.accounts.requests import actor_of
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.base.files.api import file_path
from linli.base.paging import cut_page
from linli.base.scopes.api import Estate, current_estate_id
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.estate.pages import form_page
from linli.money.disclosure import words
from linli.money.disclosure.api import (
    AccountBundle,
    BundleKind,
    Look,
    answer_objection,
    bundle_for,
    bundle_path,
    differs_now,
    due_on,
    missing_quarters,
    objection_for,
    order_bundle,
    public_book,
    public_books,
    public_quarter,
    publish_statement,
    quarter_of,
    save_setting,
    standing_statements,
    statement_of,
    stop_bundle,
)
from linli.money.disclosure.forms import AnswerForm, BundleForm, CorrectForm, SettingForm
from linli.money.disclosure.inspecting import (
    inspected_file,
    inspected_papers,
    log_look,
    may_see_looks,
    paid_requests,
    require_inspection,
)
from linli.money.disclosure.queries import objections_for, read_quarter_now, setting_of_estate
from linli.money.fees.api import list_decisions


def index(request: HttpRequest) -> HttpResponse:
    """What is to be published and by when, what was, what people ask."""
    actor = actor_of(request)
    require(actor, Permission.PUBLISH_ACCOUNTS)
    months = setting_of_estate().due_months
    missing = [
        (book, quarter, words.quarter_word(quarter), due_on(quarter, months))
        for book in public_books()
        for quarter in missing_quarters(book)
    ]
    published = [
        (one, words.quarter_word(public_quarter(one.quarter)), differs_now(one))
        for book in public_books()
        for one in standing_statements(book)[:8]
    ]
    context = {
        "missing": missing, "published": published, "book_words": words.BOOKS, "today": today(),
        "questions": list(objections_for(actor).filter(state="open").order_by("asked_at")[:50]),
        "may_set": may(actor, Permission.SET_RULES), "code": _code(),
    }  # fmt: skip
    return render(request, "disclosure/index.jinja", context)


def _code() -> str:
    code: str = Estate.objects.get(pk=current_estate_id()).code
    return code


def prepare(request: HttpRequest, book: str, quarter: str) -> HttpResponse:
    """The quarter as it would be published; one confirmation freezes it."""
    actor = actor_of(request)
    require(actor, Permission.PUBLISH_ACCOUNTS)
    found, period = public_book(book), public_quarter(quarter)
    before = statement_of(found, period)
    form = CorrectForm(request.POST or None) if before else None

    def work(data: dict[str, Any]) -> None:
        publish_statement(book, period, actor=actor, reason=data.get("reason", ""))

    if request.method == "POST":
        if form is None:
            work({})
        elif not submit(form, work):
            return _prepare_page(request, found, period, before, form, 422)
        messages.success(request, _("公布了。公示页上谁都能看到。"))
        return redirect("disclosure:index")
    return _prepare_page(request, found, period, before, form, 200)


def _prepare_page(
    request: HttpRequest, book: Any, period: Any, before: Any, form: Any, status: int
) -> HttpResponse:
    figures, cells = read_quarter_now(book, period)
    context = {
        "book": book, "book_word": words.BOOKS[book.code], "quarter": period,
        "quarter_words": words.quarter_word(period), "figures": figures, "before": before,
        "form": form, "line_count": len(cells), "is_over": period.end < today(),
        "sources": [(words.label_word(label), fen) for label, fen in figures.sources],
        "uses": [(words.label_word(label), fen) for label, fen in figures.uses],
    }  # fmt: skip
    return render(request, "disclosure/prepare.jinja", context, status=status)


def answer(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Answer a question; both are published."""
    actor = actor_of(request)
    require(actor, Permission.PUBLISH_ACCOUNTS)
    objection = objection_for(actor, objection_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and submit(
        form, lambda data: answer_objection(objection_id, actor=actor, **data)
    ):
        messages.success(request, _("答复公布了。请在事项里把这件事办完。"))
        return redirect("disclosure:index")
    context = {"form": form, "objection": objection, "book_word": words.BOOKS[objection.book.code]}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "disclosure/answer.jinja", context, status=status)


def edit_setting(request: HttpRequest) -> HttpResponse:
    """When a quarter is due, and for how long it hangs."""
    actor = actor_of(request)
    require(actor, Permission.SET_RULES)
    kept = setting_of_estate()
    start = {"due_months": kept.due_months, "shown_days": kept.shown_days}
    form = SettingForm(request.POST or None, initial=start)
    if request.method == "POST" and submit(form, lambda data: save_setting(actor=actor, **data)):
        messages.success(request, _("改好了。"))
        return redirect("disclosure:setting")
    back = reverse("home")
    return form_page(request, form, title=_("公示的规矩"), button=_("存好"), back=back)


def show_bundles(request: HttpRequest) -> HttpResponse:
    """Bundles that were made, and a form for another."""
    actor = actor_of(request)
    require(actor, Permission.PUBLISH_ACCOUNTS)
    form = BundleForm(request.POST or None, initial={"kind": "pack"})
    field: Any = form.fields["quarter"]
    field.choices = _quarters()

    def work(data: dict[str, Any]) -> None:
        order_bundle(BundleKind(data["kind"]), actor=actor, quarter=data["quarter"])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("开始准备了，好了就能下载。"))
        return redirect("disclosure:bundles")
    rows = AccountBundle.objects.select_related("asked_by").order_by("-pk")
    context = {"form": form, "page": cut_page(request, rows, size=20)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "disclosure/bundles.jinja", context, status=status)


def _quarters() -> list[tuple[str, str]]:
    quarter, found = quarter_of(today()), []
    for _n in range(12):
        found.append((quarter.code, words.quarter_word(quarter)))
        quarter = quarter.previous
    return found


@require_safe
def take_bundle(request: HttpRequest, bundle_id: int) -> HttpResponseBase:
    """The finished file; who took it is on the record."""
    actor = actor_of(request)
    bundle = bundle_for(actor, bundle_id)
    path = bundle_path(bundle)
    if bundle.state != "done" or not path.is_file():
        raise NotFound
    log_look(f"bundle:{bundle.pk}", actor=actor)
    record("accounts.bundle_taken", "disclosure_bundle", bundle.pk, actor=actor)
    response = FileResponse(path.open("rb"), content_type="application/zip")
    name = f"{bundle.kind}-{bundle.quarter or today()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def halt_bundle(request: HttpRequest, bundle_id: int) -> HttpResponse:
    stop_bundle(bundle_id, actor=actor_of(request))
    messages.success(request, _("停下了。"))
    return redirect("disclosure:bundles")


def inspect(request: HttpRequest) -> HttpResponse:
    """What owners may look into: money, contracts, decisions, minutes (OWN-15)."""
    actor = actor_of(request)
    require_inspection(actor)
    log_look("index", actor=actor)
    context = {
        "page": cut_page(request, paid_requests(), size=20),
        "papers": inspected_papers(),
        "decisions": list_decisions(),
        "may_see_looks": may_see_looks(actor),
        "book_words": words.BOOKS,
        "code": _code(),
    }
    return render(request, "disclosure/inspect.jinja", context)


@require_safe
def inspect_file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """One paper of what was paid; the covered copy where there is one."""
    actor = actor_of(request)
    row = inspected_file(actor, file_id)
    log_look(f"paper:{row.pk}", actor=actor)
    stored = row.masked or row.file
    response = FileResponse(file_path(stored).open("rb"), content_type=stored.content_type)
    ending = "pdf" if stored.content_type == "application/pdf" else "webp"
    response["Content-Disposition"] = f'inline; filename="{row.request.number}-{row.pk}.{ending}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def show_looks(request: HttpRequest) -> HttpResponse:
    """Who looked at and took what."""
    actor = actor_of(request)
    require(actor, Permission.PUBLISH_ACCOUNTS)
    rows = Look.objects.select_related("account").order_by("-at", "-pk")
    return render(
        request,
        "disclosure/looks.jinja",
        {"page": cut_page(request, rows), "what_of": words.look_word},
    )
