"""The owners' committee: rules, draft, agenda, roll, notice, box, count, publication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.estate.places.api import Place
from linli.voice.ballots.api import (
    Assembly,
    BallotRun,
    assemblies_for,
    assembly_for,
    begin_assembly,
    cancel_assembly,
    change_assembly,
    close_assembly,
    count_participation,
    current_roll,
    drop_item,
    export_ballots,
    export_roll,
    give_notice,
    latest_rules,
    list_rules,
    may_notice,
    may_run,
    open_assembly,
    prepare_assembly,
    publish_result,
    put_item,
    runs_of,
    seals_of,
    start_import,
    write_rules,
)
from linli.voice.ballots.forms import AssemblyForm, ImportForm, ItemForm, RulesForm
from linli.voice.ballots.labels import lack_words
from linli.voice.ballots.showing import item_lines
from linli.voice.ballots.views import attach, page

_SHEETS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
STEPS = ("draft", "prepared", "noticed", "open", "closed", "published")
MOST_LACKING = 200


def require_runner(request: HttpRequest) -> Actor:
    """Whoever prepares assemblies, or lets them out as the second person."""
    actor = actor_of(request)
    if not may_run(actor):
        raise NotAllowed
    return actor


def show_desk(request: HttpRequest) -> HttpResponse:
    actor = require_runner(request)
    rows = assemblies_for(actor).order_by("-created_at", "-pk")
    return page(
        request, "desk", page=cut_page(request, rows, size=20), rules=latest_rules(),
        may_write=may(actor, Permission.RUN_ASSEMBLY),
    )  # fmt: skip


def edit(request: HttpRequest, assembly_id: int | None = None) -> HttpResponse:
    """Title and days; the rest follows step by step."""
    actor = actor_of(request)
    require(actor, Permission.RUN_ASSEMBLY)
    if latest_rules() is None:
        messages.info(request, _("先写好议事规则，再开会。"))
        return redirect("ballots:rules")
    known = assembly_for(actor, assembly_id) if assembly_id else None
    form = AssemblyForm(request.POST or None, initial=AssemblyForm.initial_of(known)).offer()
    if known is not None:
        form.fields.pop("petition", None)
    made: list[Assembly] = []

    def work(data: dict[str, Any]) -> None:
        fields = {name: data[name] for name in ("title", "opens_at", "closes_at")}
        if known is not None:
            made.append(change_assembly(known.pk, actor=actor, **fields))
        else:
            made.append(begin_assembly(actor=actor, petition_id=data.get("petition"), **fields))

    if request.method == "POST" and submit(form, work):
        return redirect("ballots:steps", made[0].pk)
    back = reverse("ballots:steps", args=[known.pk]) if known else reverse("ballots:desk")
    return _form(request, form, _("业主大会"), _("存好，去写议题"), back)


def _form(
    request: HttpRequest, form: Any, title: str, button: str, back: str, hint: str = ""
) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return page(
        request, "form", status, form=form, title=title, button=button, back=back, hint=hint
    )


def show_steps(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Where it stands and what comes next, step by step."""
    actor = require_runner(request)
    assembly = assembly_for(actor, assembly_id)
    items = list(assembly.items.order_by("position"))
    is_draft = assembly.noticed_at is None and assembly.state != "cancelled"
    return page(
        request, "steps", assembly=assembly, items=items,
        step=STEPS.index(assembly.state) + 1 if assembly.state in STEPS else 0,
        draft=current_roll(assembly.rules) if is_draft else None,
        far=None if is_draft else count_participation(assembly, by_building=True),
        lines=item_lines(assembly),
        result=getattr(assembly, "result", None), seals=seals_of(assembly)[-3:],
        runs=runs_of(actor, assembly, "import"),
        objections=assembly.objections.select_related("matter").order_by("-raised_at")[:20],
        **_abilities(actor, assembly),
    )  # fmt: skip


def _abilities(actor: Actor, assembly: Assembly) -> dict[str, bool]:
    runs, state, at = may(actor, Permission.RUN_ASSEMBLY), assembly.state, now()
    own = assembly.prepared_by_id == actor.user_id
    return {
        "may_edit": runs and state in ("draft", "prepared"),
        "may_prepare": runs and state == "draft",
        "may_notice": may_notice(actor) and state == "prepared" and not own,
        "is_own": own and state == "prepared",
        "may_open": runs and state == "noticed" and at >= assembly.opens_at,
        "may_close": runs and state == "open" and at >= assembly.closes_at,
        "may_publish": runs and state == "closed",
        "may_cancel": runs and state in ("draft", "prepared", "noticed"),
        "may_exchange": runs and assembly.noticed_at is not None,
    }


_DEEDS: dict[str, tuple[Callable[..., Any], Callable[[], str]]] = {
    "prepare": (prepare_assembly, lambda: _("备好了，请另一个人看过后公告。")),
    "notice": (give_notice, lambda: _("公告了。名册和议题从现在起不能改。")),
    "open": (open_assembly, lambda: _("开始投票。")),
    "close": (close_assembly, lambda: _("封箱，数好了。")),
    "publish": (publish_result, lambda: _("结果公布了。")),
}


@require_POST
def act(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """One step forward, or the end of it."""
    actor, action = require_runner(request), request.POST.get("action", "")
    if action == "cancel":
        cancel_assembly(assembly_id, actor=actor, reason=request.POST.get("reason", ""))
        messages.success(request, _("取消了。"))
    elif action in _DEEDS:
        deed, words = _DEEDS[action]
        deed(assembly_id, actor=actor)
        messages.success(request, words())
    else:
        raise Invalid
    return redirect("ballots:steps", assembly_id)


def edit_item(request: HttpRequest, assembly_id: int, item_id: int | None = None) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_ASSEMBLY)
    assembly = assembly_for(actor, assembly_id)
    item = assembly.items.filter(pk=item_id).first() if item_id else None
    if item_id and item is None:
        raise NotFound
    form = ItemForm(request.POST or None, initial=ItemForm.initial_of(item))

    def work(data: dict[str, Any]) -> None:
        put_item(assembly_id, actor=actor, item_id=item_id, **form.values())

    back = reverse("ballots:steps", args=[assembly_id])
    if request.method == "POST" and submit(form, work):
        return redirect(back)
    return _form(request, form, _("议题"), _("存好"), back)


@require_POST
def remove_item(request: HttpRequest, assembly_id: int, item_id: int) -> HttpResponse:
    drop_item(assembly_id, item_id, actor=actor_of(request))
    return redirect("ballots:steps", assembly_id)


def show_lacking(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Homes that cannot stand on the roll yet, each with what is lacking and where to mend it."""
    actor = require_runner(request)
    assembly = assembly_for(actor, assembly_id)
    draft = current_roll(assembly.rules)
    shown = draft.lacking[:MOST_LACKING]
    plates = dict(
        Place.objects.filter(pk__in=[unit.home_id for unit, _l in shown]).values_list("pk", "plate")
    )
    return page(
        request, "lacking", assembly=assembly, count=len(draft.lacking), draft=draft,
        rows=[(unit.home_id, plates[unit.home_id], lack_words(lacks)) for unit, lacks in shown],
        may_mend=may(actor, Permission.EDIT_REGISTER),
    )  # fmt: skip


def edit_rules(request: HttpRequest) -> HttpResponse:
    """The rules of procedure: a new version each time; those in use by an assembly stay."""
    actor = actor_of(request)
    require(actor, Permission.RUN_ASSEMBLY)
    last = latest_rules()
    start: dict[str, Any] = {"silence": "not_participating", "repeat": "first", "proxies_each": 1}
    if last is not None:
        start = {name: getattr(last, name) for name in (*start, "decided_by")} | {
            "public_holder": last.public_holder_id, "developer": last.developer_id,
        }  # fmt: skip
    form = RulesForm(request.POST or None, initial=start).offer(actor)

    def work(data: dict[str, Any]) -> None:
        write_rules(
            actor=actor, silence=data["silence"], repeat=data["repeat"],
            proxies_each=data["proxies_each"], public_holder_id=data["public_holder"],
            developer_id=data["developer"], decided_by=data["decided_by"],
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("存成新的一版。"))
        return redirect("ballots:desk")
    status = 422 if form.is_bound else 200
    return page(request, "rules", status, form=form, versions=list_rules()[:20])


@require_GET
def export(request: HttpRequest, assembly_id: int, what: str, form: str) -> HttpResponse:
    """Roll or ballots as a sheet; logged."""
    actor = actor_of(request)
    writers = {"roll": export_roll, "ballots": export_ballots}
    if what not in writers or form not in _SHEETS:
        raise NotFound
    data = writers[what](assembly_id, actor=actor, form=form)
    code = assembly_for(actor, assembly_id).code
    return attach(data, f"{what}-{code}.{form}", _SHEETS[form])


def take_sheet(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Ballots from a government e-voting system: all rows or none."""
    actor = actor_of(request)
    require(actor, Permission.RUN_ASSEMBLY)
    assembly_for(actor, assembly_id)
    form = ImportForm(request.POST or None, request.FILES or None)

    begun: list[BallotRun] = []

    def work(data: dict[str, Any]) -> None:
        done = start_import(assembly_id, data["file"].read(), actor=actor)
        if isinstance(done, BallotRun):
            begun.append(done)
            return
        words = _("收进 %(new)s 票；已经投过、不再收的 %(known)s 票。")
        messages.success(request, words % {"new": done.new, "known": done.known})

    back = reverse("ballots:steps", args=[assembly_id])
    if request.method == "POST" and submit(form, work):
        return redirect("ballots:run", begun[0].token) if begun else redirect(back)
    hint = _("先导出名册，按“编号”填。每行一户：编号，然后每个议题一列：同意、反对、弃权或无效。")
    return _form(request, form, _("导入投票系统的票"), _("核对并收进票箱"), back, hint)
