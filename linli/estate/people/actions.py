"""Writes of single records: create, correct, change of status."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import NotAllowed, Stale
from linli.base.events.api import publish
from linli.estate.organisations.api import Permission, require
from linli.estate.people.data import PersonStatus, PersonStatusChanged, Sex
from linli.estate.people.errors import BadDate, BadIdentity, IdentityTaken, NameMissing
from linli.estate.people.models import Membership, Person
from linli.estate.people.queries import identity_index, may_edit, person_for
from linli.estate.people.rules import (
    birth_in_identity,
    is_identity,
    search_keys,
    tidy_identity,
    tidy_phone,
)

# what a form may set; identity, status and places have actions of their own
PLAIN_FIELDS = frozenset(
    {"name", "sex", "birth_date", "birth_text", "phone", "second_phone", "other_document",
     "health_note"}
)  # fmt: skip
HEALTH_FIELDS = frozenset({"health_note"})
IDENTITY_FIELDS = frozenset({"id_number", "other_document"})


def fill_search(person: Person) -> None:
    """Set `pinyin` and `search` from the name; the caller saves. Bulk writers call it, too."""
    person.pinyin, person.search = search_keys(person.name)


def fill_identity(person: Person, number: str | None) -> None:
    """Set number, blind index and last four together; the caller saves.

    Raises BadIdentity. None or "" takes the number away.
    """
    if not number:
        person.id_number, person.id_index, person.id_last4 = None, None, ""
        return
    tidy = tidy_identity(number)
    if not is_identity(tidy):
        raise BadIdentity(field="id_number")
    person.id_number, person.id_index, person.id_last4 = tidy, identity_index(tidy), tidy[-4:]


def create_person(*, actor: Actor, name: str, id_number: str = "", **fields: Any) -> Person:
    """Register somebody who has no home yet; `move_in` gives one.

    Where the identity number is given, day of birth and sex are read from it. Raises NameMissing,
    BadIdentity, IdentityTaken, BadDate, NotAllowed.
    """
    require(actor, Permission.EDIT_REGISTER)
    instant = now()
    person = Person(name=name.strip(), created_at=instant, updated_at=instant)
    _set_fields(person, fields)
    fill_identity(person, id_number)
    _follow_identity(person)
    _check(person)
    with transaction.atomic():
        _save(person)
        record("create_person", "person", person.pk, actor=actor)
    return person


def update_person(
    person_id: int, *, actor: Actor, version: int | None = None, **fields: Any
) -> Person:
    """Correct a record; `fields` are those of PLAIN_FIELDS and `id_number`.

    `version` is the one that the form was opened with. Raises Stale, NotFound, NotAllowed,
    NameMissing, BadIdentity, IdentityTaken, BadDate.
    """
    person = person_for(actor, person_id)
    _require_edit(actor, person, fields)
    before = {name: getattr(person, name) for name in fields}
    _set_fields(person, {k: v for k, v in fields.items() if k != "id_number"})
    if "id_number" in fields:
        fill_identity(person, fields["id_number"])
        _follow_identity(person)
    _check(person)
    changed = sorted(name for name, old in before.items() if getattr(person, name) != old)
    if changed:
        with transaction.atomic():
            _take_version(person, version)
            _save(person)
            record("update_person", "person", person.pk, actor=actor, fields=changed)
    return person


def _require_edit(actor: Actor, person: Person, fields: Mapping[str, Any]) -> None:
    if not may_edit(actor, person):
        raise NotAllowed
    if HEALTH_FIELDS & fields.keys():
        require(actor, Permission.SEE_HEALTH)
    if IDENTITY_FIELDS & fields.keys():
        require(actor, Permission.SEE_IDENTITY)


def _set_fields(person: Person, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        if name not in PLAIN_FIELDS:
            raise TypeError(f"{name} is not a plain field of a person")
        tidy = tidy_phone if name.endswith("phone") else str.strip
        setattr(person, name, tidy(value) if isinstance(value, str) else value)
    fill_search(person)


def _follow_identity(person: Person) -> None:
    """A valid number states day of birth and sex better than anybody's memory."""
    if person.id_number:
        person.birth_date = birth_in_identity(person.id_number)
        person.sex = (Sex.MALE if int(person.id_number[16]) % 2 else Sex.FEMALE).value


def _check(person: Person) -> None:
    if not person.name:
        raise NameMissing(field="name")
    if person.birth_date and person.birth_date > today():
        raise BadDate(field="birth_date")


def _take_version(person: Person, version: int | None) -> None:
    """Raise the version by one if nobody has done so since the form was opened."""
    expected = person.version if version is None else version
    rows = Person.objects.filter(pk=person.pk, version=expected)
    if not rows.update(version=F("version") + 1):
        raise Stale
    person.version = expected + 1
    person.updated_at = now()


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        if "person_id_number_once" in str(error):
            raise IdentityTaken(field="id_number") from error
        raise


def change_status(
    person_id: int,
    *,
    actor: Actor,
    status: PersonStatus,
    since: date,
    version: int | None = None,
) -> Person:
    """Record that somebody died, moved out of the estate, or is back (active).

    Who died or moved out leaves the household on that day; where they lived stays in the history.
    Raises BadDate, Stale, NotFound, NotAllowed.
    """
    person = person_for(actor, person_id)
    if not may_edit(actor, person) or status == PersonStatus.MERGED:
        raise NotAllowed
    if since > today():
        raise BadDate(field="since")
    with transaction.atomic():
        _take_version(person, version)
        person.status, person.status_since = status.value, since
        person.save()
        if status != PersonStatus.ACTIVE:
            leave_household(person, since)
        record("change_status", "person", person.pk, actor=actor, status=status.value)
        publish(PersonStatusChanged(person_id=person.pk, status=status.value))
    return person


def leave_household(person: Person, on: date) -> None:
    """End the current membership; a household without people ends with it."""
    for row in Membership.objects.filter(person=person, until__isnull=True).select_related(
        "household"
    ):
        row.until = max(on, row.since) if row.since else on
        row.save(update_fields=["until"])
        household = row.household
        if not household.memberships.filter(until__isnull=True).exists():
            household.until = row.until
            household.save(update_fields=["until"])
