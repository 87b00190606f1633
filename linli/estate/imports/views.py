from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.accounts.requests import actor_of
from linli.base.errors import Invalid, NotFound, translatable
from linli.estate.imports.api import (
    ImportRun,
    PreviewOutdated,
    drop_import,
    list_runs,
    open_plan,
    run_for,
    start_columns,
    start_confirm,
    start_preview,
    stop_import,
)

from .data import ColumnMap, Field
from .forms import UploadForm, read_columns
from .words import FIELDS, OUTCOMES, SKIPS, TONES, change_text, flag_text

PAGE = 50
WORKING = ("reading", "writing")


class BadPage(Invalid):
    code = "bad_page"
    message = translatable("没有这一页。")
    status = 400


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Upload a workbook; see what was imported before."""
    actor = actor_of(request)
    runs = list_runs(actor)[:20]
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        run = start_preview(upload.read(), upload.name, actor=actor)
        return redirect("imports:preview", run.token)
    return render(request, "imports/index.jinja", {"form": form, "runs": runs, "word": _state_word})


@require_GET
def preview(request: HttpRequest, token: UUID) -> HttpResponse:
    """Row by row: what would be new, changed, refused, and why."""
    run = run_for(actor_of(request), token)
    if run.state in WORKING:
        return render(request, "imports/working.jinja", {"run": run})
    chosen = request.GET.get("show", "all")
    if chosen not in ("all", *OUTCOMES):
        chosen = "all"
    rows = [row for row in open_plan(run) if _fits(row, chosen)]
    page = _page(rows, request.GET.get("page", "1"))
    context = {
        "run": run,
        "chosen": chosen,
        "outcomes": OUTCOMES,
        "skips": SKIPS,
        "fault": _fault_text(run),
        "rows": [_describe(row) for row in page.object_list],
        "total": len(rows),
        "pager": _pager(page, run, chosen),
    }
    return render(request, "imports/preview.jinja", context)


@require_GET
def progress(request: HttpRequest, token: UUID) -> HttpResponse:
    """How far reading or writing has come; once it is over the whole page is asked for anew."""
    run = run_for(actor_of(request), token)
    if run.state not in WORKING:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = reverse("imports:preview", args=[run.token])
        return answer
    return render(request, "imports/_progress.jinja", {"run": run})


@require_POST
def stop(request: HttpRequest, token: UUID) -> HttpResponse:
    run = stop_import(token, actor=actor_of(request))
    if run.state != "dropped":
        return _to_preview(run)
    messages.info(request, _("已停止，台账没有变化。"))
    return redirect("imports:index")


def _to_preview(run: ImportRun) -> HttpResponse:
    return redirect("imports:preview", run.token)


def _fault_text(run: ImportRun) -> str:
    """Why the work came to nothing, in the reader's language."""
    if not run.fault:
        return ""
    text = run.fault["message"]
    return _(text) % run.fault["params"]


def _fits(row: dict[str, Any], chosen: str) -> bool:
    if chosen == "flagged":
        return bool(row["flags"]) and row["outcome"] != "refused"
    return chosen == "all" or row["outcome"] == chosen


def _describe(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "word": OUTCOMES[row["outcome"]],
        "tone": TONES[row["outcome"]],
        "reasons": [flag_text(code, raw) for code, _field, raw in row["flags"]],
        "differences": [change_text(*change) for change in row["changes"]],
    }


def _page(rows: list[Any], text: str) -> Any:
    pages = Paginator(rows, PAGE)
    if not text.isdecimal() or not 1 <= int(text[:9]) <= pages.num_pages:
        raise BadPage(field="page")
    return pages.page(int(text))


def _pager(page: Any, run: ImportRun, chosen: str) -> dict[str, Any]:
    base = reverse("imports:preview", args=[run.token]) + f"?show={chosen}&page="
    found = {
        "first": page.start_index(),
        "last": page.end_index(),
        "total": page.paginator.count,
    }
    if page.has_previous():
        found["previous_href"] = f"{base}{page.previous_page_number()}"
    if page.has_next():
        found["next_href"] = f"{base}{page.next_page_number()}"
    return found


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, token: UUID, sheet: int) -> HttpResponse:
    """What each column means, sheet by sheet; a change previews again and is remembered."""
    actor = actor_of(request)
    run = run_for(actor, token)
    sheets = run.column_maps.get("sheets", [])
    if run.state != "previewed" or sheet >= len(sheets) or not sheets[sheet]["maps"]:
        raise NotFound
    found = sheets[sheet]
    known = ColumnMap.from_json(json.dumps(found["maps"][0]))
    if request.method == "POST":
        edited = read_columns(request.POST, known)
        start_columns(token, actor=actor, sheet=found["name"], columns=edited)
        return redirect("imports:preview", token)
    context = {"run": run, "sheet": found, "number": sheet, "columns": known.columns,
               "fields": FIELDS, "Field": Field}  # fmt: skip
    return render(request, "imports/columns.jinja", context)


@require_POST
def confirm(request: HttpRequest, token: UUID) -> HttpResponse:
    try:
        start_confirm(token, actor=actor_of(request))
    except PreviewOutdated as outdated:  # the new preview is kept and is what to look at now
        messages.warning(request, _(outdated.message))
    return redirect("imports:preview", token)


@require_POST
def drop(request: HttpRequest, token: UUID) -> HttpResponse:
    drop_import(token, actor=actor_of(request))
    return redirect("imports:index")


def _state_word(run: ImportRun) -> str:
    return {
        "previewed": _("等确认"),
        "confirmed": _("已写入"),
        "dropped": _("已取消"),
        "failed": _("没成功"),
        "reading": _("正在读"),
        "writing": _("正在写入"),
    }[run.state]
