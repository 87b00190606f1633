"""Pages of one home: who lives there, who holds it, what was seen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may_within
from linli.estate.pages import form_page
from linli.estate.people.api import RELATION_WORDS, household_of_home, members_of
from linli.estate.places.api import (
    AreaSource,
    Clear,
    Home,
    Share,
    TenureType,
    begin_lease,
    end_lease,
    home_for,
    last_verifications,
    lease_of,
    owners_of,
    set_home,
    set_owners,
)
from linli.estate.places.forms import CM2, HomeForm, LeaseEndForm, LeaseForm, OwnerForm
from linli.estate.places.labels import AREA_SOURCE, CLEAR, TENURE


def show_home(request: HttpRequest, home_id: int) -> HttpResponse:
    """A home with its people, tenure and last looks; an owner elsewhere sees no household."""
    actor = actor_of(request)
    home = home_for(actor, home_id)
    household = household_of_home(actor, home_id)
    edits = may_within(actor, Permission.EDIT_REGISTER, home.place.grid_id)
    context = {
        "home": home, "household": household,
        "members": members_of(household) if household else [],
        "owners": owners_of(home), "lease": lease_of(home), "relations": RELATION_WORDS,
        "tenures": TENURE, "area_sources": AREA_SOURCE, "clears": CLEAR,
        "verifications": last_verifications(home_id), "may_edit": edits,
        "verifiable": [Clear.HOUSEHOLD, Clear.CATEGORY] if edits else [],
    }  # fmt: skip
    return render(request, "places/home.jinja", context)


def _editable(request: HttpRequest, home_id: int) -> tuple[Actor, Home]:
    actor = actor_of(request)
    home = home_for(actor, home_id)
    if not may_within(actor, Permission.EDIT_REGISTER, home.place.grid_id):
        raise NotAllowed
    return actor, home


def _back(home_id: int) -> str:
    return reverse("places:home", args=[home_id])


def edit_home(request: HttpRequest, home_id: int) -> HttpResponse:
    """Area with its source, tenure, vacancy."""
    actor, home = _editable(request, home_id)
    initial = {
        "area": home.area_cm2 / CM2 if home.area_cm2 else None, "area_source": home.area_source,
        "tenure_type": home.tenure_type, "is_vacant": home.is_vacant,
    }  # fmt: skip
    form = HomeForm(request.POST or None, initial=initial)

    def work(data: dict[str, Any]) -> None:
        set_home(
            home_id, actor=actor, area_cm2=form.area_cm2,
            area_source=AreaSource(data["area_source"]),
            tenure_type=TenureType(data["tenure_type"]), is_vacant=data["is_vacant"],
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("改好了。"))
        return redirect("places:home", home_id)
    return form_page(
        request, form, title=_("房屋情况"), button=_("保存"), back=_back(home_id),
        plate=home.place.plate,
    )  # fmt: skip


def edit_owners(request: HttpRequest, home_id: int) -> HttpResponse:
    """Owners and co-owners with their shares."""
    actor, home = _editable(request, home_id)
    initial: dict[str, Any] = {}
    owners = owners_of(home)
    people = [row for row in owners if row.person_id]
    # organisations among the owners are not asked for here, and stay
    kept = [
        Share(organisation_id=row.organisation_id, part=row.share_part, whole=row.share_whole,
              since=row.since)
        for row in owners if not row.person_id
    ]  # fmt: skip
    for n, row in enumerate(people[:4], 1):
        initial |= {
            f"person{n}": row.person_id, f"part{n}": row.share_part, f"whole{n}": row.share_whole
        }  # fmt: skip
    known = [row.person_id for row in people if row.person_id]
    form = OwnerForm(request.POST or None, initial=initial, actor=actor, known=known)

    def work(data: dict[str, Any]) -> None:
        shares = [
            Share(
                person_id=data[f"person{n}"],
                part=data[f"part{n}"] or 1,
                whole=data[f"whole{n}"] or 1,
            )
            for n in range(1, 5)
            if data[f"person{n}"]
        ]
        set_owners(home_id, actor=actor, shares=[*shares, *kept])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("改好了。"))
        return redirect("places:home", home_id)
    return form_page(
        request, form, title=_("业主和份额"), button=_("保存"), back=_back(home_id),
        plate=home.place.plate, hint=_("夫妻共有就填两个人，各占 1 份，共 2 份。"),
    )  # fmt: skip


def add_lease(request: HttpRequest, home_id: int) -> HttpResponse:
    actor, home = _editable(request, home_id)
    form = LeaseForm(request.POST or None, initial={"starts_on": today()}).let_pick(actor)

    def work(data: dict[str, Any]) -> None:
        begin_lease(
            home_id, actor=actor, tenant_id=data["tenant"], starts_on=data["starts_on"],
            ends_on=data["ends_on"],
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("租约登记好了。"))
        return redirect("places:home", home_id)
    return form_page(
        request, form, title=_("登记租约"), button=_("登记"), back=_back(home_id),
        plate=home.place.plate, hint=_("公租房的租约最长五年。"),
    )  # fmt: skip


def finish_lease(request: HttpRequest, home_id: int) -> HttpResponse:
    actor, home = _editable(request, home_id)
    form = LeaseEndForm(request.POST or None, initial={"on": today()})

    def work(data: dict[str, Any]) -> None:
        end_lease(home_id, actor=actor, on=data["on"])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("租约已结束，记录还在。"))
        return redirect("places:home", home_id)
    return form_page(
        request, form, title=_("结束租约"), button=_("结束租约"), back=_back(home_id),
        plate=home.place.plate,
    )  # fmt: skip
