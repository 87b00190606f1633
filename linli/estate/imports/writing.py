"""Carrying a plan out, in bulk, inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import connection

from linli.base.calendars.api import now
from linli.base.scopes.api import copy_rows, current_estate_id
from linli.estate.people.api import (
    CategoryKind,
    Household,
    Membership,
    Person,
    PersonCategory,
    Relation,
    certificate_index,
    search_keys,
)
from linli.estate.places.api import Home as HomeRow
from linli.estate.places.api import Lease

from .comparison import (
    DISABILITIES,
    SEXES,
    HomeChange,
    ImportPlan,
    Outcome,
    Planned,
    wanted_relation,
)
from .data import Status

BATCH = 500
UPDATE_HOMES = """
UPDATE home SET area_cm2 = coalesce(said.area::bigint, home.area_cm2),
                tenure_type = coalesce(said.tenure, home.tenure_type),
                is_vacant = home.is_vacant OR said.vacant
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::boolean[])
     AS said (place_id, area, tenure, vacant)
WHERE home.place_id = said.place_id AND home.estate_id = %s
"""


Progress = Callable[[int, int], None]


class Writer:
    """One plan on its way into the register. `day` is the day from which the file speaks."""

    def __init__(self, plan: ImportPlan, source: str, day: date) -> None:
        self.plan, self.source, self.day, self.at = plan, source[:40], day, now()
        self.households: dict[int, int] = {}  # home -> current household
        self.heads: set[int] = set()  # households whose head is settled

    def write(self, progress: Progress | None = None) -> None:
        """All of it; raises IntegrityError when the register changed meanwhile."""
        tell = progress or _say_nothing
        news = [p for p in self.plan.planned if p.outcome is Outcome.NEW]
        changed = [p for p in self.plan.planned if p.outcome is Outcome.CHANGED]
        self._create_people(news, tell)
        tell(60, 100)
        self._update_people(changed)
        tell(70, 100)
        movers = [*news, *(p for p in changed if "home" in p.changes)]
        self._end_memberships([p for p in changed if "home" in p.changes or _left(p)])
        self._open_households(movers)
        self._create_memberships(movers)
        tell(80, 100)
        self._update_relations([p for p in changed if "relation" in p.changes])
        self._close_empty_households(changed)
        self._write_categories([*news, *changed])
        tell(90, 100)
        if self.plan.homes:
            self._write_homes(self.plan.homes)

    def _create_people(self, news: list[Planned], tell: Progress) -> None:
        rows = []
        for done, planned in enumerate(news):
            rows.append(self._new_person(planned))
            if done % BATCH == 0:
                tell(40 * done // len(news), 100)
        copy_rows(rows)
        for planned, row in zip(news, rows, strict=True):
            planned.person_id = row.pk

    def _new_person(self, planned: Planned) -> Person:
        person = planned.person
        pinyin, search = search_keys(person.name or "")
        row = Person(
            name=(person.name or "")[:60], pinyin=pinyin, search=search,
            sex=SEXES.get(person.sex or "", "unknown"),
            phone=person.phone or "", second_phone=person.second_phone or "",
            other_document=person.other_document, status=person.status.value,
            status_since=None if person.status is Status.ACTIVE else self.day,
            raw=_raw(planned), created_at=self.at, updated_at=self.at,
        )  # fmt: skip
        _set_birth(row, person.birth_date)
        if planned.index:
            row.id_number, row.id_index = person.id_number, planned.index
            row.id_last4 = person.id_number_last4 or ""
        return row

    def _update_people(self, changed: list[Planned]) -> None:
        rows = Person.objects.in_bulk([_id(p) for p in changed])
        for planned in changed:
            self._change_person(rows[_id(planned)], planned)
        fields = [
            "name", "pinyin", "search", "sex", "birth_date", "birth_text", "phone", "second_phone",
            "other_document", "id_number", "id_index", "id_last4", "status", "status_since",
            "updated_at", "version",
        ]  # fmt: skip
        Person.objects.bulk_update(rows.values(), fields, BATCH)

    def _change_person(self, row: Person, planned: Planned) -> None:
        person = planned.person
        for name in ("phone", "second_phone", "other_document"):
            if name in planned.changes:
                setattr(row, name, getattr(person, name))
        if "name" in planned.changes:
            row.name = (person.name or "")[:60]
            row.pinyin, row.search = search_keys(row.name)
        if "sex" in planned.changes:
            row.sex = SEXES[person.sex or ""]
        if "birth_date" in planned.changes:
            _set_birth(row, person.birth_date)
        if "id_number" in planned.changes:
            row.id_number, row.id_index = person.id_number, planned.index
            row.id_last4 = person.id_number_last4 or ""
        if "status" in planned.changes:
            row.status, row.status_since = person.status.value, self.day
        row.updated_at, row.version = self.at, row.version + 1

    def _end_memberships(self, leaving: list[Planned]) -> None:
        ids = [p.known.membership_id for p in leaving if p.known and p.known.lives_there]
        Membership.objects.filter(pk__in=ids).update(until=self.day)

    def _open_households(self, movers: list[Planned]) -> None:
        """A current household for each home that somebody moves into, and a past one else."""
        homes = {p.home.id: p.home for p in movers if p.home is not None}
        self.households = {h.id: h.household_id for h in homes.values() if h.household_id}
        lived_in = {p.home.id for p in movers if p.home and p.person.status is Status.ACTIVE}
        rows = [
            Household(home_id=i, since=None, until=None if i in lived_in else self.day)
            for i in homes
            if i not in self.households
        ]
        copy_rows(rows)
        for row in rows:
            self.households[row.home_id] = row.pk
        HomeRow.objects.filter(pk__in=lived_in, is_vacant=True).update(is_vacant=False)
        self.heads = set(
            Membership.objects.filter(
                household__in=self.households.values(),
                until__isnull=True,
                relation=Relation.HEAD.value,
            ).values_list("household_id", flat=True)
        )

    def _create_memberships(self, movers: list[Planned]) -> None:
        rows = [self._membership(p) for p in movers if p.home is not None]
        copy_rows(rows)

    def _membership(self, planned: Planned) -> Membership:
        assert planned.home is not None
        household = self.households[planned.home.id]
        lives = planned.person.status is Status.ACTIVE
        relation, text = wanted_relation(planned.person)
        if relation == Relation.HEAD.value and lives:
            relation = self._take_head(household)
        return Membership(
            household_id=household,
            person_id=_id(planned),
            relation=relation,
            relation_text=text,
            since=self.day if planned.known else None,
            until=None if lives else self.day,
        )

    def _take_head(self, household: int) -> str:
        """One head a household: a second one stays with the clerk's word and a question mark."""
        if household in self.heads:
            return Relation.UNKNOWN.value
        self.heads.add(household)
        return Relation.HEAD.value

    def _update_relations(self, changed: list[Planned]) -> None:
        ids = [p.known.membership_id for p in changed if p.known]
        rows = Membership.objects.in_bulk(ids)
        # those who give the headship up first, so that no household has two for a moment
        for planned in sorted(changed, key=lambda p: wanted_relation(p.person)[0] == "head"):
            assert planned.known is not None
            row = rows[planned.known.membership_id or 0]
            row.relation, row.relation_text = self._relation_in(row, planned)
            row.save(update_fields=["relation", "relation_text"])

    def _relation_in(self, row: Membership, planned: Planned) -> tuple[str, str]:
        relation, text = wanted_relation(planned.person)
        if relation == Relation.HEAD.value and row.relation != relation:
            Membership.objects.filter(
                household=row.household_id, until__isnull=True, relation=relation
            ).update(relation=Relation.UNKNOWN.value)
        return relation, text

    def _close_empty_households(self, changed: list[Planned]) -> None:
        left = {
            p.known.household_id for p in changed if p.known and ("home" in p.changes or _left(p))
        }
        empty = Household.objects.filter(pk__in=left - {None}, until__isnull=True).exclude(
            pk__in=Membership.objects.filter(until__isnull=True).values("household")
        )
        homes = list(empty.values_list("home_id", flat=True))
        empty.update(until=self.day)
        HomeRow.objects.filter(pk__in=homes).update(is_vacant=True)

    def _write_categories(self, people: list[Planned]) -> None:
        rows: list[PersonCategory] = []
        for planned in people:
            rows += self._new_categories(planned)
        copy_rows(rows)

    def _new_categories(self, planned: Planned) -> Iterable[PersonCategory]:
        person, known = planned.person, planned.known
        common: dict[str, Any] = {"person_id": _id(planned), "source": self.source}
        if person.resettled and not (known and known.resettled):
            yield PersonCategory(kind=CategoryKind.RESETTLED.value, **common)
        graded = {DISABILITIES[d.category]: d.grade for d in person.disabilities}
        certificate = person.disability_cert if not (known and known.certified) else None
        for code, grade in graded.items():
            if known and code in known.disabilities:
                self._change_disability(planned, code, grade, certificate)
            else:
                yield PersonCategory(
                    kind=CategoryKind.DISABILITY.value, code=code, grade=grade,
                    certificate=certificate,
                    certificate_index=certificate_index(certificate) if certificate else None,
                    **common,
                )  # fmt: skip
            certificate = None  # one certificate a person, with the first category

    def _change_disability(
        self, planned: Planned, code: str, grade: int | None, certificate: str | None
    ) -> None:
        rows = PersonCategory.objects.filter(
            person=_id(planned), kind=CategoryKind.DISABILITY.value, code=code,
            ended_on__isnull=True,
        )  # fmt: skip
        for row in rows:
            row.grade, row.source = grade or row.grade, self.source
            if certificate:
                row.certificate = certificate
                row.certificate_index = certificate_index(certificate)
            row.save()

    def _write_homes(self, changes: list[HomeChange]) -> None:
        """Areas, tenures and vacancies in one statement: a register may speak of every home."""
        rows = [
            (c.home.id, _new(c, "area_cm2"), _new(c, "tenure_type"), "is_vacant" in c.changes)
            for c in changes
        ]
        ids, areas, tenures, vacant = (list(column) for column in zip(*rows, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(UPDATE_HOMES, [ids, areas, tenures, vacant, current_estate_id()])
        entitled = [c.home.id for c in changes if "low_income" in c.changes]
        Household.objects.filter(home__in=entitled, until__isnull=True).update(low_income=True)
        for change in changes:
            if "lease" in change.changes:
                self._write_lease(change)

    def _write_lease(self, change: HomeChange) -> None:
        start, end = (date.fromisoformat(day) for day in change.changes["lease"][1].split("–"))
        if change.home.lease:
            Lease.objects.filter(pk=change.home.lease[0]).update(starts_on=start, ends_on=end)
            return
        head = (
            Membership.objects.filter(household__home=change.home.id, until__isnull=True)
            .order_by("id")
            .values_list("person_id", "relation")
        )
        tenants = [person for person, relation in head if relation in ("head", "tenant")]
        if tenants:
            Lease.objects.create(
                home_id=change.home.id, tenant_id=tenants[0], starts_on=start, ends_on=end
            )


def _say_nothing(done: int, total: int) -> None:
    pass


def _id(planned: Planned) -> int:
    return planned.known.id if planned.known else planned.person_id


def _new(change: HomeChange, field: str) -> str | None:
    return change.changes[field][1] if field in change.changes else None


def _left(planned: Planned) -> bool:
    """Died or moved away, says the file, of somebody who lives here by the register."""
    return "status" in planned.changes and planned.person.status is not Status.ACTIVE


def _set_birth(row: Person, text: str | None) -> None:
    if not text:
        return
    if len(text) == 10:
        row.birth_date, row.birth_text = date.fromisoformat(text), ""
    else:
        row.birth_date, row.birth_text = None, text


def _raw(planned: Planned) -> str | None:
    """What could not be read, as it was written: nothing that a clerk typed is lost."""
    kept: dict[str, Any] = {
        key: value
        for key in ("remark", "ethnicity", "category", "disability_raw", "low_income_raw",
                    "tenure_raw")
        if (value := getattr(planned.person, key))
    }  # fmt: skip
    said = [*planned.said, *planned.flags]
    flags = [[f.code.value, f.field.value, f.raw] for f in said if f.raw]
    if flags:
        kept["flags"] = flags
    return json.dumps(kept, ensure_ascii=False) if kept else None
