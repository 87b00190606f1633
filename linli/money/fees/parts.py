"""What several pages of fees show: a bill as a card, a run's period, a payer's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.money.fees.api import Bill, may_see_grounds, own_bills
from linli.money.fees.corrections import period_of_bill
from linli.money.fees.words import LineWords, charge_name, say_line, say_period, say_span, say_state


@dataclass(frozen=True, slots=True)
class BillCard:
    """A bill as lists and pages show it."""

    bill: Bill
    charge: str
    period: str
    span: str
    state: str
    tone: str
    lines: tuple[LineWords, ...] = ()


def card_of(bill: Bill, lines: Iterable[LineWords] = ()) -> BillCard:
    state, tone = say_state(bill, today())
    span = say_span(bill.starts_on, bill.ends_on)
    return BillCard(
        bill, charge_name(bill.charge), say_period(period_of_bill(bill)), span, state, tone,
        tuple(lines),
    )  # fmt: skip


def full_card(actor: Actor, bill: Bill) -> BillCard:
    """With its lines; the ground of a waiver only for the payer and who needs to know it."""
    with_ground = may_see_grounds(actor) or own_bills(actor).filter(pk=bill.pk).exists()
    rows = bill.lines.select_related("tariff", "waiver").order_by("pk")
    return card_of(bill, [say_line(line, with_ground=with_ground) for line in rows])


def payer_name(bill: Bill) -> str:
    who = bill.payer_person or bill.payer_organisation
    return who.name if who else ""


def form_page(
    request: HttpRequest, form: Any, title: str, button: str, back: str, hint: str = ""
) -> HttpResponse:
    """One plain form with the way back; 422 when something is wrong with it."""
    context = {"form": form, "title": title, "button": button, "back": back, "hint": hint}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "fees/form.jinja", context, status=status)
