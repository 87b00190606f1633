"""A home's bills at the desk: look, print, correct, pay back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.requests import actor_of
from linli.base.errors import NotAllowed
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.estate.places.api import find_place_by_plate, place_card, search_places
from linli.money.fees.api import (
    Bill,
    bill_for,
    correct_bill,
    end_dispute,
    home_with_bills,
    may_see_bills,
    prepaid_of,
    reverse_bill,
)
from linli.money.fees.forms import ReasonForm
from linli.money.fees.parts import card_of, form_page


def find_home(request: HttpRequest) -> HttpResponse:
    """A home by its plate: one leads to its bills, several are listed."""
    actor = actor_of(request)
    if not may_see_bills(actor):
        raise NotAllowed
    text = request.GET.get("plate", "").strip()[:40]
    place = find_place_by_plate(text) if text else None
    if place is not None and place.kind == "home":
        return redirect("fees:home", place.pk)
    found = [card for card in search_places(actor, text) if card.kind == "home"]
    cards = found or ([place_card(place)] if place is not None and place.kind == "home" else [])
    return render(request, "fees/find.jinja", {"text": text, "cards": cards})


def show_home(request: HttpRequest, home_id: int) -> HttpResponse:
    """All bills of a home, open ones first, and what waits for it."""
    actor = actor_of(request)
    if not may_see_bills(actor):
        raise NotAllowed
    home = home_with_bills(actor, home_id)
    rows = Bill.objects.filter(home=home).select_related("charge", "home__place")
    page = cut_page(request, rows.order_by("is_reversed", "-due_on", "-pk"), size=24)
    standing = rows.filter(is_reversed=False)
    context = {
        "home": home,
        "page": page,
        "cards": [card_of(bill) for bill in page.rows],
        "total": sum(bill.open_fen for bill in standing),
        "prepaid": prepaid_of([home.pk]).get(home.pk, 0),
        "may_issue": may(actor, Permission.ISSUE_FEES),
        "take_href": _page("payments:take", home.pk),
    }
    return render(request, "fees/home.jinja", context)


def _page(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def correct(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Reckon a bill again by today's register, or up to the day the service ended."""
    actor = actor_of(request)
    require(actor, Permission.ISSUE_FEES)
    bill = bill_for(actor, bill_id)
    form = ReasonForm(request.POST or None)

    def work(data: dict[str, Any]) -> None:
        correct_bill(bill.pk, actor=actor, reason=data["reason"], last_day=data["last_day"])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("原来的账单冲销了，新的开好了。多交的留着抵下一期。"))
        return redirect("fees:home", bill.home_id)
    return form_page(
        request, form, _("更正账单 %(number)s") % {"number": bill.number}, _("冲销并重开"),
        reverse("fees:bill", args=[bill.pk]),
        _("账单不能改，只能冲销后重开。已经交的钱自动算到新的账单上。"),
    )  # fmt: skip


@require_POST
def reverse_one(request: HttpRequest, bill_id: int) -> HttpResponse:
    bill = reverse_bill(bill_id, actor=actor_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, _("冲销了。交过的钱留着抵下一期。"))
    return redirect("fees:home", bill.home_id)


@require_POST
def settle_dispute(request: HttpRequest, bill_id: int) -> HttpResponse:
    bill = end_dispute(bill_id, actor=actor_of(request))
    messages.success(request, _("记下了：异议已答复，账单照旧。"))
    return redirect("fees:bill", bill.pk)
