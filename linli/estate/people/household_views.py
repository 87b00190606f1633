"""Pages of households and of doubled records."""

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
from linli.base.errors import NotAllowed
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may_within
from linli.estate.pages import form_page
from linli.estate.people.api import (
    Household,
    NewMember,
    Relation,
    add_member,
    change_head,
    find_duplicates,
    grid_of_home,
    household_for,
    household_of_home,
    members_of,
    merge_people,
    move_in,
    move_out,
    person_for,
    picture_of,
    register_arrival,
    unmerge_people,
)
from linli.estate.people.forms import (
    ArrivalForm,
    HeadForm,
    JoinForm,
    LeavingForm,
    MergeForm,
)
from linli.estate.people.labels import DUPLICATE


def _home_page(home_id: int) -> str:
    return reverse("places:home", args=[home_id])


def _require_home(request: HttpRequest, home_id: int) -> None:
    grid_id = grid_of_home(home_id)
    if not may_within(actor_of(request), Permission.EDIT_REGISTER, grid_id):
        raise NotAllowed


def register_newcomer(request: HttpRequest, home_id: int) -> HttpResponse:
    """Somebody whom the register does not know yet."""
    actor = actor_of(request)
    _require_home(request, home_id)
    form = ArrivalForm(request.POST or None, initial={"since": today()})

    def work(data: dict[str, Any]) -> None:
        data["relation"] = Relation(data["relation"])
        data["sex"] = data["sex"] or "unknown"
        register_arrival(home_id, actor=actor, **data)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("登记好了。"))
        return redirect("places:home", home_id)
    return form_page(
        request, form, title=_("登记新来的人"), button=_("登记"), back=_home_page(home_id)
    )


def join_home(request: HttpRequest, home_id: int) -> HttpResponse:
    """Somebody of the register who has no home now moves in."""
    actor = actor_of(request)
    _require_home(request, home_id)
    form = JoinForm(request.POST or None, initial={"since": today()}).let_pick(actor)

    def work(data: dict[str, Any]) -> None:
        member = NewMember(data["person"], Relation(data["relation"]))
        household = household_of_home(actor, home_id)
        if household is None:
            move_in(home_id, actor=actor, members=[member], since=data["since"])
        else:
            add_member(household.pk, actor=actor, member=member, since=data["since"])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("搬进来了。"))
        return redirect("places:home", home_id)
    return form_page(
        request, form, title=_("已有档案的人搬进来"), button=_("搬入"), back=_home_page(home_id)
    )


def _editable(request: HttpRequest, household_id: int) -> Household:
    household = household_for(actor_of(request), household_id)
    _require_home(request, household.home_id)
    return household


def _names(household: Household) -> list[tuple[int, str]]:
    return [(card.id, card.name or _("姓名不详")) for card in members_of(household)]


def leave_home(request: HttpRequest, household_id: int) -> HttpResponse:
    """Some or all of a household move out."""
    actor, household = actor_of(request), _editable(request, household_id)
    form = LeavingForm(request.POST or None, initial={"on": today()}).offer(_names(household))

    def work(data: dict[str, Any]) -> None:
        move_out(household_id, actor=actor, on=data["on"], person_ids=data["people"])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记下了。住过这里的记录还在。"))
        return redirect("places:home", household.home_id)
    return form_page(
        request, form, title=_("搬走"), button=_("搬出"), back=_home_page(household.home_id),
        plate=household.home.place.plate,
    )  # fmt: skip


def set_head(request: HttpRequest, household_id: int) -> HttpResponse:
    """Another member heads the household."""
    actor, household = actor_of(request), _editable(request, household_id)
    form = HeadForm(request.POST or None).offer(_names(household))

    def work(data: dict[str, Any]) -> None:
        change_head(household_id, actor=actor, person_id=data["person"])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("户主换好了。请再看一下每个人与户主的关系。"))
        return redirect("places:home", household.home_id)
    return form_page(
        request, form, title=_("换户主"), button=_("换户主"), back=_home_page(household.home_id),
        plate=household.home.place.plate,
    )  # fmt: skip


def show_duplicates(request: HttpRequest) -> HttpResponse:
    """Records that may be one person, for somebody to look at."""
    pairs = find_duplicates(actor_of(request))
    return render(request, "people/duplicates.jinja", {"pairs": pairs, "reasons": DUPLICATE})


def merge_two(request: HttpRequest, kept_id: int, absorbed_id: int) -> HttpResponse:
    """Both records side by side, and the decision."""
    actor = actor_of(request)
    kept, absorbed = person_for(actor, kept_id), person_for(actor, absorbed_id)
    if kept.pk == absorbed.pk:
        return redirect("people:person", kept.pk)
    form = MergeForm(request.POST or None)

    def work(data: dict[str, Any]) -> None:
        merge_people(kept_id, absorbed_id, actor=actor, reason=data["reason"])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("合并好了。发现弄错了，可以在这一页拆开。"))
        return redirect("people:person", kept_id)
    pictures = [picture_of(actor, kept), picture_of(actor, absorbed)]
    if not all(picture.may_edit for picture in pictures):
        raise NotAllowed
    status = 422 if form.is_bound and form.errors else 200
    context = {"pictures": pictures, "form": form}
    return render(request, "people/merge.jinja", context, status=status)


@require_POST
def take_merge_back(request: HttpRequest, person_id: int, merge_id: int) -> HttpResponse:
    merge = unmerge_people(merge_id, actor=actor_of(request))
    messages.success(request, _("拆开了，两份档案都回到原来的样子。"))
    return redirect("people:person", merge.kept_id)
