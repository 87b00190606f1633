"""A resident pays: choose bills, pay, paid; what was paid before, and receipts."""

from __future__ import annotations

import contextlib
import io
import json
from datetime import timedelta
from itertools import groupby
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from linli.base.accounts.requests import actor_of
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import DomainError, NotFound
from linli.base.paging import cut_page
from linli.base.submissions import error_text
from linli.money.payments.api import (
    Payment,
    PaymentOrder,
    ask_about_order,
    is_open,
    open_order,
    order_for,
    own_payments,
    payment_for,
    print_receipt,
)
from linli.money.payments.forms import KeyForm, new_key
from linli.money.payments.labels import METHODS
from linli.money.payments.queries import own_open_bills

_IN_WECHAT = "micromessenger"
ASK_ON_PAGE = timedelta(seconds=10)


def is_in_wechat(request: HttpRequest) -> bool:
    """Whether the page is open in WeChat's own browser."""
    return _IN_WECHAT in request.headers.get("User-Agent", "").lower()


@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest) -> HttpResponse:
    """Choose what to pay; all that is open is chosen at first."""
    actor = actor_of(request)
    trouble = ""
    if request.method == "POST":
        try:
            order = _order(request)
        except DomainError as error:
            if isinstance(error, NotFound):
                raise
            trouble = error_text(error)
        else:
            return redirect("payments:order", order.trade_no)
    bills = own_open_bills(actor)
    homes = [(home, list(rows)) for home, rows in groupby(bills, key=lambda bill: bill.home)]
    context = {
        "homes": [(home, rows, sum(bill.open_fen for bill in rows)) for home, rows in homes],
        "form_key": new_key(), "trouble": trouble, "is_open": is_open("wechat"),
    }  # fmt: skip
    return render(request, "payments/pay.jinja", context, status=422 if trouble else 200)


def _order(request: HttpRequest) -> PaymentOrder:
    form = KeyForm(request.POST)
    ids = [int(text) for text in request.POST.getlist("bills")[:100] if text.isdigit()]
    home = request.POST.get("home", "")
    if not form.is_valid() or not home.isdigit() or len(home) > 15:
        raise NotFound
    return open_order(
        int(home), ids, key=form.cleaned_data["form_key"], actor=actor_of(request),
        in_wechat=is_in_wechat(request),
    )  # fmt: skip


@require_GET
def show_order(request: HttpRequest, trade_no: str) -> HttpResponse:
    """The code to scan, or the button in WeChat; the page turns by itself when it is paid."""
    actor = actor_of(request)
    order = order_for(actor, trade_no)
    if order.state == "open" and "ask" in request.GET:
        order = _ask(order)
    ticket = order.ticket
    context: dict[str, Any] = {
        "order": order,
        "payment": Payment.objects.select_related("receipt").filter(order=order).first(),
        "dialog": json.dumps(ticket["dialog"]) if ticket.get("dialog") else "",
        "is_helper": order.helper_id is not None,
    }
    return render(request, "payments/order.jinja", context)


def _ask(order: PaymentOrder) -> PaymentOrder:
    """A look at the channel, at most every ten seconds; where it is silent we show what we know."""
    if order.asked_at is not None and now() - order.asked_at < ASK_ON_PAGE:
        return order
    with contextlib.suppress(DomainError):
        ask_about_order(order.trade_no)
    order.refresh_from_db()
    return order


@require_GET
def show_code(request: HttpRequest, trade_no: str) -> HttpResponse:
    """The code as a picture."""
    order = order_for(actor_of(request), trade_no)
    code = order.ticket.get("code_url")
    if order.state != "open" or not code:
        raise NotFound
    picture = io.BytesIO()
    segno.make(code, error="m").save(picture, kind="svg", scale=6, border=4, light="white")
    answer = HttpResponse(picture.getvalue(), content_type="image/svg+xml")
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
def show_own(request: HttpRequest) -> HttpResponse:
    """What was paid for the own bills, the newest first."""
    rows = own_payments(actor_of(request)).order_by("-pk")
    context = {"page": cut_page(request, rows, size=20), "methods": METHODS}
    return render(request, "payments/own.jinja", context)


@require_GET
def send_receipt(request: HttpRequest, payment_id: int) -> HttpResponse:
    """The receipt as PDF, for who paid and for the desk."""
    actor = actor_of(request)
    payment = payment_for(actor, payment_id)
    record("receipt.printed", "payment", payment.pk, actor=actor)
    answer = HttpResponse(print_receipt(payment), content_type="application/pdf")
    name = payment.receipt.words
    answer["Content-Disposition"] = f'inline; filename="receipt-{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
