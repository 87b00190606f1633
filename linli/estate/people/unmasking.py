"""Telling a masked value in full: by permission and reach, for a purpose, on the record."""

from __future__ import annotations

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record, refused
from linli.base.errors import NotAllowed, NotFound
from linli.estate.organisations.api import Permission, may_within
from linli.estate.people.data import SecretField
from linli.estate.people.errors import NothingThere, PurposeMissing
from linli.estate.people.models import Person, PersonCategory
from linli.estate.people.queries import grid_of, person_for

SHORTEST_PURPOSE = 4

# a certificate number holds an identity number and tells a disability: it needs both
NEEDED: dict[SecretField, tuple[Permission, ...]] = {
    SecretField.ID_NUMBER: (Permission.SEE_IDENTITY,),
    SecretField.OTHER_DOCUMENT: (Permission.SEE_IDENTITY,),
    SecretField.HEALTH_NOTE: (Permission.SEE_HEALTH,),
    SecretField.CERTIFICATE: (Permission.SEE_IDENTITY, Permission.SEE_HEALTH),
}


def may_unmask(actor: Actor, person: Person, field: SecretField) -> bool:
    """Whether a role of the actor that reaches the person may see this field in full."""
    grid_id = grid_of(person)
    return all(may_within(actor, permission, grid_id) for permission in NEEDED[field])


def unmask(
    person_id: int,
    *,
    actor: Actor,
    field: SecretField,
    purpose: str,
    category_id: int | None = None,
) -> str:
    """The value in full; who saw which field of whom, and why, is written to the audit trail.

    So is a refused attempt (SEC-01). `category_id` names the category of a certificate. Raises
    PurposeMissing, NothingThere, NotFound, NotAllowed.
    """
    person = person_for(actor, person_id)
    check_unmask(actor, person, field, purpose)
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        raise PurposeMissing(field="purpose")
    value = _value(person, field, category_id)
    if not value:
        raise NothingThere
    with transaction.atomic():
        record(
            "unmask", "person", person.pk, actor=actor, purpose=purpose.strip()[:200],
            field=field.value, category=category_id,
        )  # fmt: skip
    return value


def check_unmask(actor: Actor, person: Person, field: SecretField, purpose: str = "") -> None:
    """Raise NotAllowed, with its trace, unless this actor may see the field in full."""
    if not may_unmask(actor, person, field):
        raise refused(
            NotAllowed(), "unmask", "person", person.pk, actor=actor, purpose=purpose.strip(),
            field=field.value,
        )  # fmt: skip


def _value(person: Person, field: SecretField, category_id: int | None) -> str:
    if field != SecretField.CERTIFICATE:
        value: str = getattr(person, field.value) or ""
        return value
    row = PersonCategory.objects.filter(person=person, pk=category_id).first()
    if row is None:
        raise NotFound
    return row.certificate or ""
