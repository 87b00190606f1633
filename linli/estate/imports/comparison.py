"""What a file would change: its persons held against the register, nothing written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from linli.estate.people.api import (
    DisabilityCategory,
    PersonStatus,
    Relation,
    Sex,
    is_similar_name,
)
from linli.estate.places.api import TenureType

from .codes import Code
from .data import Field, Flag, Home, Person, ReadResult, Status

SEXES = {"男": Sex.MALE.value, "女": Sex.FEMALE.value}
DISABILITIES = {
    "视力": DisabilityCategory.VISION.value,
    "听力": DisabilityCategory.HEARING.value,
    "言语": DisabilityCategory.SPEECH.value,
    "肢体": DisabilityCategory.PHYSICAL.value,
    "智力": DisabilityCategory.INTELLECTUAL.value,
    "精神": DisabilityCategory.MENTAL.value,
    "多重": DisabilityCategory.MULTIPLE.value,
}
# as the reader names them -> as the register holds them: who rents privately lives in an owned home
TENURES = {
    "owned": TenureType.OWNED.value,
    "private_rental": TenureType.OWNED.value,
    "public_rental": TenureType.PUBLIC_RENTAL.value,
    "low_rent": TenureType.PUBLIC_RENTAL.value,
    "shared": TenureType.SHARED.value,
}


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(slots=True)
class Known:
    """A person as the register has them. `home_id` is where they live, or lived last."""

    id: int
    name: str
    sex: str
    birth: str  # as Person.birth_date: "1949-03-05" or "1949-03" or ""
    phone: str
    second_phone: str
    last4: str
    index: bytes | None
    other_document: str
    status: str
    home_id: int | None = None
    household_id: int | None = None
    membership_id: int | None = None
    lives_there: bool = False
    relation: str = ""
    relation_text: str = ""
    disabilities: dict[str, int | None] = field(default_factory=dict)
    certified: bool = False
    resettled: bool = False


@dataclass(slots=True)
class KnownHome:
    """A home with its current household and lease."""

    id: int
    plate: str
    area_cm2: int | None
    tenure: str
    is_vacant: bool
    household_id: int | None = None
    low_income: bool = False
    lease: tuple[int, date, date] | None = None


@dataclass
class Register:
    """A snapshot: everybody, every home, and the key by which a file names a home."""

    people: list[Known]
    homes: dict[Home, KnownHome]
    homes_by_id: dict[int, KnownHome]

    @cached_property
    def by_index(self) -> dict[bytes, Known]:
        return {known.index: known for known in self.people if known.index}

    @cached_property
    def by_home_and_name(self) -> dict[tuple[int, str], list[Known]]:
        found: dict[tuple[int, str], list[Known]] = defaultdict(list)
        for known in self.people:
            if known.home_id is not None:
                found[known.home_id, known.name].append(known)
        return found

    @cached_property
    def by_name(self) -> dict[str, list[Known]]:
        found: dict[str, list[Known]] = defaultdict(list)
        for known in self.people:
            found[known.name].append(known)
        return found


@dataclass(slots=True)
class Planned:
    """One person of the file: what is there, what would be, field by field (old, new)."""

    person: Person
    index: bytes | None
    outcome: Outcome
    known: Known | None = None
    home: KnownHome | None = None
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    said: list[Flag] = field(default_factory=list)  # of the file alone
    person_id: int = 0  # of a new person, once it is written


@dataclass(slots=True)
class HomeChange:
    """What a file says of a home itself, where it differs."""

    home: KnownHome
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class ImportPlan:
    """All that confirming would do. `planned` runs parallel to the file's persons."""

    planned: list[Planned]
    homes: list[HomeChange]

    @property
    def is_empty(self) -> bool:
        return not self.homes and all(p.outcome is Outcome.UNCHANGED for p in self.planned)


def compare(result: ReadResult, register: Register, indexes: list[bytes | None]) -> ImportPlan:
    """Match every person of the file and list what would change.

    `indexes` are the blind indexes of the persons' numbers. A number decides; without one, the
    same name in the same home does. Names alone never make two records one person.
    """
    taken: set[int] = set()
    planned: list[Planned] = []
    said = _flags_by_person(result)
    for person, index in zip(result.persons, indexes, strict=True):
        known, flags = _match(person, index, register, taken)
        home = register.homes.get(person.home) if person.home else None
        if known:
            taken.add(known.id)
        if known is None and any(flag.code is Code.ID_DUPLICATE for flag in flags):
            index = None
        plan = Planned(person, index, Outcome.NEW, known, home, {}, flags, said[len(planned)])
        if known is not None:
            plan.changes = dict(_differences(plan, known))
            plan.outcome = Outcome.CHANGED if plan.changes else Outcome.UNCHANGED
        else:
            flags += _resembling(person, register)
        planned.append(plan)
    return ImportPlan(planned, _home_changes(result, planned, register))


def _flags_by_person(result: ReadResult) -> dict[int, list[Flag]]:
    said: dict[int, list[Flag]] = defaultdict(list)
    for row in result.rows:
        if row.person is not None:
            said[row.person] += row.flags
    return said


def _match(
    person: Person, index: bytes | None, register: Register, taken: set[int]
) -> tuple[Known | None, list[Flag]]:
    known = register.by_index.get(index) if index else None
    if known is not None:
        if not person.name or is_similar_name(person.name, known.name):
            return known, []
        return None, [Flag(Code.ID_DUPLICATE, Field.ID_NUMBER, f"…{known.last4}")]
    home = register.homes.get(person.home) if person.home else None
    if home is None or not person.name:
        return _same_unplaced(person, index, register, taken), []
    found = [
        k
        for k in register.by_home_and_name.get((home.id, person.name), ())
        if k.id not in taken and not (index and k.index)
    ]
    return (found[0] if len(found) == 1 else _by_birth(found, person)), []


def _by_birth(found: list[Known], person: Person) -> Known | None:
    exact = [k for k in found if person.birth_date and k.birth == person.birth_date]
    return exact[0] if len(exact) == 1 else None


def _same_unplaced(
    person: Person, index: bytes | None, register: Register, taken: set[int]
) -> Known | None:
    """Somebody without a home and number: the same again only if all that is written agrees."""
    if index or not person.name:
        return None
    found = [
        k
        for k in register.by_name.get(person.name, ())
        if k.id not in taken and k.home_id is None and k.index is None
        and k.phone == (person.phone or "") and k.birth == (person.birth_date or "")
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _resembling(person: Person, register: Register) -> list[Flag]:
    for known in register.by_name.get(person.name or "", ()):
        same_birth = person.birth_date and person.birth_date == known.birth
        if same_birth or (person.phone and person.phone == known.phone):
            return [Flag(Code.RESEMBLES_KNOWN, Field.NAME, person.name or "")]
    return []


def wanted_relation(person: Person) -> tuple[str, str]:
    """Relation code and the clerk's word for it."""
    code = person.relation_code or Relation.UNKNOWN.value
    return code, (person.relation or "")[:40]


def _differences(plan: Planned, known: Known) -> Iterator[tuple[str, tuple[str, str]]]:
    """What the file says otherwise. An empty cell never takes anything away."""
    person = plan.person
    written = {
        "name": (known.name, person.name),
        "sex": (known.sex, SEXES.get(person.sex or "")),
        "birth_date": (known.birth, person.birth_date),
        "phone": (known.phone, person.phone),
        "second_phone": (known.second_phone, person.second_phone),
        "other_document": (known.other_document, person.other_document),
    }
    for name, (old, new) in written.items():
        if new and new != old and not (name == "birth_date" and old.startswith(new)):
            yield name, (old, new)
    if plan.index and not known.index:
        yield "id_number", ("", f"…{person.id_number_last4}")
    if person.status.value != known.status and known.status != PersonStatus.MERGED.value:
        yield "status", (known.status, person.status.value)
    yield from _home_difference(plan, known)
    yield from _category_differences(person, known)


def _home_difference(plan: Planned, known: Known) -> Iterator[tuple[str, tuple[str, str]]]:
    person, home = plan.person, plan.home
    if home is None or person.status is not Status.ACTIVE:
        return
    if not known.lives_there or known.home_id != home.id:
        yield "home", (str(known.home_id or "") if known.lives_there else "", home.plate)
        return
    code, text = wanted_relation(person)
    if (
        person.relation
        and (code != known.relation or text != known.relation_text)
        and (not _says_the_same(known, code, text))
    ):
        yield "relation", (known.relation_text or known.relation, text or code)


def _says_the_same(known: Known, code: str, text: str) -> bool:
    """户主 for a head whose word was never written down is no change."""
    return code == known.relation and not known.relation_text


def _category_differences(person: Person, known: Known) -> Iterator[tuple[str, tuple[str, str]]]:
    for disability in person.disabilities:
        code = DISABILITIES[disability.category]
        if code not in known.disabilities or (
            disability.grade and known.disabilities[code] != disability.grade
        ):
            yield f"disability:{code}", (str(known.disabilities.get(code) or ""), str(disability))
    if person.disability_cert and not known.certified and person.disabilities:
        yield "certificate", ("", f"…{person.disability_cert[-4:]}")
    if person.resettled and not known.resettled:
        yield "resettled", ("", "是")


def _home_changes(
    result: ReadResult, planned: list[Planned], register: Register
) -> list[HomeChange]:
    by_home: dict[int, list[Planned]] = defaultdict(list)
    for plan in planned:
        if plan.home is not None and plan.person.status is Status.ACTIVE:
            by_home[plan.home.id].append(plan)
    found = [_home_change(register.homes_by_id[i], plans) for i, plans in by_home.items()]
    lived_in = set(by_home)
    for vacant in result.report.vacant_homes:
        home = register.homes.get(vacant.home) if vacant.home else None
        if home and home.id not in lived_in and not home.is_vacant and not home.household_id:
            found.append(HomeChange(home, {"is_vacant": ("", "1")}))
    return [change for change in found if change.changes]


def _home_change(home: KnownHome, plans: list[Planned]) -> HomeChange:
    change = HomeChange(home)
    area = next((p.person.area_cm2 for p in plans if p.person.area_cm2), None)
    if area and area != home.area_cm2:
        change.changes["area_cm2"] = (str(home.area_cm2 or ""), str(area))
    tenure = next((TENURES[p.person.tenure] for p in plans if p.person.tenure), None)
    if tenure and tenure != home.tenure:
        change.changes["tenure_type"] = (home.tenure, tenure)
    low_income = any(p.person.low_income for p in plans)
    # a household is entitled, not a person; nobody marked says nothing about it
    if low_income and not home.low_income:
        change.changes["low_income"] = ("", "1")
    lease = next((_lease(p.person) for p in plans if _lease(p.person)), None)
    if lease and (home.lease is None or home.lease[1:] != lease):
        old = "–".join(map(str, home.lease[1:])) if home.lease else ""
        change.changes["lease"] = (old, f"{lease[0]}–{lease[1]}")
    return change


def _lease(person: Person) -> tuple[date, date] | None:
    if not person.lease_start or not person.lease_end:
        return None
    try:
        start, end = date.fromisoformat(person.lease_start), date.fromisoformat(person.lease_end)
    except ValueError:  # only a month is known
        return None
    return (start, end) if end > start else None
