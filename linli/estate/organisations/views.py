"""Pages of the bodies at the one desk, and who holds which office for how long."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.api import Actor, User
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.base.submissions import submit
from linli.estate.organisations.api import (
    Office,
    Organisation,
    OrganisationKind,
    Permission,
    Role,
    appoint,
    create_organisation,
    end_office,
    is_staff,
    may,
    offices_in_force,
    update_organisation,
)
from linli.estate.organisations.forms import OfficeForm, OrganisationForm
from linli.estate.organisations.labels import KIND, ROLE
from linli.estate.pages import form_page


def _may_appoint(actor: Actor) -> bool:
    return may(actor, Permission.MANAGE_ACCOUNTS) or may(actor, Permission.SET_RULES)


def _staff(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not is_staff(actor):
        raise NotFound
    return actor


def _setter(request: HttpRequest) -> Actor:
    actor = _staff(request)
    if not _may_appoint(actor):
        raise NotAllowed
    return actor


def index(request: HttpRequest) -> HttpResponse:
    """The bodies that join at the desk, with their phones: for everybody who works here."""
    actor = _staff(request)
    rows = Organisation.objects.order_by("-is_active", "id")
    context = {"organisations": rows, "kinds": KIND, "may_appoint": _may_appoint(actor)}
    return render(request, "organisations/index.jinja", context)


def show_organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One body and its offices, those in force first."""
    actor = _staff(request)
    organisation = _find(organisation_id)
    offices = (
        Office.objects.filter(organisation=organisation)
        .select_related("account", "person", "grid", "building")
        .order_by("role", "-starts_on", "id")
    )
    in_force = set(
        offices_in_force().filter(organisation=organisation).values_list("pk", flat=True)
    )
    context = {
        "organisation": organisation, "kinds": KIND, "roles": ROLE,
        "offices": [o for o in offices if o.pk in in_force],
        "past": [o for o in offices if o.pk not in in_force],
        "may_appoint": _may_appoint(actor),
    }  # fmt: skip
    return render(request, "organisations/organisation.jinja", context)


def _find(organisation_id: int) -> Organisation:
    organisation: Organisation | None = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFound
    return organisation


def add_organisation(request: HttpRequest) -> HttpResponse:
    actor = _setter(request)
    form = OrganisationForm(request.POST or None)
    del form.fields["is_active"]

    def work(data: dict[str, Any]) -> None:
        data["kind"] = OrganisationKind(data["kind"])
        create_organisation(actor=actor, **data)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("加好了。"))
        return redirect("organisations:index")
    back = reverse("organisations:index")
    return form_page(request, form, title=_("添加单位"), button=_("添加"), back=back)


def edit_organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    actor, organisation = _setter(request), _find(organisation_id)
    names = ("name", "short_name", "phone", "is_active")
    initial = {name: getattr(organisation, name) for name in names}
    form = OrganisationForm(request.POST or None, initial=initial)
    del form.fields["kind"]

    def work(data: dict[str, Any]) -> None:
        update_organisation(organisation_id, actor=actor, **data)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("改好了。"))
        return redirect("organisations:organisation", organisation_id)
    back = reverse("organisations:organisation", args=[organisation_id])
    return form_page(
        request, form, title=_("更正"), button=_("保存"), back=back, plate=organisation.name
    )


def appoint_one(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Give somebody an office in this organisation for a term."""
    actor, organisation = _setter(request), _find(organisation_id)
    places = apps.get_model("estate", "Place").objects.order_by("sort_key", "id")
    form = OfficeForm(request.POST or None, initial={"starts_on": today()}).offer(
        [(u.pk, u.name) for u in _accounts(actor)],
        list(places.filter(kind="grid").values_list("pk", "plate")),
        list(places.filter(kind="building").values_list("pk", "plate")),
    )

    def work(data: dict[str, Any]) -> None:
        appoint(
            Role(data["role"]), actor=actor, account_id=data["account"],
            organisation_id=organisation_id, grid_id=data["grid"], building_id=data["building"],
            starts_on=data["starts_on"], ends_on=data["ends_on"],
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("任命好了。"))
        return redirect("organisations:organisation", organisation_id)
    back = reverse("organisations:organisation", args=[organisation_id])
    return form_page(
        request, form, title=_("任命"), button=_("任命"), back=back, plate=organisation.name
    )


def _accounts(actor: Actor) -> list[User]:
    """Accounts that work here, or could: those of no resident's."""
    people = apps.get_model("estate", "Person").objects.filter(account__isnull=False)
    held = Office.objects.filter(account__isnull=False).values("account")
    rows = User.objects.filter(estate=actor.estate_id, is_active=True)
    residents = rows.filter(pk__in=people.values("account")).exclude(pk__in=held)
    return list(rows.exclude(pk__in=residents.values("pk")).order_by("name", "pk")[:500])


@require_POST
def end_one(request: HttpRequest, organisation_id: int, office_id: int) -> HttpResponse:
    end_office(office_id, actor=_setter(request))
    messages.success(request, _("今天是最后一天。"))
    return redirect("organisations:organisation", organisation_id)
