"""The desk or the captain pays with somebody: plate and sum, the person's yes, the code to scan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linli.base.accounts.requests import actor_of
from linli.base.errors import NotAllowed, NotFound
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, Role, may
from linli.money.payments.api import PaymentOrder, begin_help, confirm_help, order_for
from linli.money.payments.forms import ConsentForm, HelpForm
from linli.money.payments.helping import count_try


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Whom to help: a plate, nothing else."""
    actor = actor_of(request)
    if not may(actor, Permission.TAKE_PAYMENTS) and Role.BUILDING_CAPTAIN not in actor.roles:
        raise NotAllowed
    form = HelpForm(request.POST or None, initial={"plate": request.GET.get("plate", "")[:40]})
    made: list[PaymentOrder] = []

    def work(data: dict[str, str]) -> None:
        made.append(begin_help(data["plate"], None, key=data["form_key"], actor=actor))

    if request.method == "POST" and submit(form, work):
        return redirect("payments:help_order", made[0].trade_no)
    status = 422 if form.errors else 200
    return render(request, "payments/help.jinja", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, trade_no: str) -> HttpResponse:
    """The person says yes; then the code to scan appears on the order's own page."""
    actor = actor_of(request)
    order = order_for(actor, trade_no)
    if order.helper_id is None:
        raise NotFound
    if order.confirmed:
        return redirect("payments:order", trade_no)
    form = ConsentForm(request.POST if request.method == "POST" else None)

    def work(data: dict[str, str]) -> None:
        confirm_help(trade_no, actor=actor, **data)

    if request.method == "POST":
        if submit(form, work):
            return redirect("payments:order", trade_no)
        if request.POST.get("code"):
            count_try(trade_no, actor=actor)
    context = {"form": form, "order": order, "has_code": bool(order.code)}
    status = 422 if form.errors else 200
    return render(request, "payments/consent.jinja", context, status=status)
