from __future__ import annotations

from datetime import date

from django.apps import apps
from django.db.models import Q, QuerySet

from linli.base.accounts.api import Actor, Grant, User
from linli.base.calendars.api import today
from linli.estate.organisations.models import Office, Organisation


def offices_in_force(on: date | None = None) -> QuerySet[Office]:
    """Offices whose term covers the day (today when none is given)."""
    day = on or today()
    return Office.objects.filter(starts_on__lte=day).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )


def load_actor(user: User) -> Actor:
    """The actor behind an account, with offices in force and current household.

    Three small reads; call it once a request, inside the estate's scope.
    """
    rows = offices_in_force().filter(Q(account=user.pk) | Q(person__account=user.pk))
    grants = tuple(
        Grant(role, organisation_id, grid_id, building_id, office_id)
        for role, organisation_id, grid_id, building_id, office_id in rows.values_list(
            "role", "organisation_id", "grid_id", "building_id", "id"
        )
    )
    person_id, households, homes = _residence(user.pk)
    return Actor(
        user_id=user.pk,
        estate_id=user.estate_id or 0,
        name=user.name,
        person_id=person_id,
        household_ids=households,
        home_ids=homes,
        grants=grants,
        language=user.language,
    )


def _residence(user_id: int) -> tuple[int | None, frozenset[int], frozenset[int]]:
    # the people stand above this package; of them an actor needs three ids and no more
    people = apps.get_model("estate", "Person")
    memberships = apps.get_model("estate", "Membership")
    person_id = people.objects.filter(account=user_id).values_list("id", flat=True).first()
    if person_id is None:
        return None, frozenset(), frozenset()
    rows = list(
        memberships.objects.filter(person=person_id, until__isnull=True).values_list(
            "household_id", "household__home_id"
        )
    )
    return person_id, frozenset(h for h, _ in rows), frozenset(home for _, home in rows)


def list_organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(is_active=True).order_by("id")
