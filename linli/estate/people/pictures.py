"""What a page shows of one person, already narrowed to what its reader may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.estate.people.data import PersonCard, PersonStatus, SecretField
from linli.estate.people.labels import RELATION, SECRET, SEX, STATUS, category_word
from linli.estate.people.merges import merges_of
from linli.estate.people.models import Household, Membership, Person, PersonCategory, PersonMerge
from linli.estate.people.queries import (
    card_of,
    categories_for,
    current_membership,
    family_of,
    history_of,
    household_for,
    households_for,
    may_edit,
    may_see_health,
)
from linli.estate.people.rules import mask_identity
from linli.estate.people.unmasking import may_unmask

SOON = 90  # days before its end that a category asks to be renewed


@dataclass(frozen=True)
class Secret:
    """A masked value; `may_open` says whether the reader may ask for it in full."""

    field: SecretField
    label: str
    masked: str
    may_open: bool


@dataclass(frozen=True)
class CategoryLine:
    row: PersonCategory
    word: str
    certificate: str  # masked
    may_open: bool
    ends: str  # "", "soon", "over"


@dataclass(frozen=True)
class FamilyLine:
    card: PersonCard
    relation: str


@dataclass(frozen=True)
class HistoryLine:
    plate: str
    home_id: int
    relation: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class PersonPicture:
    """The register's part of a person's page; the templates `people/_*.jinja` show it."""

    person: Person
    card: PersonCard
    status: str
    sex: str
    born: str
    secrets: tuple[Secret, ...]
    family: tuple[FamilyLine, ...]
    household: Household | None
    categories: tuple[CategoryLine, ...]
    past_categories: tuple[CategoryLine, ...]
    history: tuple[HistoryLine, ...]
    merges: tuple[PersonMerge, ...]
    may_edit: bool
    may_see_health: bool
    is_active: bool


def picture_of(actor: Actor, person: Person) -> PersonPicture:
    """All that the reader may know; `person` comes from `person_for(actor, …)`."""
    categories = [_category(actor, person, row) for row in categories_for(actor, person)]
    membership = current_membership(person)
    return PersonPicture(
        person=person,
        card=card_of(person),
        status=str(STATUS[person.status]),
        sex=str(SEX[person.sex]),
        born=person.birth_date.isoformat() if person.birth_date else person.birth_text,
        secrets=tuple(_secrets(actor, person)),
        family=_family(person),
        household=_household(actor, membership),
        categories=tuple(line for line in categories if line.row.ended_on is None),
        past_categories=tuple(line for line in categories if line.row.ended_on),
        history=_history(actor, person),
        merges=tuple(merges_of(actor, person)),
        may_edit=may_edit(actor, person),
        may_see_health=may_see_health(actor, person),
        is_active=person.status == PersonStatus.ACTIVE,
    )


def _secrets(actor: Actor, person: Person) -> list[Secret]:
    found = []
    for field, value in (
        (SecretField.ID_NUMBER, person.id_number),
        (SecretField.OTHER_DOCUMENT, person.other_document),
        (SecretField.HEALTH_NOTE, person.health_note),
    ):
        if not value or (field == SecretField.HEALTH_NOTE and not may_see_health(actor, person)):
            continue
        masked = mask_identity(value) if field == SecretField.ID_NUMBER else "******"
        found.append(Secret(field, str(SECRET[field]), masked, may_unmask(actor, person, field)))
    return found


def _category(actor: Actor, person: Person, row: PersonCategory) -> CategoryLine:
    ends = ""
    if row.valid_until and row.ended_on is None:
        left = (row.valid_until - today()).days
        ends = "over" if left < 0 else "soon" if left <= SOON else ""
    certificate = row.certificate or ""
    return CategoryLine(
        row=row,
        word=category_word(row.kind, row.code, row.grade),
        certificate=mask_identity(certificate) if certificate else "",
        may_open=bool(certificate) and may_unmask(actor, person, SecretField.CERTIFICATE),
        ends=ends,
    )


def _family(person: Person) -> tuple[FamilyLine, ...]:
    return tuple(
        FamilyLine(card, str(RELATION.get(card.relation, card.relation)))
        for card in family_of(person)
    )


def _household(actor: Actor, membership: Membership | None) -> Household | None:
    if membership is None:
        return None
    return household_for(actor, membership.household_id)


def _history(actor: Actor, person: Person) -> tuple[HistoryLine, ...]:
    """Homes in reach; a household outside it is left out, not hinted at."""
    rows = history_of(person)
    open_to = set(
        households_for(actor)
        .filter(pk__in=[row.household_id for row in rows])
        .values_list("pk", flat=True)
    )
    return tuple(_line(row) for row in rows if row.household_id in open_to)


def _line(row: Any) -> HistoryLine:
    place = row.household.home.place
    return HistoryLine(
        plate=place.plate,
        home_id=place.pk,
        relation=row.relation_text or str(RELATION.get(row.relation, "")),
        since=row.since or row.household.since,
        until=row.until,
    )
