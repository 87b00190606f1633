"""The desk: cash for a home, receipts, refunds with a second person, the till of the day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.base.accounts.requests import actor_of
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.estate.places.api import Home
from linli.money.fees.api import bill_for, prepaid_of
from linli.money.payments.api import (
    Payment,
    PaymentRefund,
    approve_refund,
    count_till,
    deposit_cash,
    payment_for,
    payments_for,
    refuse_refund,
    request_prepayment,
    request_refund,
    request_unserved,
    take_cash,
)
from linli.money.payments.forms import (
    CashForm,
    CountForm,
    DepositForm,
    GiveBackForm,
    PlateForm,
    RefundForm,
    new_key,
)
from linli.money.payments.labels import METHODS, REFUNDS
from linli.money.payments.matching import home_by_plate
from linli.money.payments.models import TillCount, TillDeposit
from linli.money.payments.queries import (
    bills_at_desk,
    cash_in_till,
    cash_taken_on,
    may_see_payments,
    refunds_for,
)
from linli.money.payments.receipts import receipt_rows
from linli.money.payments.refunds import may_approve_refunds
from linli.money.payments.returns import waiting_returns


@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Whose home: a plate leads to its bills. Below what was taken last."""
    actor = actor_of(request)
    if not may_see_payments(actor):
        raise NotAllowed
    form = PlateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        home_id = home_by_plate(form.cleaned_data["plate"])
        if home_id is not None:
            return redirect("payments:take", home_id)
        form.add_error("plate", _("没有找到这个门牌。请写成 3-2-1502 这样。"))
    rows = payments_for(actor).order_by("-pk")
    plate = request.GET.get("plate", "").strip()[:40]
    if plate:
        rows = rows.filter(home=home_by_plate(plate) or 0)
    if request.GET.get("method") in METHODS:
        rows = rows.filter(method=request.GET["method"])
    context = {
        "form": form, "page": cut_page(request, rows, size=20), "methods": METHODS,
        "plate_asked": plate, "may_take": may(actor, Permission.TAKE_PAYMENTS),
        "method_asked": request.GET.get("method", ""),
        "refunds": list(refunds_for(actor).filter(state="requested").order_by("pk")[:20]),
        "returns": waiting_returns(actor),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "payments/desk.jinja", context, status=status)


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, home_id: int) -> HttpResponse:
    """The open bills of a home, and cash for them."""
    actor = actor_of(request)
    require(actor, Permission.TAKE_PAYMENTS)
    home = Home.objects.select_related("place").filter(pk=home_id).first()
    if home is None:
        raise NotFound
    bills = bills_at_desk(actor, home_id)
    total = sum(bill.open_fen for bill in bills)
    start = {"amount": f"{total // 100}.{total % 100:02}"} if total else {}
    form = CashForm(request.POST or None, initial=start)
    made: list[Payment] = []

    def work(data: dict[str, Any]) -> None:
        made.append(take_cash(home_id, data["amount"], key=data["form_key"], actor=actor))

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("收好了。请把收据给对方。"))
        return redirect("payments:payment", made[0].pk)
    record("bills.looked_at", "home", home_id, actor=actor)
    context = {
        "home": home, "bills": bills, "total": total, "form": form,
        "prepaid": prepaid_of([home_id]).get(home_id, 0),
    }  # fmt: skip
    return render(request, "payments/take.jinja", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def show_payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """One payment: what it went on, its receipt, and the way back."""
    actor = actor_of(request)
    if not may_see_payments(actor):
        raise NotFound
    payment = payment_for(actor, payment_id)
    form = RefundForm(request.POST or None)

    def work(data: dict[str, Any]) -> None:
        request_refund(
            payment_id, data["amount"], reason=data["reason"], key=data["form_key"], actor=actor,
            is_void=data["is_void"],
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("申请记下了，等另一个人批准。"))
        return redirect("payments:payment", payment_id)
    context = {
        "payment": payment, "form": form, "methods": METHODS, "states": REFUNDS,
        "rows": receipt_rows(payment),
        "refunds": refunds_for(actor).filter(payment=payment_id).order_by("pk"),
        "may_refund": may(actor, Permission.TAKE_PAYMENTS) and payment.refunded < payment.amount,
        "may_approve": may_approve_refunds(actor),
    }  # fmt: skip
    return render(request, "payments/payment.jinja", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Time without service, or what waits for the home: asked for here, approved by another."""
    actor = actor_of(request)
    require(actor, Permission.ISSUE_FEES)
    bill = bill_for(actor, bill_id)
    form = GiveBackForm(request.POST or None)
    asked: list[PaymentRefund] = []

    def work(data: dict[str, Any]) -> None:
        if data["last_day"] is not None:
            asked.extend(
                request_unserved(bill.pk, data["last_day"], reason=data["reason"], actor=actor)
            )
            return
        if data["amount"] is None:
            raise Invalid(_("请填日期，或者填退多少元。"), field="amount")
        asked.extend(
            request_prepayment(
                bill.home_id, data["amount"], reason=data["reason"], key=data["form_key"],
                actor=actor,
            )
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("申请记下了，等另一个人批准。"))
        return redirect("payments:payment", asked[0].payment_id)
    context = {
        "bill": bill, "form": form, "prepaid": prepaid_of([bill.home_id]).get(bill.home_id, 0),
    }  # fmt: skip
    return render(request, "payments/give_back.jinja", context, status=422 if form.errors else 200)


_DEEDS = {"approve": approve_refund, "refuse": refuse_refund}


@require_POST
def act_on_refund(request: HttpRequest, refund_id: int) -> HttpResponse:
    """The second person says yes or no."""
    actor, action = actor_of(request), request.POST.get("action", "")
    if not may_see_payments(actor):
        raise NotFound
    if action not in _DEEDS:
        raise Invalid
    refund = _DEEDS[action](refund_id, actor=actor)
    messages.success(request, _("批准了。") if action == "approve" else _("没有批准，钱还在。"))
    return redirect("payments:payment", refund.payment_id)


@require_http_methods(["GET", "POST"])
def till(request: HttpRequest) -> HttpResponse:
    """The cash of today: counted once, and brought to the bank."""
    actor = actor_of(request)
    require(actor, Permission.TAKE_PAYMENTS)
    which = request.POST.get("what", "")
    count_form = CountForm(request.POST if which == "count" else None)
    deposit_form = DepositForm(
        request.POST if which == "deposit" else None, initial={"form_key": new_key()}
    )

    def count(data: dict[str, Any]) -> None:
        count_till(data["counted"], note=data["note"], actor=actor)

    def deposit(data: dict[str, Any]) -> None:
        deposit_cash(data["amount"], key=data["form_key"], actor=actor)

    if which == "count" and submit(count_form, count):
        messages.success(request, _("点好了。"))
        return redirect("payments:till")
    if which == "deposit" and submit(deposit_form, deposit):
        messages.success(request, _("记下了：现金存进银行。银行对账单来了会自己对上。"))
        return redirect("payments:till")
    context = {
        "count_form": count_form, "deposit_form": deposit_form, "in_till": cash_in_till(),
        "taken": cash_taken_on(today()),
        "counts": TillCount.objects.select_related("counted_by").order_by("-day")[:14],
        "deposits": TillDeposit.objects.select_related("made_by").order_by("-pk")[:14],
        "counted_today": TillCount.objects.filter(day=today()).exists(),
    }  # fmt: skip
    status = 422 if count_form.errors or deposit_form.errors else 200
    return render(request, "payments/till.jinja", context, status=status)
