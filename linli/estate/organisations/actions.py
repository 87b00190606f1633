"""Offices: appointed for a term, ended, never deleted."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.estate.organisations.data import OrganisationKind, Permission, Role
from linli.estate.organisations.errors import (
    BadTerm,
    NameTaken,
    OfficeHeld,
    OfficeNeedsHolder,
    OfficeNeedsPlace,
)
from linli.estate.organisations.models import Office, Organisation
from linli.estate.organisations.rules import may


def _require_appoint(actor: Actor) -> None:
    """Offices are given by the administrator and by the centre's lead; the software may."""
    permitted = may(actor, Permission.MANAGE_ACCOUNTS) or may(actor, Permission.SET_RULES)
    if actor.user_id is not None and not permitted:
        raise NotAllowed


def appoint(
    role: Role,
    *,
    actor: Actor,
    account_id: int | None = None,
    person_id: int | None = None,
    organisation_id: int | None = None,
    grid_id: int | None = None,
    building_id: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Office:
    """Give somebody an office for a term; `ends_on` None means until it is ended.

    Raises OfficeNeedsHolder, OfficeNeedsPlace, BadTerm, OfficeHeld, NotAllowed.
    """
    _require_appoint(actor)
    starts = starts_on or today()
    office = Office(
        role=role.value, account_id=account_id, person_id=person_id,
        organisation_id=organisation_id, grid_id=grid_id, building_id=building_id,
        starts_on=starts, ends_on=ends_on,
    )  # fmt: skip
    _check(office)
    with transaction.atomic():
        _refuse_double(office)
        office.save()
        record("appoint", "office", office.pk, actor=actor, role=role.value)
    return office


def _check(office: Office) -> None:
    if office.account_id is None and office.person_id is None:
        raise OfficeNeedsHolder
    if office.role == Role.GRID_WORKER and office.grid_id is None:
        raise OfficeNeedsPlace(field="grid")
    if office.role == Role.BUILDING_CAPTAIN and office.building_id is None:
        raise OfficeNeedsPlace(field="building")
    if office.ends_on and office.ends_on < office.starts_on:
        raise BadTerm(field="ends_on")


def _refuse_double(office: Office) -> None:
    same = Office.objects.filter(
        role=office.role, account=office.account_id, person=office.person_id,
        organisation=office.organisation_id, grid=office.grid_id, building=office.building_id,
    ).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=office.starts_on))  # fmt: skip
    if same.exists():
        raise OfficeHeld


def end_office(office_id: int, *, actor: Actor, on: date | None = None) -> None:
    """The office ends with that day (its last). Raises NotFound, BadTerm, NotAllowed."""
    _require_appoint(actor)
    office = Office.objects.filter(pk=office_id).first()
    if office is None:
        raise NotFound
    day = on or today()
    if day < office.starts_on:
        raise BadTerm(field="on")
    with transaction.atomic():
        Office.objects.filter(pk=office_id).update(ends_on=day)
        record("end_office", "office", office_id, actor=actor)


def end_offices_of(account_id: int, *, organisation_id: int, on: date) -> None:
    """End all offices of an account in an organisation, before the day that follows `on`.

    For callers that have checked and recorded why (somebody leaves the crew).
    """
    rows = Office.objects.filter(account=account_id, organisation=organisation_id)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    rows.filter(starts_on__lte=on).update(ends_on=on)
    rows.filter(starts_on__gt=on).delete()


def create_organisation(
    *, actor: Actor, kind: OrganisationKind, name: str, short_name: str = "", phone: str = ""
) -> Organisation:
    """A body that joins at the desk. Raises NameTaken, NotAllowed."""
    _require_appoint(actor)
    with transaction.atomic():
        organisation = Organisation(
            kind=kind.value, name=name.strip(), short_name=short_name.strip(), phone=phone.strip()
        )
        _save(organisation)
        record("create_organisation", "organisation", organisation.pk, actor=actor)
    return organisation


def update_organisation(
    organisation_id: int,
    *,
    actor: Actor,
    name: str,
    short_name: str,
    phone: str,
    is_active: bool = True,
) -> Organisation:
    """Correct names and phone, or let an organisation rest. Raises NameTaken, NotFound."""
    _require_appoint(actor)
    organisation: Organisation | None = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFound
    organisation.name, organisation.short_name = name.strip(), short_name.strip()
    organisation.phone, organisation.is_active = phone.strip(), is_active
    with transaction.atomic():
        _save(organisation)
        record("update_organisation", "organisation", organisation.pk, actor=actor)
    return organisation


def _save(organisation: Organisation) -> None:
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise NameTaken(field="name") from error
