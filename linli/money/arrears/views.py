"""Pages of arrears: who owes, one payer's case, and what a resident can do about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import DomainError, Invalid, NotAllowed, NotFound
from linli.base.files.api import StoredFile, file_path, keep_upload
from linli.base.scopes.api import Estate, current_estate_id
from linli.base.submissions import error_text, submit
from linli.estate.organisations.api import Permission, may, require
from linli.estate.places.api import Place
from linli.money.arrears.api import (
    Confirmation,
    RentDecision,
    ServiceWay,
    acts_of,
    agree_instalments,
    appeal,
    ask_for_help,
    debt_for,
    decide_rent,
    demand_for,
    end_plan,
    list_debts,
    list_rent_alarms,
    may_agree,
    may_carry,
    may_decide_rents,
    may_see_arrears,
    may_urge,
    open_demands_to_carry,
    own_debts,
    own_plans,
    own_reviews,
    paid_on_plan,
    plan_for,
    record_lawsuit,
    record_service,
    review_for,
    reviews_of,
    set_terms,
    terms,
    urge,
    withdraw_demand,
    write_demand,
)
from linli.money.arrears.forms import (
    DecisionForm,
    DeskPlanForm,
    HelpForm,
    PlanForm,
    ServiceForm,
    SuitForm,
    TermsForm,
    UrgeForm,
)
from linli.money.arrears.papers import draw_demand
from linli.money.arrears.words import DECISIONS, PLANS, STATES, TONES, URGE_WAYS, WAYS
from linli.money.fees.api import home_with_bills, own_homes

SHOWN = 200


def index(request: HttpRequest) -> HttpResponse:
    """Who owes something overdue, the largest first."""
    actor = actor_of(request)
    if not may_see_arrears(actor):
        raise NotAllowed
    found = list_debts(actor)
    context = {
        "debts": [(debt, STATES[debt.state], TONES[debt.state]) for debt in found[:SHOWN]],
        "count": len(found),
        "total": sum(debt.amount for debt in found),
        "rents": len(list_rent_alarms(actor)),
        "may_issue": may(actor, Permission.ISSUE_FEES),
        "day": today(),
    }
    return render(request, "arrears/index.jinja", context)


def show_case(request: HttpRequest, home_id: int, payer: str) -> HttpResponse:
    """One payer of a home: what is owed, what was done, what can be done now."""
    actor = actor_of(request)
    debt = debt_for(actor, home_id, payer)
    acts = acts_of(home_id, debt.payer)
    staff = may_see_arrears(actor)
    plans: list[Any] = acts["plans"]
    demands: list[Any] = acts["demands"]
    urgings: list[Any] = acts["urgings"]
    context = {
        "debt": debt,
        "bills": [(one, STATES[one.state], TONES[one.state]) for one in debt.bills],
        "urgings": [(one, URGE_WAYS[one.way]) for one in urgings],
        "demands": [(d, WAYS[d.service.way] if hasattr(d, "service") else "") for d in demands],
        "plans": [(p, PLANS[p.state], paid_on_plan(p)) for p in plans],
        "terms": terms(),
        "is_staff": staff or may(actor, Permission.TAKE_PAYMENTS),
        "may_issue": may(actor, Permission.ISSUE_FEES),
        "may_urge": may_urge(actor),
        "may_agree": may_agree(actor, debt.payer.person_id) and not debt.is_planned,
        "urge_form": UrgeForm(),
    }
    return render(request, "arrears/case.jinja", context)


@require_POST
def act(request: HttpRequest, home_id: int, payer: str) -> HttpResponse:
    """Urge, or write a demand; a refusal is told on the case's own page."""
    actor, action = actor_of(request), request.POST.get("action", "")
    debt_for(actor, home_id, payer)
    try:
        if action == "urge":
            urge(home_id, payer, actor=actor, way=request.POST.get("way", ""))
            messages.success(request, _("记下了：已经提醒过。"))
        elif action == "demand":
            demand = write_demand(home_id, payer, actor=actor)
            messages.success(request, _("催款函写好了。打印出来，送到再记下凭据。"))
            return redirect("arrears:demand", demand.pk)
        else:
            raise Invalid
    except DomainError as error:
        if error.status in (403, 404) or type(error) is Invalid:
            raise
        messages.error(request, error_text(error))
    return redirect("arrears:case", home_id, payer)


def agree(request: HttpRequest, home_id: int, payer: str) -> HttpResponse:
    """Pay in parts: at the desk with the person, or by the person on the phone."""
    actor = actor_of(request)
    debt = debt_for(actor, home_id, payer)
    if not may_agree(actor, debt.payer.person_id):
        raise NotAllowed
    staff = may(actor, Permission.ISSUE_FEES) or may(actor, Permission.TAKE_PAYMENTS)
    kind = DeskPlanForm if staff else PlanForm
    form = kind(request.POST or None, request.FILES or None, initial={"first": today()})
    owed = sum(one.bill.open_fen for one in debt.bills if one.bill.disputed_at is None)

    def work(data: dict[str, Any]) -> None:
        paper = data.get("paper")
        agree_instalments(
            home_id, payer, form.parts(owed), actor=actor,
            confirmed=Confirmation(data["confirmed"]) if staff else Confirmation.OWN_PHONE,
            note=data.get("note", ""),
            paper_id=keep_upload(paper, actor=actor).pk if paper else None,
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("约好了。每期到日子交就行，交不上早点说。"))
        return redirect("arrears:case", home_id, payer)
    context = {"form": form, "debt": debt, "owed": owed, "is_staff": staff}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "arrears/agree.jinja", context, status=status)


@require_POST
def stop_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(actor_of(request), plan_id)
    end_plan(plan.pk, actor=actor_of(request))
    messages.success(request, _("这份约定结束了。"))
    return redirect("fees:home", plan.home_id)


def show_demand(request: HttpRequest, demand_id: int) -> HttpResponse:
    """One demand: print it, record its service, go on when the period has passed."""
    actor = actor_of(request)
    demand = demand_for(actor, demand_id)
    service = getattr(demand, "service", None)
    context = {
        "demand": demand,
        "payer": _payer_name(demand),
        "payer_key": f"p{demand.payer_person_id}"
        if demand.payer_person_id
        else f"o{demand.payer_organisation_id}",
        "rows": list(demand.bills.select_related("bill__charge").order_by("pk")),
        "service": service,
        "way": WAYS[service.way] if service else "",
        "suit": getattr(demand, "lawsuit", None),
        "day": today(),
        "may_issue": may(actor, Permission.ISSUE_FEES),
        "may_serve": may(actor, Permission.ISSUE_FEES) or may_carry(actor, demand),
        "may_see_case": may_see_arrears(actor),
    }
    return render(request, "arrears/demand.jinja", context)


def _payer_name(demand: Any) -> str:
    holder = demand.payer_person or demand.payer_organisation
    return holder.name if holder else ""


def print_demand(request: HttpRequest, demand_id: int) -> HttpResponse:
    demand = demand_for(actor_of(request), demand_id)
    estate = Estate.objects.get(pk=current_estate_id())
    content = draw_demand(demand, _payer_name(demand), estate, demand.urging.urged_on)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{demand.number}.pdf"'
    return answer


def serve(request: HttpRequest, demand_id: int) -> HttpResponse:
    """Proof that the demand was served."""
    actor = actor_of(request)
    demand = demand_for(actor, demand_id)
    if not (may(actor, Permission.ISSUE_FEES) or may_carry(actor, demand)):
        raise NotAllowed
    form = ServiceForm(request.POST or None, request.FILES or None, initial={"served_on": today()})

    def work(data: dict[str, Any]) -> None:
        photo = data["photo"]
        record_service(
            demand.pk, actor=actor, way=ServiceWay(data["way"]), served_on=data["served_on"],
            witness=data["witness"], tracking=data["tracking"],
            photo_id=keep_upload(photo, actor=actor).pk if photo else None,
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("送达记下了，期限从这天算起。"))
        return redirect("arrears:demand", demand.pk)
    return _form(
        request, form, _("送达凭据"), _("记下"), reverse("arrears:demand", args=[demand.pk]),
        _("当面交、邮寄，或拒收时有人见证。最好拍一张照片。"),
    )  # fmt: skip


def show_photo(request: HttpRequest, demand_id: int) -> HttpResponseBase:
    """The picture that proves the service, for whoever may see the demand."""
    service = getattr(demand_for(actor_of(request), demand_id), "service", None)
    return _file(service.photo if service else None)


def show_paper(request: HttpRequest, plan_id: int) -> HttpResponseBase:
    """What was signed, for whoever may see the agreement."""
    return _file(plan_for(actor_of(request), plan_id).paper)


def _file(stored: StoredFile | None) -> HttpResponseBase:
    if stored is None:
        raise NotFound
    answer = FileResponse(file_path(stored).open("rb"), content_type=stored.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def drop_demand(request: HttpRequest, demand_id: int) -> HttpResponse:
    demand = withdraw_demand(demand_id, actor=actor_of(request))
    messages.success(request, _("收回了，没有送出去。"))
    return redirect("arrears:demand", demand.pk)


def sue(request: HttpRequest, demand_id: int) -> HttpResponse:
    """A court was asked; the software only keeps that it was."""
    actor = actor_of(request)
    require(actor, Permission.ISSUE_FEES)
    demand = demand_for(actor, demand_id)
    form = SuitForm(request.POST or None, initial={"filed_on": today()})

    def work(data: dict[str, Any]) -> None:
        record_lawsuit(demand.pk, actor=actor, **data)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记下了。"))
        return redirect("arrears:demand", demand.pk)
    return _form(
        request, form, _("起诉或仲裁"), _("记下"), reverse("arrears:demand", args=[demand.pk])
    )


def carry(request: HttpRequest) -> HttpResponse:
    """Demands that a captain or the desk hands over."""
    actor = actor_of(request)
    demands = open_demands_to_carry(actor)
    return render(request, "arrears/carry.jinja", {"rows": [(d, _payer_name(d)) for d in demands]})


def ask_help(request: HttpRequest, home_id: int) -> HttpResponse:
    """Somebody cannot pay: a person looks for a way with them."""
    actor = actor_of(request)
    staff = may(actor, Permission.TAKE_PAYMENTS) or may(actor, Permission.ISSUE_FEES)
    home_with_bills(actor, home_id)
    form = HelpForm(request.POST or None)
    back = reverse("fees:home", args=[home_id]) if staff else reverse("arrears:own")

    def work(data: dict[str, Any]) -> None:
        ask_for_help(home_id, actor=actor, text=data["text"])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("收到了，会有人联系，一起想办法。"))
        return redirect(back)
    return _form(
        request, form, _("交不上，想请人帮忙"), _("送出"), back,
        _("可以分期、看看够不够减免、申请救助。说出来就好，不影响您用水用电和进出。"),
    )  # fmt: skip


def show_own(request: HttpRequest) -> HttpResponse:
    """What I can do when I cannot pay; my agreements, and decisions about my home."""
    actor = actor_of(request)
    homes = Place.objects.filter(pk__in=own_homes(actor)).order_by("sort_key")
    context = {
        "debts": own_debts(actor),
        "plans": [(plan, PLANS[plan.state], paid_on_plan(plan)) for plan in own_plans(actor)],
        "reviews": [(one, DECISIONS[one.decision]) for one in own_reviews(actor)],
        "homes": list(homes),
        "day": today(),
    }
    return render(request, "arrears/own.jinja", context)


def show_rents(request: HttpRequest) -> HttpResponse:
    """Homes with six months of rent or more; a person decides (HSG-01)."""
    actor = actor_of(request)
    if not (may_decide_rents(actor) or may_see_arrears(actor)):
        raise NotAllowed
    found = list_rent_alarms(actor)
    rows = [
        (debt, [(one, DECISIONS[one.decision]) for one in reviews_of(debt.home_id)])
        for debt in found
    ]
    context = {
        "rows": rows,
        "may_decide": may_decide_rents(actor),
        "months": terms().rent_months,
    }  # fmt: skip
    return render(request, "arrears/rents.jinja", context)


def decide(request: HttpRequest, home_id: int) -> HttpResponse:
    actor = actor_of(request)
    if not may_decide_rents(actor):
        raise NotAllowed
    form = DecisionForm(request.POST or None)

    def work(data: dict[str, Any]) -> None:
        decide_rent(
            home_id, actor=actor, decision=RentDecision(data["decision"]), reason=data["reason"]
        )

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("决定记下了。请书面告诉住户，30 天内可以申诉。"))
        return redirect("arrears:rents")
    return _form(
        request, form, _("欠租怎么办"), _("决定"), reverse("arrears:rents"),
        _("先问清楚有什么难处。决定由人作，写明理由，住户可以申诉。"),
    )  # fmt: skip


def object_to(request: HttpRequest, review_id: int) -> HttpResponse:
    """Appeal against a decision on the own home."""
    actor = actor_of(request)
    review = review_for(actor, review_id)
    form = HelpForm(request.POST or None)
    form.fields["text"].label = _("为什么不同意")

    def work(data: dict[str, Any]) -> None:
        appeal(review.pk, actor=actor, text=data["text"])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("申诉收到了，会有另外的人看。"))
        return redirect("arrears:own")
    return _form(request, form, _("申诉"), _("送出"), reverse("arrears:own"))


def edit_terms(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.ISSUE_FEES)
    own = terms()
    start = {n: getattr(own, n) for n in ("demand_days", "urge_days", "grace_days")}
    form = TermsForm(request.POST or None, initial=start)

    def work(data: dict[str, Any]) -> None:
        set_terms(actor=actor, **data)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("期限存好了。"))
        return redirect("arrears:index")
    return _form(request, form, _("催款的期限"), _("存好"), reverse("arrears:index"))


def _form(
    request: HttpRequest, form: Any, title: str, button: str, back: str, hint: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "back": back, "hint": hint}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "fees/form.jinja", context, status=status)
