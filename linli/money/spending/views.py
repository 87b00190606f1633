"""Pages of spending for those who ask, check, release, pay and look on."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse as reverse_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import Invalid, NotFound
from linli.base.files.api import file_path
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.estate.pages import form_page
from linli.estate.places.api import Place
from linli.money.ledger.api import say_money
from linli.money.spending import words
from linli.money.spending.api import (
    SpendingRequest,
    State,
    Step,
    add_file,
    cancel_request,
    check_request,
    disclose_emergency,
    file_for,
    hide_file,
    match_payment,
    may_see_spending,
    outgoing_lines,
    part_of,
    pay_request,
    release_request,
    request_for,
    requests_for,
    return_request,
    reverse_payment,
    save_setting,
    setting_of_estate,
    show_file,
    submit_request,
    waiting_for,
    write_request,
    yuan,
)
from linli.money.spending.forms import (
    FileForm,
    MaskForm,
    MatchForm,
    PayForm,
    RequestForm,
    SettingForm,
)
from linli.money.spending.pages import request_context
from linli.money.spending.queries import payment_cards, requesting_organisation, standing_payments
from linli.money.spending.rules import fits
from linli.money.spending.sheets import draw_request


def index(request: HttpRequest) -> HttpResponse:
    """What waits on the own desk, then every request in reach, the newest first."""
    actor = actor_of(request)
    _require_look(actor)
    rows = requests_for(actor)
    state = request.GET.get("state", "")
    if state in set(State):
        rows = rows.filter(state=state)
    context = {
        "page": cut_page(request, rows.order_by("-created_at", "-pk"), size=20),
        "waiting": waiting_for(actor),
        "state": state,
        "states": words.STATES,
        "books": words.BOOKS,
        "may_ask": requesting_organisation(actor) is not None,
        "may_set": may(actor, Permission.SET_RULES),
        "may_match": may(actor, Permission.RECONCILE) or may(actor, Permission.PUBLISH_ACCOUNTS),
    }
    return render(request, "spending/index.jinja", context)


def _require_look(actor: Actor) -> None:
    asks = may(actor, Permission.REQUEST_SPENDING) or may(actor, Permission.SET_RULES)
    if not may_see_spending(actor) and not asks:
        raise NotFound


def write(request: HttpRequest, request_id: int | None = None) -> HttpResponse:
    """Ask for money, or change one's own request."""
    actor = actor_of(request)
    if requesting_organisation(actor) is None:
        raise NotFound
    spending = request_for(actor, request_id) if request_id else None
    start = RequestForm.initial_of(spending) if spending else {}
    form = RequestForm(request.POST or None, initial=start).offer(_places())
    written: list[SpendingRequest] = []

    def work(data: dict[str, Any]) -> None:
        written.append(write_request(actor=actor, request_id=request_id, **form.values()))

    if request.method == "POST" and submit(form, work):
        return redirect("spending:request", written[0].pk)
    context = {"form": form, "spending": spending}
    status = 422 if form.is_bound else 200
    return render(request, "spending/write.jinja", context, status=status)


def _places() -> list[tuple[int, str]]:
    rows = Place.objects.filter(kind__in=("grid", "building", "entrance"), is_closed=False)
    return list(rows.order_by("kind", "sort_key").values_list("pk", "plate"))


def show_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request: what for, on whose desk, every step, what I can do now."""
    actor = actor_of(request)
    spending = request_for(actor, request_id)
    forms = {"file_form": FileForm(), "pay_form": _pay_form(spending)}
    return render(request, "spending/request.jinja", request_context(actor, spending) | forms)


def _pay_form(spending: SpendingRequest) -> PayForm:
    return PayForm(
        initial={
            "amount": yuan(spending.left), "paid_on": today(), "client_key": uuid.uuid4().hex[:20],
        }
    )  # fmt: skip


def _again(
    request: HttpRequest, actor: Actor, spending: SpendingRequest, **forms: Any
) -> HttpResponse:
    """The request's page with a form that was refused."""
    forms = {"file_form": FileForm(), "pay_form": _pay_form(spending)} | forms
    context = request_context(actor, spending) | forms
    return render(request, "spending/request.jinja", context, status=422)


@require_POST
def act(request: HttpRequest, request_id: int) -> HttpResponse:
    """One step: submit, check, release, return, cancel or disclose."""
    actor, action = actor_of(request), request.POST.get("action", "")
    request_for(actor, request_id)
    reason = request.POST.get("reason", "")
    if action == "submit":
        submit_request(request_id, actor=actor)
    elif action == "check":
        check_request(request_id, actor=actor)
    elif action == "release":
        release_request(request_id, actor=actor, step=_step(request))
    elif action == "return":
        return_request(request_id, actor=actor, reason=reason)
    elif action == "cancel":
        cancel_request(request_id, actor=actor, reason=reason)
    elif action == "disclose":
        disclose_emergency(request_id, actor=actor, words=reason)
    else:
        raise Invalid
    messages.success(request, _DONE[action]())
    return redirect("spending:request", request_id)


_DONE = {
    "submit": lambda: _("交给会计了。"),
    "check": lambda: _("审核过了，等两方放行。"),
    "release": lambda: _("您这一方放行了。"),
    "return": lambda: _("退回给申请的人了。"),
    "cancel": lambda: _("取消了。"),
    "disclose": lambda: _("记下了，业主已经知道。"),
}


def _step(request: HttpRequest) -> Step | None:
    step = request.POST.get("step", "")
    return Step(step) if step in set(Step) else None


@require_POST
def pay(request: HttpRequest, request_id: int) -> HttpResponse:
    """Record a transfer that was made."""
    actor = actor_of(request)
    spending = request_for(actor, request_id)
    form = PayForm(request.POST)
    if submit(form, lambda data: pay_request(request_id, actor=actor, **data)):
        messages.success(request, _("付款记好了，账也记上了。"))
        return redirect("spending:request", request_id)
    return _again(request, actor, spending, pay_form=form)


@require_POST
def reverse(request: HttpRequest, request_id: int, payment_id: int) -> HttpResponse:
    """The transfer came back, or never went."""
    actor = actor_of(request)
    spending = request_for(actor, request_id)
    if not spending.payments.filter(pk=payment_id).exists():
        raise NotFound
    reverse_payment(payment_id, actor=actor, reason=request.POST.get("reason", ""))
    messages.success(request, _("这一笔冲回了，账也冲回了。"))
    return redirect("spending:request", request_id)


@require_POST
def upload(request: HttpRequest, request_id: int) -> HttpResponse:
    """Put a paper to the request."""
    actor = actor_of(request)
    spending = request_for(actor, request_id)
    form = FileForm(request.POST, request.FILES)

    def work(data: dict[str, Any]) -> None:
        add_file(request_id, data["file"], kind=data["kind"], title=data["title"], actor=actor)

    if submit(form, work):
        messages.success(request, _("收好了。"))
        return redirect("spending:request", request_id)
    return _again(request, actor, spending, file_form=form)


@require_safe
def show_paper(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """The bytes of a paper, for whoever may look at the request; `?masked=1` the covered copy."""
    row = file_for(actor_of(request), file_id)
    stored = row.masked if request.GET.get("masked") == "1" and row.masked else row.file
    response = FileResponse(file_path(stored).open("rb"), content_type=stored.content_type)
    ending = "pdf" if stored.content_type == "application/pdf" else "webp"
    response["Content-Disposition"] = f'inline; filename="{row.request.number}-{row.pk}.{ending}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def publish_paper(request: HttpRequest, file_id: int) -> HttpResponse:
    """Look at a paper once more and let everybody see it, as it is or covered."""
    actor = actor_of(request)
    require(actor, Permission.PUBLISH_ACCOUNTS)
    row = file_for(actor, file_id)
    if request.method == "POST" and request.POST.get("action") == "hide":
        hide_file(file_id, actor=actor)
        messages.success(request, _("不公开了。"))
        return redirect("spending:request", row.request_id)
    form = MaskForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and submit(
        form, lambda data: show_file(file_id, actor=actor, masked=data["masked"])
    ):
        messages.success(request, _("公开了。公示页上能看到。"))
        return redirect("spending:request", row.request_id)
    context = {"form": form, "paper": row, "kinds": words.FILES}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "spending/publish.jinja", context, status=status)


def show_matching(request: HttpRequest) -> HttpResponse:
    """Payments that no bank line confirms yet, and the lines that may be them."""
    actor = actor_of(request)
    if not may(actor, Permission.PUBLISH_ACCOUNTS):
        require(actor, Permission.RECONCILE)
    rows = []
    for payment in standing_payments()[:100]:
        card = payment_cards([payment])[0]
        lines = [one for one in outgoing_lines(payment.request.book) if fits(card, one)]
        own = part_of(actor, payment.request)
        rows.append((payment, lines, own is not None and own.step != Step.MATCH))
    return render(request, "spending/matching.jinja", {"rows": rows})


def match(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Choose the bank's line of one payment."""
    actor = actor_of(request)
    if not may(actor, Permission.PUBLISH_ACCOUNTS):
        require(actor, Permission.RECONCILE)
    payment = standing_payments([payment_id]).first()
    if payment is None:
        raise NotFound
    card = payment_cards([payment])[0]
    lines = [one for one in outgoing_lines(payment.request.book) if fits(card, one)]
    if not lines:
        messages.info(request, _("银行还没有这一行。上传新的对账单以后再看。"))
        return redirect("spending:matching")
    form = MatchForm(request.POST or None).offer(lines)

    def work(data: dict[str, Any]) -> None:
        match_payment(payment_id, data["line"], actor=actor)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("对上了。"))
        return redirect("spending:request", payment.request_id)
    back = reverse_url("spending:matching")
    title = _("%(number)s 付了 %(amount)s，是银行的哪一行？") % {
        "number": payment.request.number, "amount": say_money(payment.amount),
    }  # fmt: skip
    return form_page(request, form, title=title, button=_("就是这一行"), back=back)


def print_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """The request on paper, with every step and hand."""
    actor = actor_of(request)
    spending = request_for(actor, request_id)
    record("spending.printed", "spending_request", spending.pk, actor=actor)
    response = HttpResponse(
        draw_request(request_context(actor, spending), getattr(request, "estate", None)),
        content_type="application/pdf",
    )
    response["Content-Disposition"] = f'inline; filename="{spending.number}.pdf"'
    return response


def edit_setting(request: HttpRequest) -> HttpResponse:
    """The estate's own numbers."""
    actor = actor_of(request)
    require(actor, Permission.SET_RULES)
    kept = setting_of_estate()
    start = {
        "owners_from": yuan(kept.owners_from), "wait_days": kept.wait_days,
        "emergency_days": kept.emergency_days,
    }  # fmt: skip
    form = SettingForm(request.POST or None, initial=start)
    if request.method == "POST" and submit(form, lambda data: save_setting(actor=actor, **data)):
        messages.success(request, _("改好了。已经交上去的单子还按原来的数。"))
        return redirect("spending:index")
    back = reverse_url("spending:index")
    return form_page(request, form, title=_("支出的规矩"), button=_("存好"), back=back)
