"""The register line by line, in the order of the house; memory does not grow with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from linli.base.accounts.api import Actor
from linli.estate.exports.data import RegisterRow
from linli.estate.exports.rules import (
    SEX,
    STATUS,
    TENURE,
    disability_words,
    number_or_text,
    relation_word,
)
from linli.estate.people.api import CategoryKind, Membership, PersonCategory, PersonStatus
from linli.estate.people.api import people_for as people_in_reach
from linli.estate.places.api import Lease

CHUNK = 2000


def register_rows(
    actor: Actor, *, identity: bool, health: bool, building_id: int | None = None
) -> Iterator[RegisterRow]:
    """One row a person with a home; who died or moved out stands where he or she lived last."""
    leases = {
        home: (starts_on, ends_on)
        for home, starts_on, ends_on in Lease.objects.filter(ended_on__isnull=True).values_list(
            "home", "starts_on", "ends_on"
        )
    }
    disabilities = _disabilities() if health else {}
    seen: set[int] = set()
    for row in _memberships(actor, building_id, identity).iterator(chunk_size=CHUNK):
        if row.person_id not in seen:
            seen.add(row.person_id)
            yield _row(row, leases, disabilities, identity, health)


def _memberships(actor: Actor, building_id: int | None, identity: bool) -> QuerySet[Membership]:
    gone = [PersonStatus.DECEASED.value, PersonStatus.MOVED_OUT.value]
    rows = Membership.objects.filter(
        Q(until__isnull=True) | Q(person__status__in=gone),
        person__in=people_in_reach(actor).values("pk"),
    )
    if building_id:
        rows = rows.filter(household__home__place__building=building_id)
    rows = rows.select_related("person", "household__home__place__building",
                               "household__home__place__entrance")  # fmt: skip
    closed = ["other_document", "health_note", "raw", *([] if identity else ["id_number"])]
    return rows.defer(*(f"person__{name}" for name in closed)).order_by(
        "household__home__place__sort_key", "-household__until", "household_id", "-until", "id"
    )


def _disabilities() -> dict[int, list[tuple[str, int | None, str]]]:
    found = defaultdict(list)
    rows = PersonCategory.objects.filter(
        kind=CategoryKind.DISABILITY.value, ended_on__isnull=True
    ).only("person_id", "code", "grade", "certificate")
    for row in rows:
        found[row.person_id].append((row.code, row.grade, row.certificate or ""))
    return found


def _row(
    row: Membership,
    leases: dict[int, Any],
    disabilities: dict[int, list[tuple[str, int | None, str]]],
    identity: bool,
    health: bool,
) -> RegisterRow:
    person, home = row.person, row.household.home
    place = home.place
    building, entrance = place.building, place.entrance
    assert building and entrance, "a home has both (place_home_has_entrance)"
    lease = leases.get(home.pk, (None, None))
    cells: list[str | int | float | None] = [
        number_or_text(building.number),
        number_or_text(entrance.number),
        number_or_text(place.number),
        relation_word(row.relation, row.relation_text, person.sex),
        person.name,
        SEX.get(person.sex, ""),
        person.birth_date.isoformat() if person.birth_date else person.birth_text,
        person.phone,
        person.second_phone,
        TENURE.get(home.tenure_type, ""),
        home.area_cm2 / 10_000 if home.area_cm2 else None,
        *(day.isoformat() if day else "" for day in lease),
    ]
    if identity:
        cells.append(person.id_number or "")
    if health:
        cells += _health(disabilities.get(person.pk, []), row.household.low_income, identity)
    cells.append(STATUS.get(person.status, ""))
    return RegisterRow(building.plate, tuple(cells))


def _health(
    found: list[tuple[str, int | None, str]], low_income: bool, identity: bool
) -> list[str]:
    # a certificate number holds the identity number: it goes out with that only
    certificate = next((number for _, _, number in found if number), "") if identity else ""
    words = disability_words([(code, grade) for code, grade, _ in found])
    return [words, certificate, "是" if low_income else "否"]
