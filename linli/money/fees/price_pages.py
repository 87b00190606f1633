"""Pages of charges, prices, waivers and meter readings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import Invalid, NotAllowed
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.money.fees.actions import INCOME
from linli.money.fees.api import (
    Formula,
    GroundKind,
    Waiver,
    add_tariff,
    approve_waiver,
    end_waiver,
    find_charge,
    list_decisions,
    load_charges,
    may_approve,
    propose_waiver,
    record_reading,
    refuse_waiver,
    save_charge,
    tariffs_of,
    withdraw_tariff,
)
from linli.money.fees.forms import KINDS, ChargeForm, ReadingForm, TariffForm, WaiverForm
from linli.money.fees.parts import form_page
from linli.money.fees.words import (
    CYCLES,
    FORMULAS,
    GROUNDS,
    PAYERS,
    SCOPES,
    TENURES,
    charge_name,
    say_price,
    say_relief,
)


def show_charge(request: HttpRequest, code: str) -> HttpResponse:
    """One charge: who pays, its prices by version, its waivers."""
    actor = actor_of(request)
    require(actor, Permission.SEE_ACCOUNTS)
    charge = find_charge(code)
    day = today()
    versions = tariffs_of(charge)
    current = [t for t in versions if t.starts_on <= day][-1:]
    waivers = Waiver.objects.filter(charge=charge).select_related(
        "proposed_by", "approved_by", "home__place"
    )
    context = {
        "charge": charge,
        "cycle": CYCLES[charge.cycle],
        "payers": [(TENURES.get(t, t), PAYERS[p]) for t, p in charge.payers.items()],
        "tariffs": [
            (t, say_price(t.price_mfen), FORMULAS[t.formula], GROUNDS[t.ground_kind], t in current)
            for t in reversed(versions)
        ],
        "waivers": [(w, SCOPES[w.scope], say_relief(w)) for w in waivers.order_by("-pk")],
        "may_issue": may(actor, Permission.ISSUE_FEES),
        "may_approve": may_approve(actor),
        "me": actor.user_id,
        "day": day,
    }
    return render(request, "fees/charge.jinja", context)


def edit_charge(request: HttpRequest, code: str = "") -> HttpResponse:
    """A new charge, or another content of one; without any the two usual ones are there first."""
    actor = actor_of(request)
    require(actor, Permission.ISSUE_FEES)
    charge = find_charge(code) if code else None
    start = None
    if charge is not None:
        names = ("name", "name_en", "code", "cycle", "is_collected", "is_rent", "due_days")
        start = {n: getattr(charge, n) for n in names}
        start |= {f"payer_{tenure}": payer for tenure, payer in charge.payers.items()}
    form = ChargeForm(request.POST or None, initial=start)
    if charge is not None:
        form.fields["code"].disabled = True

    def work(data: dict[str, Any]) -> None:
        income = charge.income_account.removeprefix("income:") if charge else "other"
        income = income if income in INCOME else "other"
        save_charge(data["code"], actor=actor, income=income, **form.values())

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("收费项目存好了。"))
        return redirect("fees:charge", form.cleaned_data["code"])
    back = reverse("fees:charge", args=[code]) if code else reverse("fees:index")
    return form_page(request, form, _("收费项目"), _("存好"), back)


@require_POST
def load_usual(request: HttpRequest) -> HttpResponse:
    """The property fee and the rent, for an estate that has no charge yet."""
    require(actor_of(request), Permission.ISSUE_FEES)
    load_charges()
    return redirect("fees:index")


def new_tariff(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.ISSUE_FEES)
    charge = find_charge(code)
    form = TariffForm(request.POST or None, initial={"starts_on": today()}).offer(list_decisions())

    def work(data: dict[str, Any]) -> None:
        add_tariff(
            charge.pk, actor=actor, starts_on=data["starts_on"], formula=Formula(data["formula"]),
            price_mfen=data["price"], ground_kind=GroundKind(data["ground_kind"]),
            ground=data["ground"], decision_reference=data["decision_reference"],
            surcharge_fen=data["surcharge"] or 0,
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("新价格记下了。已开的账单不变。"))
        return redirect("fees:charge", code)
    return form_page(
        request, form, _("%(charge)s的新价格") % {"charge": charge_name(charge)}, _("定下"),
        reverse("fees:charge", args=[code]),
        _("价格只往后改：已经开过账单的日子不能再变。没有依据不能定价。"),
    )  # fmt: skip


@require_POST
def drop_tariff(request: HttpRequest, tariff_id: int) -> HttpResponse:
    tariff = withdraw_tariff(tariff_id, actor=actor_of(request))
    messages.success(request, _("这个价格收回了。"))
    return redirect("fees:charge", tariff.charge.code)


def new_waiver(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.ISSUE_FEES)
    charge = find_charge(code)
    start = {"starts_on": today(), "scope": "low_income"}
    form = WaiverForm(request.POST or None, initial=start).offer(list_decisions(), KINDS)

    def work(data: dict[str, Any]) -> None:
        propose_waiver(charge.pk, actor=actor, **form.values())

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("交上去了。另一个人批准以后才算数。"))
        return redirect("fees:charge", code)
    return form_page(
        request, form, _("%(charge)s的减免") % {"charge": charge_name(charge)}, _("交给别人批准"),
        reverse("fees:charge", args=[code]),
    )  # fmt: skip


@require_POST
def act_on_waiver(request: HttpRequest, waiver_id: int) -> HttpResponse:
    """Approve, refuse or end."""
    actor, action = actor_of(request), request.POST.get("action", "")
    if not may_approve(actor):
        raise NotAllowed
    if action == "approve":
        waiver = approve_waiver(waiver_id, actor=actor)
        messages.success(request, _("批准了，下一次算账单就用上。"))
    elif action == "refuse":
        waiver = refuse_waiver(waiver_id, actor=actor, reason=request.POST.get("reason", ""))
        messages.success(request, _("退回了。"))
    elif action == "end":
        waiver = end_waiver(waiver_id, actor=actor, ends_on=today())
        messages.success(request, _("从明天起不再减免。"))
    else:
        raise Invalid
    return redirect("fees:charge", waiver.charge.code)


def new_reading(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.ISSUE_FEES)
    charge = find_charge(code)
    form = ReadingForm(request.POST or None, initial={"read_on": today()})

    def work(data: dict[str, Any]) -> None:
        record_reading(
            charge.pk, data["home"], actor=actor, read_on=data["read_on"],
            amount=data["amount"], is_exchange=data["is_exchange"],
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记下了，接着记下一户。"))
        return redirect("fees:reading_new", code)
    return form_page(
        request, form, _("%(charge)s抄表") % {"charge": charge_name(charge)}, _("记下"),
        reverse("fees:charge", args=[code]),
    )  # fmt: skip
