"""Setting bodies up: terms, seats, representatives, duties, open affairs, appraisals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.base.submissions import submit
from linli.contact.notices.api import NoticeKind, notices_for
from linli.estate.organisations.api import (
    Permission,
    Role,
    list_organisations,
    offices_in_force,
    require,
)
from linli.estate.places.api import Place
from linli.voice.committee.api import (
    PROOF_NEEDED,
    BodyKind,
    BodySeat,
    add_representative,
    begin_term,
    body_for,
    change_position,
    close_duty,
    duties_for,
    duty_for,
    holder_name,
    last_day,
    last_working_day,
    leave_seat,
    link_affair,
    list_affairs,
    living_terms,
    may_answer_for,
    norm_by_building,
    open_appraisal,
    planned_duties,
    register_body,
    representatives_norm,
    representatives_on,
    seat_member,
    term_for,
)
from linli.voice.committee.forms import (
    AffairForm,
    AppraisalForm,
    BodyForm,
    LeaveForm,
    PositionForm,
    ProofForm,
    RepresentativeForm,
    SeatForm,
    TermForm,
    find_person,
)
from linli.voice.committee.labels import DUTIES, DUTY_REASONS, KINDS, LAWS
from linli.voice.committee.pages import form_page, keep_file, send_file


def new_body(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_ELECTIONS)
    form = BodyForm(request.POST or None).offer([(o.pk, o.name) for o in list_organisations()])

    def work(data: dict[str, Any]) -> None:
        register_body(actor=actor, kind=data["kind"], organisation_id=data["organisation"],
                      phone=data["phone"])  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("登记好了。接着登记这一届。"))
        return redirect("committee:index")
    return form_page(request, form, _("登记一个组织"), _("登记"), reverse("committee:index"))


def new_term(request: HttpRequest, body_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_ELECTIONS)
    body = body_for(actor, body_id)
    form = TermForm(request.POST or None, initial={"starts_on": today(), "elected_on": today()})

    def work(data: dict[str, Any]) -> None:
        begin_term(body_id, actor=actor, **data)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("这一届登记好了。请把成员一位一位加上。"))
        return redirect("committee:body", body_id)
    back = reverse("committee:body", args=[body_id])
    title = _("%(body)s：新的一届") % {"body": KINDS[body.kind]}
    return form_page(request, form, title, _("登记"), back)


def new_seat(request: HttpRequest, term_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_ELECTIONS)
    term = term_for(actor, term_id)
    staff = offices_in_force().filter(account__isnull=False).order_by("account__name")
    accounts = dict(staff.values_list("account", "account__name"))
    form = SeatForm(request.POST or None).offer(
        list(accounts.items()), asks=term.kind != BodyKind.OWNERS
    )

    def work(data: dict[str, Any]) -> None:
        person_id = find_person(form, "person", actor)
        if form.errors:
            return
        seat_member(
            term_id, actor=actor, person_id=person_id,
            account_id=None if person_id else data["account"], position=data["position"],
            declares_no_relative=data.get("declares_no_relative", False),
        )  # fmt: skip

    if request.method == "POST" and submit(form, work) and not form.errors:
        messages.success(request, _("加上了。"))
        return redirect("committee:body", term.body_id)
    back = reverse("committee:body", args=[term.body_id])
    return form_page(request, form, _("加一位成员"), _("加上"), back)


def _seat(request: HttpRequest, seat_id: int) -> BodySeat:
    require(actor_of(request), Permission.RUN_ELECTIONS)
    rows = BodySeat.objects.select_related("term", "office__person", "office__account")
    seat: BodySeat | None = rows.filter(pk=seat_id).first()
    if seat is None:
        raise NotFound
    return seat


def set_position(request: HttpRequest, seat_id: int) -> HttpResponse:
    seat = _seat(request, seat_id)
    form = PositionForm(request.POST or None, initial={"position": seat.position})

    def work(data: dict[str, Any]) -> None:
        change_position(seat_id, actor=actor_of(request), position=data["position"])

    back = reverse("committee:body", args=[seat.term.body_id])
    if request.method == "POST" and submit(form, work):
        messages.success(request, _("改好了。"))
        return redirect(back)
    return form_page(request, form, holder_name(seat.office), _("存好"), back)


def leave(request: HttpRequest, seat_id: int) -> HttpResponse:
    seat = _seat(request, seat_id)
    form = LeaveForm(request.POST or None, initial={"on": today()})

    def work(data: dict[str, Any]) -> None:
        leave_seat(seat_id, actor=actor_of(request), on=data["on"], reason=data["reason"])

    back = reverse("committee:body", args=[seat.term.body_id])
    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记下了，职务到那天为止。"))
        return redirect(back)
    title = _("%(name)s 离任") % {"name": holder_name(seat.office)}
    return form_page(request, form, title, _("离任"), back)


def show_duties(request: HttpRequest) -> HttpResponse:
    """What is due, by when, by which rule; what was done, with its proof; what comes later."""
    actor = actor_of(request)
    _require_duties(request)
    rows = duties_for(actor).order_by("due_on", "pk")
    known = set(rows.values_list("key", flat=True))
    coming = [
        (term, plan)
        for term in living_terms()
        if may_answer_for(actor, term.kind) or Role.SUPERVISION_MEMBER in actor.roles
        for plan in planned_duties(term)
        if plan.key not in known
    ]
    context = {
        "due": [(duty, last_working_day(duty.due_on)) for duty in rows.filter(done_at=None)],
        "done": list(rows.exclude(done_at=None).order_by("-done_at")[:50]),
        "coming": sorted(coming, key=lambda pair: pair[1].due_on)[:50],
        "today": today(), "kinds": KINDS, "duties": DUTIES, "reasons": DUTY_REASONS,
    }  # fmt: skip
    return render(request, "committee/duties.jinja", context)


def _require_duties(request: HttpRequest) -> None:
    actor = actor_of(request)
    answers = any(may_answer_for(actor, kind) for kind in BodyKind)
    if not answers and Role.SUPERVISION_MEMBER not in actor.roles:
        raise NotAllowed


def show_duty(request: HttpRequest, duty_id: int) -> HttpResponse:
    """One duty; its proof closes it."""
    actor = actor_of(request)
    duty = duty_for(actor, duty_id)
    needed = duty.code in PROOF_NEEDED
    form = ProofForm(request.POST, request.FILES) if request.method == "POST" else ProofForm()
    form.ask(needed=needed)

    def work(data: dict[str, Any]) -> None:
        close_duty(duty_id, actor=actor, proof_id=keep_file(request, "proof", actor))

    if request.method == "POST" and submit(form, work):
        kept = bool(request.FILES)
        messages.success(request, _("办完了，凭证存好了。") if kept else _("办完了，记下了。"))
        return redirect("committee:duties")
    context = {
        "duty": duty, "form": form, "needed": needed,
        "act_by": last_working_day(duty.due_on), "today": today(),
        "kinds": KINDS, "duties": DUTIES, "reasons": DUTY_REASONS, "laws": LAWS,
        "may_close": may_answer_for(actor, duty.body.kind) and duty.done_at is None,
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "committee/duty.jinja", context, status=status)


@require_safe
def show_proof(request: HttpRequest, duty_id: int) -> HttpResponseBase:
    duty = duty_for(actor_of(request), duty_id)
    if duty.proof is None:
        raise NotFound
    return send_file(duty.proof, f"duty-{duty.pk}")


def show_representatives(request: HttpRequest) -> HttpResponse:
    """Residents' representatives against the norm of one per 20 to 50 households (RC-03)."""
    require(actor_of(request), Permission.RUN_ELECTIONS)
    context = {
        "norm": representatives_norm(), "buildings": norm_by_building(),
        "rows": list(representatives_on()),
    }  # fmt: skip
    return render(request, "committee/representatives.jinja", context)


def new_representative(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_ELECTIONS)
    areas = Place.objects.filter(kind__in=["building", "grid"]).order_by("kind", "sort_key")
    start = {"since": today(), "until": last_day(today())}
    form = RepresentativeForm(request.POST or None, initial=start).offer(
        list(areas.values_list("pk", "plate"))
    )

    def work(data: dict[str, Any]) -> None:
        person_id = find_person(form, "person", actor)
        if person_id is not None:
            add_representative(
                actor=actor, person_id=person_id, area_id=data["area"], since=data["since"],
                until=data["until"],
            )  # fmt: skip

    if request.method == "POST" and submit(form, work) and not form.errors:
        messages.success(request, _("加上了。"))
        return redirect("committee:representatives")
    back = reverse("committee:representatives")
    return form_page(request, form, _("加一位居民代表"), _("加上"), back)


def show_affairs(request: HttpRequest) -> HttpResponse:
    """Open affairs: each item with the notices that disclose it (RC-04)."""
    actor = actor_of(request)
    require(actor, Permission.RUN_ELECTIONS)
    rows = notices_for(actor).filter(kind=NoticeKind.DISCLOSURE.value).order_by("-pk")[:100]
    form = AffairForm(request.POST or None).offer([(n.pk, str(n)) for n in rows])

    def work(data: dict[str, Any]) -> None:
        link_affair(data["item"], data["notice"], actor=actor)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记下了。"))
        return redirect("committee:affairs")
    context = {"form": form, "lines": list_affairs()}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "committee/affairs.jinja", context, status=status)


def new_appraisal(request: HttpRequest, term_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_ELECTIONS)
    term = term_for(actor, term_id)
    start = {"opens_on": today(), "closes_on": today() + timedelta(days=14)}
    form = AppraisalForm(request.POST or None, initial=start)

    def work(data: dict[str, Any]) -> None:
        open_appraisal(term_id, actor=actor, **data)

    back = reverse("committee:body", args=[term.body_id])
    if request.method == "POST" and submit(form, work):
        messages.success(request, _("评议开始了。"))
        return redirect(back)
    hint = _("每户打一次分，只公布平均分。")
    return form_page(request, form, _("请居民评议"), _("开始"), back, hint)
