"""Reads of the register. Every door takes the actor and opens only what is in reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.base.accounts.api import Actor
from linli.base.audit.api import refused
from linli.base.calendars.api import today
from linli.base.crypto.api import blind_index
from linli.base.errors import NotFound
from linli.estate.organisations.api import (
    Permission,
    may,
    may_within,
    register_reach,
)
from linli.estate.people.data import HEALTH_KINDS, PersonCard, PersonStatus, Relation
from linli.estate.people.models import Household, Membership, Person, PersonCategory
from linli.estate.people.rules import (
    age_on,
    is_identity,
    tidy_identity,
    tidy_phone,
    tokens_of_query,
)

MAX_RESULTS = 50
_PLATE = re.compile(r"\d+(-\d+){1,2}")


def identity_index(number: str) -> bytes:
    """The blind index by which an identity number is looked up."""
    return blind_index(number, "person.id_number")


def certificate_index(number: str) -> bytes:
    """The blind index of a certificate number."""
    return blind_index(number, "person_category.certificate")


def people_for(actor: Actor) -> QuerySet[Person]:
    """Everybody whose record the actor may open; merged records are left out.

    Estate-wide roles: all. A grid worker: who lives, or lived last, in the own grid. A resident:
    the own household. Captains learn names from the page of their building only.
    """
    people: QuerySet[Person] = Person.objects.exclude(status=PersonStatus.MERGED.value)
    reach = register_reach(actor)
    if reach.whole_estate:
        return people
    wanted = Q(pk=actor.person_id) if actor.person_id else Q(pk__in=[])
    if actor.household_ids:
        wanted |= Q(Exists(_memberships().filter(household__in=actor.household_ids)))
    if reach.grid_ids:
        wanted |= Q(Exists(_memberships().filter(household__home__place__grid__in=reach.grid_ids)))
        wanted |= ~Q(Exists(_memberships())) & Q(
            Exists(
                Membership.objects.filter(
                    person=OuterRef("pk"), household__home__place__grid__in=reach.grid_ids
                )
            )
        )
    return people.filter(wanted)


def _memberships() -> QuerySet[Membership]:
    rows: QuerySet[Membership] = Membership.objects.filter(
        person=OuterRef("pk"), until__isnull=True
    )
    return rows


def person_for(actor: Actor, person_id: int) -> Person:
    """The person, if in reach; a merged record answers with the one that was kept.

    Raises NotFound.
    """
    merged = dict(
        Person.objects.filter(pk=person_id, merged_into__isnull=False).values_list(
            "id", "merged_into"
        )
    )
    while person_id in merged:
        person_id = merged[person_id]
        merged = dict(
            Person.objects.filter(pk=person_id, merged_into__isnull=False).values_list(
                "id", "merged_into"
            )
        )
    person = people_for(actor).filter(pk=person_id).first()
    if person is None:
        raise _hidden(Person, person_id, actor)
    return person


def _hidden(model: type[Person] | type[Household], row_id: int, actor: Actor) -> NotFound:
    """NotFound either way; a row that is there, but out of reach, leaves a trace (SEC-01)."""
    error = NotFound()
    if model.objects.filter(pk=row_id).exists():
        name = model._meta.model_name or ""
        return refused(error, f"see_{name}", name, row_id, actor=actor)
    return error


def households_for(actor: Actor) -> QuerySet[Household]:
    """Households in reach, past ones included; a resident sees the current own one."""
    households: QuerySet[Household] = Household.objects.all()
    reach = register_reach(actor)
    if reach.whole_estate:
        return households
    wanted = Q(pk__in=actor.household_ids)
    if reach.grid_ids:
        wanted |= Q(home__place__grid__in=reach.grid_ids)
    return households.filter(wanted)


def household_for(actor: Actor, household_id: int) -> Household:
    """The household, if in reach. Raises NotFound."""
    household = households_for(actor).select_related("home__place").filter(pk=household_id).first()
    if household is None:
        raise _hidden(Household, household_id, actor)
    return household


def household_of_home(actor: Actor, home_id: int) -> Household | None:
    """Who lives there now, if in reach."""
    rows = households_for(actor).select_related("home__place")
    return rows.filter(home=home_id, until__isnull=True).first()


def members_of(household: Household) -> list[PersonCard]:
    """The people of a household, the head first; of a past household, those of its last day."""
    ended = household.until is not None
    rows = Membership.objects.filter(household=household)
    rows = rows.filter(until=household.until) if ended else rows.filter(until__isnull=True)
    people = make_cards(
        Person.objects.filter(pk__in=rows.values("person")), {r.person_id: r for r in rows}
    )
    return sorted(people, key=lambda card: (card.relation != Relation.HEAD, card.id))


def family_of(person: Person) -> list[PersonCard]:
    """The household that the person lives in now, the person included; the head first.

    Empty for somebody without a home. The caller has opened `person` through `person_for`.
    """
    membership = current_membership(person)
    return members_of(membership.household) if membership else []


def current_membership(person: Person) -> Membership | None:
    return (
        Membership.objects.filter(person=person, until__isnull=True)
        .select_related("household__home__place")
        .first()
    )


def find_by_phone(actor: Actor, phone: str) -> list[PersonCard]:
    """People in reach with this number as their first or second phone."""
    number = tidy_phone(phone)
    if len(number) < 5:
        return []
    found = people_for(actor).filter(Q(phone=number) | Q(second_phone=number))
    return make_cards(found.order_by("pinyin", "id")[:MAX_RESULTS])


def search_people(actor: Actor, text: str, limit: int = 12) -> list[PersonCard]:
    """People in reach who match every word of `text`, by pinyin order.

    A word is a name or a part of it, pinyin or its initials, a phone (its beginning, or its last
    four or more digits), a plate ("3-2-1502", "3-2"), or a whole identity number.
    """
    words = text.split()[:5]
    found = people_for(actor)
    for word in words:
        found = found.filter(_match(word[:60]))
    if not words:
        return []
    return make_cards(found.order_by("pinyin", "id")[: max(1, min(limit, MAX_RESULTS))])


def _match(word: str) -> Q:
    number = tidy_identity(word)
    if is_identity(number):
        return Q(id_index=identity_index(number))
    if _PLATE.fullmatch(word):
        homes = Q(household__home__place__plate=word)
        homes |= Q(household__home__place__plate__startswith=word + "-")
        lives = Membership.objects.filter(homes, person=OuterRef("pk"), until__isnull=True)
        return Q(Exists(lives))
    if word.isdigit():
        return _match_digits(word)
    return Q(search__contains=tokens_of_query(word) or [word])


def _match_digits(digits: str) -> Q:
    if len(digits) < 3:
        return Q(pk__in=[])
    found = Q(phone__startswith=digits) | Q(second_phone__startswith=digits)
    if len(digits) >= 4:
        found |= Q(phone__endswith=digits) | Q(second_phone__endswith=digits)
    return found


def make_cards(
    people: Iterable[Person], memberships: dict[int, Membership] | None = None
) -> list[PersonCard]:
    """Cards of people in the order given; two queries whatever their number."""
    rows = list(people)
    where = _places_of([p.pk for p in rows])
    return [_card(p, where.get(p.pk), (memberships or {}).get(p.pk)) for p in rows]


def _places_of(person_ids: Sequence[int]) -> dict[int, Membership]:
    rows = Membership.objects.filter(person__in=person_ids, until__isnull=True)
    return {m.person_id: m for m in rows.select_related("household__home__place")}


def _card(person: Person, lives: Membership | None, shown: Membership | None) -> PersonCard:
    place = lives.household.home.place if lives else None
    membership = shown or lives
    return PersonCard(
        id=person.pk,
        name=person.name,
        age=age_on(person.birth_date, today()),
        birth_date=person.birth_date,
        plate=place.plate if place else None,
        home_id=place.pk if place else None,
        phone=person.phone,
        relation=membership.relation if membership else "",
        status=PersonStatus(person.status),
        household_id=lives.household_id if lives else None,
    )


def card_of(person: Person) -> PersonCard:
    return make_cards([person])[0]


def grid_of(person: Person) -> int | None:
    """The grid in which somebody lives, or lived last: where duties for the record lie."""
    grid_id: int | None = (
        Membership.objects.filter(person=person)
        .order_by("-until", "-id")  # NULLs first: the current one
        .values_list("household__home__place__grid", flat=True)
        .first()
    )
    return grid_id


def may_edit(actor: Actor, person: Person) -> bool:
    """Whether the actor may change this record."""
    return may_within(actor, Permission.EDIT_REGISTER, grid_of(person))


def may_see_health(actor: Actor, person: Person) -> bool:
    """Whether the actor learns of disability and aid of this person; everybody of oneself."""
    if actor.person_id == person.pk:
        return True
    return may_within(actor, Permission.SEE_HEALTH, grid_of(person))


def may_see_identity(actor: Actor) -> bool:
    return may(actor, Permission.SEE_IDENTITY)


def categories_for(actor: Actor, person: Person) -> list[PersonCategory]:
    """Current and past categories that the actor may know of, current ones first."""
    rows = PersonCategory.objects.filter(person=person).order_by("-ended_on", "kind", "code")
    if not may_see_health(actor, person):
        rows = rows.exclude(kind__in=HEALTH_KINDS)
    return list(rows)


def history_of(person: Person) -> list[Membership]:
    """Where somebody has lived, newest first."""
    rows = Membership.objects.filter(person=person).select_related("household__home__place")
    return list(rows.order_by("-until", "-id"))


def list_people(actor: Actor, text: str = "", kind: str = "") -> QuerySet[Person]:
    """The list page: people in reach in pinyin order, narrowed by words and a category.

    Categories of health are filtered for only by those who may know them.
    """
    found = people_for(actor)
    for word in text.split()[:5]:
        found = found.filter(_match(word[:60]))
    if kind:
        check_kind(actor, kind)
        has = PersonCategory.objects.filter(person=OuterRef("pk"), kind=kind, ended_on__isnull=True)
        found = found.filter(Exists(has))
    return found.order_by("pinyin", "id")


def check_kind(actor: Actor, kind: str) -> None:
    """Raise NotFound, with its trace, when a category is of health and not the actor's to know."""
    if kind in HEALTH_KINDS and not may(actor, Permission.SEE_HEALTH):
        raise refused(NotFound(), "list_people", "category", actor=actor, kind=kind)
