"""What waits for a home goes back: asked for on one page, approved and printed on another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.base.accounts.requests import actor_of
from linli.base.audit.api import record
from linli.base.errors import Invalid, NotFound
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, require
from linli.estate.places.api import Home
from linli.money.fees.api import prepaid_of
from linli.money.payments.data import Method
from linli.money.payments.errors import NotNow
from linli.money.payments.forms import BalanceForm
from linli.money.payments.giving_back import free_payments, waiting_of
from linli.money.payments.labels import METHODS, REFUNDS
from linli.money.payments.refunds import may_approve_refunds
from linli.money.payments.returns import (
    Asked,
    approve_return,
    refuse_return,
    request_balance,
    return_for,
)
from linli.money.payments.slips import print_slip


@require_http_methods(["GET", "POST"])
def balance(request: HttpRequest, home_id: int) -> HttpResponse:
    """What waits for a home, whatever it came from, and asking for it to go back."""
    actor = actor_of(request)
    require(actor, Permission.TAKE_PAYMENTS)
    home = Home.objects.select_related("place").filter(pk=home_id).first()
    if home is None:
        raise NotFound
    form = BalanceForm(request.POST or None)
    asked: list[Asked] = []

    def work(data: dict[str, Any]) -> None:
        asked.append(
            request_balance(
                home_id, data["amount"], method=Method(data["method"]), reason=data["reason"],
                key=data["form_key"], actor=actor,
            )
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("申请记下了，等另一个人批准。"))
        if asked[0].rest is not None:
            return redirect("payments:return", asked[0].rest.pk)
        return redirect("payments:payment", asked[0].refunds[0].payment_id)
    record("prepayment.looked_at", "home", home_id, actor=actor)
    free = max(0, waiting_of(home_id))
    context = {
        "home": home, "form": form, "free": free,
        "prepaid": prepaid_of([home_id]).get(home_id, 0),
        "brought": min(free, sum(free_payments(home_id).values())),
    }  # fmt: skip
    return render(request, "payments/balance.jinja", context, status=422 if form.errors else 200)


_DEEDS = {"approve": approve_return, "refuse": refuse_return}


@require_http_methods(["GET", "POST"])
def show_return(request: HttpRequest, return_id: int) -> HttpResponse:
    """One return: the second person says yes or no; then its slip."""
    actor = actor_of(request)
    found = return_for(actor, return_id)
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action not in _DEEDS:
            raise Invalid
        _DEEDS[action](return_id, actor=actor)
        messages.success(request, _("批准了。") if action == "approve" else _("没有批准，钱还在。"))
        return redirect("payments:return", return_id)
    context = {
        "one": found, "state": REFUNDS[found.state], "methods": METHODS,
        "is_own": found.requested_by_id == actor.user_id,
        "may_approve": may_approve_refunds(actor),
    }  # fmt: skip
    return render(request, "payments/return.jinja", context)


@require_GET
def send_slip(request: HttpRequest, return_id: int) -> HttpResponse:
    """The slip as PDF, once it was approved. Raises NotNow before."""
    actor = actor_of(request)
    found = return_for(actor, return_id)
    if found.state != "done":
        raise NotNow
    record("prepaid_return.printed", "prepaid_return", found.pk, actor=actor)
    answer = HttpResponse(print_slip(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="return-{found.number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
