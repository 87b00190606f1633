"""Bills as people see them: the own ones, one bill, its paper, and saying that it is wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from linli.base.accounts.requests import actor_of
from linli.base.scopes.api import Estate, current_estate_id
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may
from linli.estate.places.api import Place
from linli.money.fees.api import (
    bill_for,
    dispute_bill,
    may_see_bills,
    own_bills,
    own_homes,
    prepaid_of,
)
from linli.money.fees.forms import DisputeForm
from linli.money.fees.papers import draw_bill
from linli.money.fees.parts import card_of, form_page, full_card, payer_name
from linli.money.ledger.api import name_papers

SHOWN = 24  # settled bills on the own page


def show_own(request: HttpRequest) -> HttpResponse:
    """What I have to pay, for which months, and what I paid."""
    actor = actor_of(request)
    rows = own_bills(actor).filter(is_reversed=False).order_by("due_on", "pk")
    cards = [card_of(bill) for bill in rows]
    still_open = [card for card in cards if card.bill.open_fen]
    settled = [card for card in reversed(cards) if not card.bill.open_fen]
    homes = own_homes(actor)
    waiting = prepaid_of(homes)
    context = {
        "open_bills": still_open,
        "settled": settled[:SHOWN],
        "total": sum(card.bill.open_fen for card in still_open),
        "prepaid": sum(waiting.values()),
        "plates": list(Place.objects.filter(pk__in=homes).values_list("plate", flat=True)),
        "pay_href": _page("payments:pay"),
        "receipts_href": _page("payments:own"),
        "help_href": _page("arrears:own"),
    }
    return render(request, "fees/own.jinja", context)


def _page(name: str, *args: int) -> str:
    """The address of a page of a package above; "" where it is not built in."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def show_bill(request: HttpRequest, bill_id: int) -> HttpResponse:
    """How one bill came about."""
    actor = actor_of(request)
    bill = bill_for(actor, bill_id)
    staff = may_see_bills(actor)
    settlements = _settlements(bill) if staff else []
    context = {
        "card": full_card(actor, bill),
        "payer": payer_name(bill),
        "is_staff": staff,
        "may_issue": may(actor, Permission.ISSUE_FEES),
        "settlements": settlements,
        "papers": name_papers((part.settlement.source for part in settlements), actor=actor),
        "pay_href": _page("payments:pay"),
        "refund_href": _page("payments:give_back", bill.pk),
    }
    return render(request, "fees/bill.jinja", context)


def _settlements(bill: Any) -> list[Any]:
    return list(bill.parts.select_related("settlement").order_by("pk"))


def print_bill(request: HttpRequest, bill_id: int) -> HttpResponse:
    """The bill on paper, in large type: for the letter slot, or a captain's hand."""
    actor = actor_of(request)
    bill = bill_for(actor, bill_id)
    estate = Estate.objects.get(pk=current_estate_id())
    content = draw_bill(full_card(actor, bill), payer_name(bill), estate)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{bill.number}.pdf"'
    return answer


def dispute(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Say that a bill is wrong; the answer comes as with every other matter."""
    actor = actor_of(request)
    bill = bill_for(actor, bill_id)
    form = DisputeForm(request.POST or None)

    def work(data: dict[str, Any]) -> None:
        dispute_bill(bill.pk, actor=actor, text=data["text"])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("收到了。查清楚以前不催这张账单，有结果告诉您。"))
        return redirect("fees:bill", bill.pk)
    return form_page(
        request, form, _("账单 %(number)s 不对") % {"number": bill.number}, _("送出"),
        reverse("fees:bill", args=[bill.pk]),
        _("说说哪里不对，如面积、月份、减免。会有人查清楚再回您。"),
    )  # fmt: skip
