"""The bureau's list against the register: upload, look, page, take along, open as a matter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.requests import actor_of
from linli.base.errors import Invalid
from linli.base.paging import cut_list
from linli.base.submissions import submit
from linli.voice.ballots.api import (
    Difference,
    DifferenceKind,
    RollComparison,
    compare_list,
    comparison_for,
    comparisons_for,
    differences_of,
    drop_comparison,
    matters_of,
    open_difference,
    write_sheet,
)
from linli.voice.ballots.forms import OwnerListForm
from linli.voice.ballots.labels import DIFFERENCES, area_words, source_word
from linli.voice.ballots.views import attach, page

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def index(request: HttpRequest) -> HttpResponse:
    """Upload a list; those that were compared before."""
    actor = actor_of(request)
    rows = comparisons_for(actor)
    form = OwnerListForm(request.POST or None, request.FILES or None)
    made: list[RollComparison] = []

    def work(data: dict[str, Any]) -> None:
        made.append(compare_list(data["file"].read(), data["file"].name, actor=actor))

    if request.method == "POST" and submit(form, work):
        return redirect("ballots:comparison", made[0].token)
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "compare", status, form=form, rows=rows)


@never_cache
@require_GET
def show(request: HttpRequest, token: UUID) -> HttpResponse:
    """What differs, by kind and page; the look is logged."""
    actor = actor_of(request)
    comparison = comparison_for(actor, token)
    found = list(enumerate(differences_of(comparison, actor=actor, purpose="page"), start=1))
    chosen = request.GET.get("show", "all")
    if chosen not in ("all", *DIFFERENCES):
        chosen = "all"
    wanted = [(n, one) for n, one in found if chosen in ("all", one.kind)]
    cut = cut_list(request, wanted)
    matters = matters_of(comparison)
    return page(
        request, "comparison", comparison=comparison, chosen=chosen, kinds=DIFFERENCES, page=cut,
        rows=[(n, one, *sides(one), matters.get(n)) for n, one in cut.rows],
    )  # fmt: skip


def sides(one: Difference) -> tuple[str, str]:
    """(in the register, on the list) as people read it."""
    return _side(one.kind, one.ours), _side(one.kind, one.theirs)


def _side(kind: DifferenceKind, value: str) -> str:
    if not value:
        return ""
    if kind == DifferenceKind.AREA:
        return area_words(int(value))
    return source_word(value) if kind == DifferenceKind.SOURCE else value


@never_cache
@require_GET
def sheet(request: HttpRequest, token: UUID) -> HttpResponse:
    """All of it as .xlsx; areas as integer cm². Logged."""
    actor = actor_of(request)
    comparison = comparison_for(actor, token)
    found = differences_of(comparison, actor=actor, purpose="export")
    head = ("门牌", "什么不一样", "登记", "名单", "名单第几行")
    rows = ([d.plate, str(DIFFERENCES[d.kind]), *_cells(d), d.row] for d in found)
    return attach(write_sheet(head, rows, "xlsx"), f"comparison-{comparison.pk}.xlsx", _XLSX)


def _cells(one: Difference) -> list[Any]:
    if one.kind == DifferenceKind.AREA:
        return [int(side) if side else None for side in (one.ours, one.theirs)]
    return list(sides(one))


@require_POST
def act(request: HttpRequest, token: UUID) -> HttpResponse:
    """Open one difference as a matter, or let go of the whole comparison."""
    actor, number = actor_of(request), request.POST.get("number", "")
    comparison_for(actor, token)
    if request.POST.get("action") == "drop":
        drop_comparison(token, actor=actor)
        messages.success(request, _("删掉了。"))
        return redirect("ballots:compare")
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        raise Invalid
    matter = open_difference(token, int(number), actor=actor)
    messages.success(request, _("转成事项了：%(number)s。") % {"number": matter.number})
    back = request.POST.get("back", "")[:60]
    query = f"?{back}" if back.startswith(("show=", "page=")) else ""
    return redirect(reverse("ballots:comparison", args=[token]) + query + f"#d{number}")
