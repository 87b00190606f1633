"""Consent of all neighbours to a business in a home (OWN-17)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.requests import actor_of
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, is_staff, may, require
from linli.estate.places.api import find_place_by_plate
from linli.voice.contracts.api import (
    UseRequest,
    answer_use,
    ask_neighbours,
    may_take_consent,
    owns_a_home,
    record_consent,
    use_for,
    uses_for,
    withdraw_use,
)
from linli.voice.contracts.forms import ConsentForm, UseForm
from linli.voice.contracts.labels import USES, yes_no
from linli.voice.contracts.models import UseConsent
from linli.voice.contracts.paper_views import form_page, keep_scan


@require_GET
def list_uses(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not is_staff(actor) and not owns_a_home(actor):
        raise NotFound
    page = cut_page(request, uses_for(actor).order_by("-opened_at", "-pk"), size=20)
    context = {"page": page, "use_words": USES,
               "manages": may(actor, Permission.MANAGE_CONTRACTS)}  # fmt: skip
    return render(request, "contracts/uses.jinja", context)


def new_use(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE_CONTRACTS)
    form = UseForm(request.POST or None)
    made: list[UseRequest] = []

    def work(data: dict[str, Any]) -> None:
        place = find_place_by_plate(data["plate"])
        if place is None or place.kind != "home":
            raise Invalid(translatable("没有找到这套房子。请写门牌。"), field="plate")
        made.append(ask_neighbours(place.pk, data["business"], actor=actor))

    if request.method == "POST" and submit(form, work):
        return redirect("contracts:use", made[0].pk)
    hint = _("住宅改做生意，要本楼其他业主全都同意；不是少数服从多数。")
    back = reverse("contracts:uses")
    return form_page(request, form, _("征求同意"), _("列出名单"), back, hint)


@require_GET
def show_use(request: HttpRequest, use_id: int) -> HttpResponse:
    """The list for who keeps it; an asked owner sees the question, the counts and the own line."""
    actor = actor_of(request)
    use = use_for(actor, use_id)
    takes = may_take_consent(actor, use)
    whole = takes or may(actor, Permission.MANAGE_CONTRACTS)
    rows = use.consents.select_related("person", "organisation", "home__place")
    rows = rows.order_by("home__place__sort_key", "pk")
    own = rows.filter(person=actor.person_id).first() if actor.person_id else None
    context = {
        "use": use, "use_words": USES, "yes_no": yes_no, "rows": rows if whole else [],
        "own": own, "takes": takes, "is_open": use.state == "collecting",
        "manages": may(actor, Permission.MANAGE_CONTRACTS),
        "total": rows.count(), "agreed": rows.filter(agrees=True).count(),
        "unknown": rows.filter(person=None, organisation=None).count(),
    }  # fmt: skip
    return render(request, "contracts/use.jinja", context)


@require_POST
def answer(request: HttpRequest, use_id: int) -> HttpResponse:
    """An owner's own yes or no."""
    actor, said = actor_of(request), request.POST.get("agrees", "")
    use_for(actor, use_id)
    if said not in ("yes", "no"):
        raise Invalid
    answer_use(use_id, said == "yes", actor=actor)
    messages.success(request, _("您的答复收到了。"))
    return redirect("contracts:use", use_id)


def consent(request: HttpRequest, consent_id: int) -> HttpResponse:
    """An answer that came on paper or by a call."""
    actor = actor_of(request)
    row = UseConsent.objects.select_related("person", "organisation").filter(pk=consent_id).first()
    if row is None:
        raise NotFound
    use = use_for(actor, row.request_id)
    if not may_take_consent(actor, use):
        raise NotAllowed
    form = ConsentForm(request.POST or None, request.FILES or None)

    def work(data: dict[str, Any]) -> None:
        record_consent(
            consent_id, data["agrees"], actor=actor, confirmation=data["confirmation"],
            scan_id=keep_scan(form, actor),
        )  # fmt: skip

    back = reverse("contracts:use", args=[use.pk])
    if request.method == "POST" and submit(form, work):
        messages.success(request, _("答复记下了。"))
        return redirect(back)
    owner = row.person or row.organisation
    return form_page(request, form, owner.name if owner else _("没有登记业主"), _("记下"), back)


@require_POST
def withdraw(request: HttpRequest, use_id: int) -> HttpResponse:
    withdraw_use(use_id, actor=actor_of(request))
    messages.success(request, _("撤回了。"))
    return redirect("contracts:use", use_id)
