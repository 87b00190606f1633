"""Person categories: given with a source, looked at again, ended; never graded here (DIS-01)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import NotAllowed, NotFound
from linli.estate.organisations.api import Permission, may, register_reach, require
from linli.estate.people.data import HEALTH_KINDS, AidStatus, CategoryKind, DisabilityCategory
from linli.estate.people.errors import BadCategory, BadCertificate, CategoryTwice
from linli.estate.people.models import Person, PersonCategory
from linli.estate.people.queries import (
    certificate_index,
    may_edit,
    may_see_health,
    people_for,
    person_for,
)
from linli.estate.people.rules import read_certificate, tidy_identity

CODES: dict[CategoryKind, frozenset[str]] = {
    CategoryKind.DISABILITY: frozenset(k.value for k in DisabilityCategory),
    CategoryKind.AID: frozenset(k.value for k in AidStatus),
}


def add_category(
    person_id: int,
    *,
    actor: Actor,
    kind: CategoryKind,
    source: str,
    code: str = "",
    grade: int | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
    certificate: str = "",
    note: str = "",
) -> tuple[PersonCategory, list[str]]:
    """Put somebody into a category; returns the row and warnings (see `certificate_warnings`).

    With a certificate, category and grade are taken from it where they are not given; they are
    never worked out otherwise (DIS-01). `source` says where it is known from ("残疾人证", "本人").
    Raises BadCategory, BadCertificate, CategoryTwice, NotFound, NotAllowed.
    """
    person = _editable(person_id, actor, kind)
    warnings: list[str] = []
    row = PersonCategory(
        person=person, kind=kind.value, code=code, grade=grade, source=source.strip(),
        valid_from=valid_from, valid_until=valid_until, note=note,
        verified_by_id=actor.user_id, verified_at=now(),
    )  # fmt: skip
    if certificate:
        warnings = _set_certificate(row, person, certificate)
    _check(row)
    with transaction.atomic():
        _save(row)
        record("add_category", "person", person.pk, actor=actor, kind=row.kind, category=row.pk)
    return row, warnings


def _editable(person_id: int, actor: Actor, kind: str) -> Person:
    person = person_for(actor, person_id)
    if not may_edit(actor, person):
        raise NotAllowed
    if kind in HEALTH_KINDS and not may_see_health(actor, person):
        raise NotAllowed
    return person


def _set_certificate(row: PersonCategory, person: Person, text: str) -> list[str]:
    if read_certificate(text) is None or row.kind != CategoryKind.DISABILITY:
        raise BadCertificate(field="certificate")
    number = tidy_identity(text)
    warnings = certificate_warnings(person, number, row.code, row.grade)
    read = read_certificate(number)
    row.code = row.code or (read.category.value if read else "")
    row.grade = row.grade or (read.grade if read else None)
    row.certificate, row.certificate_index = number, certificate_index(number)
    return warnings


def certificate_warnings(person: Person, number: str, code: str, grade: int | None) -> list[str]:
    """Where a certificate differs from the record (DIS-02): "identity", "category", "grade"."""
    read = read_certificate(number)
    if read is None:
        return []
    found = []
    if person.id_number and person.id_number != read.identity:
        found.append("identity")
    if code and code != read.category:
        found.append("category")
    if grade and grade != read.grade:
        found.append("grade")
    return found


def _check(row: PersonCategory) -> None:
    allowed = CODES.get(CategoryKind(row.kind))
    if allowed is not None and row.code and row.code not in allowed:
        raise BadCategory(field="code")
    if row.grade is not None and not 1 <= row.grade <= 4:
        raise BadCategory(field="grade")
    if row.grade is not None and row.kind != CategoryKind.DISABILITY:
        raise BadCategory(field="grade")
    if not row.source:
        raise BadCategory(field="source")
    if row.valid_from and row.valid_until and row.valid_until < row.valid_from:
        raise BadCategory(field="valid_until")


def _save(row: PersonCategory) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "person_category_once" in str(error):
            raise CategoryTwice(field="kind") from error
        raise


def end_category(category_id: int, *, actor: Actor, on: date) -> None:
    """The category does not hold any more from that day; it stays in the history."""
    row = _category(category_id, actor)
    with transaction.atomic():
        PersonCategory.objects.filter(pk=row.pk, ended_on__isnull=True).update(
            ended_on=min(on, today())
        )
        record("end_category", "person", row.person_id, actor=actor, category=row.pk)


def verify_category(category_id: int, *, actor: Actor) -> None:
    """Somebody looked again and it still holds (GRID-03)."""
    row = _category(category_id, actor)
    with transaction.atomic():
        PersonCategory.objects.filter(pk=row.pk).update(
            verified_by_id=actor.user_id, verified_at=now()
        )
        record("verify_category", "person", row.person_id, actor=actor, category=row.pk)


def _category(category_id: int, actor: Actor) -> PersonCategory:
    row: PersonCategory | None = PersonCategory.objects.filter(pk=category_id).first()
    if row is None:
        raise NotFound
    _editable(row.person_id, actor, row.kind)
    return row


def list_expiring(actor: Actor, within_days: int = 90) -> QuerySet[PersonCategory]:
    """Categories in reach whose validity ends within so many days or has ended (DIS-02).

    The soonest first. Needs SEE_REGISTER; those of health need SEE_HEALTH.
    """
    require(actor, Permission.SEE_REGISTER)
    rows: QuerySet[PersonCategory] = PersonCategory.objects.filter(
        ended_on__isnull=True, valid_until__lte=today() + timedelta(days=within_days)
    )
    if not register_reach(actor).whole_estate:
        rows = rows.filter(person__in=people_for(actor))
    if not may(actor, Permission.SEE_HEALTH):
        rows = rows.exclude(kind__in=HEALTH_KINDS)
    return rows.select_related("person").order_by("valid_until", "id")
