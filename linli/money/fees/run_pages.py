"""Pages of a billing run: begin, look at every home, confirm once, watch, stop."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import DomainError, Invalid
from linli.base.paging import cut_page
from linli.base.submissions import error_text, submit
from linli.estate.organisations.api import Permission, may, require
from linli.money.fees.api import (
    Bill,
    BillingPreview,
    BillingRun,
    Cycle,
    begin_run,
    confirm_run,
    drop_run,
    find_charge,
    list_charges,
    may_approve,
    period_after,
    period_around,
    preview_run,
    run_for,
    stop_run,
    tariffs_of,
    tell_payers,
    waiting_waivers,
)
from linli.money.fees.data import WORKING, RunState, Trouble
from linli.money.fees.forms import RunForm
from linli.money.fees.parts import card_of, form_page
from linli.money.fees.reckoning import period_of
from linli.money.fees.words import (
    CYCLES,
    FORMULAS,
    TROUBLES,
    charge_name,
    say_changes,
    say_period,
    say_price,
    say_reckoning,
    say_span,
    say_yuan,
)


def index(request: HttpRequest) -> HttpResponse:
    """What is charged, what waits for somebody, the latest runs."""
    actor = actor_of(request)
    require(actor, Permission.SEE_ACCOUNTS)
    day = today()
    charges = []
    for charge in list_charges(active_only=False):
        current = [t for t in tariffs_of(charge) if t.starts_on <= day][-1:]
        price = [(say_price(t.price_mfen), FORMULAS[t.formula]) for t in current]
        charges.append((charge, CYCLES[charge.cycle], price))
    runs = BillingRun.objects.exclude(state=RunState.DROPPED.value).select_related("charge")
    page = cut_page(request, runs.order_by("-created_at", "-pk"), size=12)
    context = {
        "charges": charges,
        "waiting": list(waiting_waivers()) if may_approve(actor) else [],
        "page": page,
        "runs": [(run, say_period(period_of(run))) for run in page.rows],
        "may_issue": may(actor, Permission.ISSUE_FEES),
    }
    return render(request, "fees/index.jinja", context)


def new_run(request: HttpRequest) -> HttpResponse:
    """Choose charge and period; the preview comes at once."""
    actor = actor_of(request)
    require(actor, Permission.ISSUE_FEES)
    charges = [(c.code, charge_name(c)) for c in list_charges()]
    form = RunForm(request.POST or None, initial=_start(request)).offer(charges)
    begun: list[BillingRun] = []

    def work(data: dict[str, Any]) -> None:
        charge = find_charge(data["charge"])
        run = begin_run(
            charge.pk, data["period"], actor=actor, due_on=data["due_on"],
            only_missing=data["only_missing"],
        )  # fmt: skip
        begun.append(preview_run(run.pk, actor=actor))

    if request.method == "POST" and submit(form, work):
        return redirect("fees:run", begun[0].pk)
    return form_page(
        request, form, _("开账单"), _("算一遍，看预览"), reverse("fees:index"),
        _("先看每一户的账单，再决定发不发。预览不会写账。"),
    )  # fmt: skip


def _start(request: HttpRequest) -> dict[str, Any]:
    code = request.GET.get("charge", "")[:24]
    charge = find_charge(code) if code else next(iter(list_charges()), None)
    cycle = Cycle(charge.cycle) if charge else Cycle.QUARTER
    period = period_around(today(), cycle)
    if charge and Bill.objects.filter(charge=charge, period_start=period.start).exists():
        period = period_after(period)
    due = today() + timedelta(days=charge.due_days if charge else 30)
    return {"charge": charge.code if charge else "", "period": period.code, "due_on": due}


def show_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Preview, work in progress, or what was posted."""
    actor = actor_of(request)
    run = run_for(actor, run_id)
    context: dict[str, Any] = {
        "run": run,
        "period": say_period(period_of(run)),
        "may_issue": may(actor, Permission.ISSUE_FEES),
        "fault": fault_text(run),
    }
    if run.state in WORKING:
        return render(request, "fees/working.jinja", context)
    if run.state == RunState.POSTED:
        page = cut_page(request, _bills(run))
        context |= {
            "page": page, "cards": [card_of(bill) for bill in page.rows],
            "may_release": may(actor, Permission.APPROVE_TELLING),
        }  # fmt: skip
        return render(request, "fees/posted.jinja", context)
    return render(request, "fees/preview.jinja", context | _preview(request, run))


def _bills(run: BillingRun) -> Any:
    rows = Bill.objects.filter(run=run).select_related("home__place", "charge")
    return rows.order_by("home__place__sort_key", "starts_on", "pk")


def fault_text(run: BillingRun) -> str:
    if not run.fault:
        return ""
    return error_text(DomainError(run.fault["message"], **run.fault["params"]))


_SHOWS = ("all", "changed", "trouble")


def _preview(request: HttpRequest, run: BillingRun) -> dict[str, Any]:
    show = request.GET.get("show", "all")
    show = show if show in _SHOWS else "all"
    rows = BillingPreview.objects.filter(run=run).select_related("home__place")
    if show == "changed":
        rows = rows.exclude(changes=[]).filter(trouble="")
    elif show == "trouble":
        rows = rows.exclude(trouble="")
    page = cut_page(request, rows.order_by("home__place__sort_key", "pk"))
    return {"page": page, "rows": [_row(row) for row in page.rows], "show": show}


def _row(row: BillingPreview) -> dict[str, Any]:
    """One home of a preview: its bills with how each line came about, and what changed."""
    return {
        "plate": row.home.place.plate,
        "home_id": row.home_id,
        "amount": row.amount,
        "previous": row.previous,
        "difference": None if row.previous is None else row.amount - row.previous,
        "changes": say_changes(row.changes),
        "trouble": TROUBLES[Trouble(row.trouble)] if row.trouble else "",
        "lines": [words for bill in row.bills for words in _bill_words(bill)],
    }


def _bill_words(bill: list[Any]) -> list[str]:
    return [_line_words(*line) for line in bill[5]]


def _line_words(
    start: str, end: str, _tariff: int, waiver: int | None, formula: str, quantity: int,
    price: int, _share: int, amount: int,
) -> str:  # fmt: skip
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if waiver is None:
        how = say_reckoning(formula, quantity, price, first, last)
    else:
        how = _("减免（%(span)s）") % {"span": say_span(first, last)}
    return f"{how} = {say_yuan(amount)}"


def show_progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far the job is; once it is over the whole page is asked for anew."""
    run = run_for(actor_of(request), run_id)
    if run.state not in WORKING:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = reverse("fees:run", args=[run.pk])
        return answer
    return render(request, "fees/_progress.jinja", {"run": run})


def _tell(run_id: int, *, actor: Actor) -> BillingRun:
    tell_payers(run_id, actor=actor)
    return run_for(actor, run_id)


_DEEDS = {"preview": preview_run, "confirm": confirm_run, "stop": stop_run, "drop": drop_run,
          "tell": _tell}  # fmt: skip


@require_POST
def act(request: HttpRequest, run_id: int) -> HttpResponse:
    """One step of a run. What changed meanwhile is told on the run's own page."""
    actor, action = actor_of(request), request.POST.get("action", "")
    run_for(actor, run_id)
    if action not in _DEEDS:
        raise Invalid
    try:
        run = _DEEDS[action](run_id, actor=actor)
    except DomainError as error:
        if error.status == 403:
            raise
        messages.error(request, error_text(error))
        return redirect("fees:run", run_id)
    if run.state == RunState.DROPPED:
        messages.info(request, _("取消了，什么都没有写入。"))
        return redirect("fees:index")
    if run.state == RunState.POSTED and action == "confirm":
        messages.success(request, _("都发出了。"))
    if action == "tell":
        messages.success(request, _("通知写好了，等能放行群发的人看过就发。"))
    return redirect("fees:run", run_id)
