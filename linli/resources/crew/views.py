"""Pages of the crew: who works where, who leaves to whom."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor, User
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.base.submissions import submit
from linli.estate.organisations.api import (
    Organisation,
    is_staff,
    list_organisations,
    offices_in_force,
)
from linli.resources.crew.api import (
    CrewMember,
    add_member,
    crew_of,
    leave_crew,
    may_plan,
    member_for,
    require_plan,
    update_member,
)
from linli.resources.crew.forms import LeavingForm, MemberForm, SkillForm
from linli.resources.pages import form_page


def index(request: HttpRequest) -> HttpResponse:
    """The organisations whose crew the reader may see."""
    actor = actor_of(request)
    if not is_staff(actor):
        raise NotFound
    rows = [o for o in list_organisations() if _may_see(actor, o.pk)]
    return render(request, "crew/index.jinja", {"organisations": rows})


def _may_see(actor: Actor, organisation_id: int) -> bool:
    return organisation_id in actor.organisation_ids or may_plan(actor, organisation_id)


def _organisation(request: HttpRequest, organisation_id: int) -> tuple[Actor, Organisation]:
    actor = actor_of(request)
    found = list_organisations().filter(pk=organisation_id).first()
    if found is None or not is_staff(actor) or not _may_see(actor, organisation_id):
        raise NotFound
    return actor, found


def show_crew(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Who works for an organisation; for colleagues."""
    actor, organisation = _organisation(request, organisation_id)
    left = CrewMember.objects.filter(organisation=organisation, left_on__isnull=False)
    context = {
        "organisation": organisation, "members": crew_of(organisation_id),
        "left": left.select_related("account", "heir__account").order_by("-left_on", "-id")[:50],
        "may_plan": may_plan(actor, organisation_id),
    }  # fmt: skip
    return render(request, "crew/organisation.jinja", context)


def _back(organisation_id: int) -> str:
    return reverse("crew:organisation", args=[organisation_id])


def join_crew(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Somebody who holds an office here joins the crew."""
    actor, _organisation_found = _organisation(request, organisation_id)
    require_plan(actor, organisation_id)
    accounts = _accounts_of(organisation_id)
    form = MemberForm(request.POST or None, initial={"joined_on": today()}).offer(accounts)

    def work(data: dict[str, Any]) -> None:
        add_member(
            data["account"], actor=actor, organisation_id=organisation_id,
            job_title=data["job_title"], skills=data["skills"], joined_on=data["joined_on"],
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("加好了。"))
        return redirect("crew:organisation", organisation_id)
    return form_page(
        request, form, title=_("添加人员"), button=_("添加"), back=_back(organisation_id),
        hint=_("先在单位页任命职务，这里才选得到。"),
    )  # fmt: skip


def _accounts_of(organisation_id: int) -> list[tuple[int, str]]:
    offices = offices_in_force().filter(organisation=organisation_id, account__isnull=False)
    here = [card.account_id for card in crew_of(organisation_id)]
    rows = User.objects.filter(pk__in=offices.values("account"), is_active=True)
    return list(rows.exclude(pk__in=here).order_by("name", "pk").values_list("pk", "name"))


def edit_member(request: HttpRequest, member_id: int) -> HttpResponse:
    actor = actor_of(request)
    member = member_for(actor, member_id)
    require_plan(actor, member.organisation_id)
    initial = {"job_title": member.job_title, "skills": "、".join(member.skills)}
    form = SkillForm(request.POST or None, initial=initial)

    def work(data: dict[str, Any]) -> None:
        update_member(member_id, actor=actor, **data)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("改好了。"))
        return redirect("crew:organisation", member.organisation_id)
    back = _back(member.organisation_id)
    return form_page(request, form, title=member.account.name, button=_("保存"), back=back)


def let_member_leave(request: HttpRequest, member_id: int) -> HttpResponse:
    """Nobody leaves without an heir for what is open."""
    actor = actor_of(request)
    member = member_for(actor, member_id)
    require_plan(actor, member.organisation_id)
    heirs = [(c.id, c.name) for c in crew_of(member.organisation_id) if c.id != member.pk]
    form = LeavingForm(request.POST or None, initial={"left_on": today()}).offer(heirs)

    def work(data: dict[str, Any]) -> None:
        leave_crew(member_id, actor=actor, heir_id=data["heir"], left_on=data["left_on"])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("办好了。没办完的事已经交给接手的人。"))
        return redirect("crew:organisation", member.organisation_id)
    return form_page(
        request, form, title=_("%(name)s 离岗") % {"name": member.account.name}, button=_("办离岗"),
        back=_back(member.organisation_id),
        hint=_("离岗以后，这个单位的职务一并结束，没办完的事转给接手的人。"),
    )  # fmt: skip
