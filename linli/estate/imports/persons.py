"""From drafts to persons: doubles over the whole file, then what a number decides."""

from dataclasses import replace

from .codes import Code
from .data import Field, Person, PersonRow, Status
from .drafts import Draft, add_phones
from .groups import Group
from .households import Findings
from .identity import birth_of, sex_of


def settle_persons(findings: Findings) -> tuple[tuple[Person, ...], tuple[PersonRow, ...]]:
    """All persons, and one row per mention in workbook order."""
    home_of = {id(draft): group for group in findings.groups for draft in group.people}
    join_doubles(findings.drafts, home_of)
    flag_shared_homes(findings.groups)
    persons: list[Person] = []
    for draft in findings.drafts:
        if draft.refused or draft.merged_into is not None:
            continue
        draft.person = len(persons)
        persons.append(_finish(draft, home_of[id(draft)]))
    rows = []
    for draft in findings.drafts:
        rows += _report(draft, home_of[id(draft)])
    return tuple(persons), tuple(rows)


def join_doubles(drafts: list[Draft], home_of: dict[int, Group]) -> None:
    """Same number: the same person if the name is the same, else the later goes without."""
    first_with: dict[str, Draft] = {}
    for draft in drafts:
        if draft.refused or draft.number is None:
            continue
        first = first_with.setdefault(draft.number, draft)
        if first is draft:
            continue
        if draft.name is not None and draft.name == first.name:
            _join(first, draft, home_of)
        else:
            draft.flag(Code.ID_DUPLICATE, Field.ID_NUMBER, draft.number)
            draft.identity = replace(draft.identity, number=None, code=Code.ID_DUPLICATE)


def _join(first: Draft, later: Draft, home_of: dict[int, Group]) -> None:
    """The home that was not left is the current one; otherwise the first home stays."""
    later.flag(Code.SAME_PERSON_AGAIN, Field.HOME)
    later.merged_into = first
    add_phones(first, later.phone, later.second_phone)
    here, there = home_of[id(first)], home_of[id(later)]
    if there.home is not None and (here.home is None or first.moved_away > later.moved_away):
        _move(first, later, home_of)
        first.flag(Code.SAME_PERSON_AGAIN, Field.HOME)
    if later.moved_away and not first.moved_away:
        later.unflag(Code.MOVED_OUT)
    if later.status == "deceased":
        first.status = "deceased"
        first.flag(Code.DECEASED, Field.REMARK)


def _move(first: Draft, later: Draft, home_of: dict[int, Group]) -> None:
    group = home_of[id(later)]
    home_of[id(first)] = group
    first.relation = later.relation or first.relation
    first.relation_code = later.relation_code or first.relation_code
    if first.status != "deceased":
        first.status = later.status
    first.moved_away = later.moved_away
    for code in (Code.MOVED_OUT, Code.HOME_MISSING, Code.HOME_INCOMPLETE, Code.HOME_AMBIGUOUS):
        first.unflag(code)


def flag_shared_homes(groups: list[Group]) -> None:
    """A second household with a head of its own in a home that already has one."""
    taken: set[object] = set()
    for group in groups:
        heads = [
            draft
            for draft in group.people
            if draft.relation_code == "head" and not draft.refused and draft.merged_into is None
        ]
        if group.home is None or not heads:
            continue
        if group.home in taken:
            for draft in group.people:
                draft.flag(Code.HOME_SHARED, Field.HOME)
        taken.add(group.home)


def _finish(draft: Draft, group: Group) -> Person:
    birth, sex = _birth(draft), draft.sex
    if draft.number:
        sex = sex_of(draft.number)
        if draft.sex and draft.sex != sex:
            draft.flag(Code.SEX_MISMATCH, Field.SEX, draft.sex_raw)
    return Person(
        name=draft.name,
        id_number=draft.number,
        other_document=draft.identity.document,
        birth_date=birth,
        sex=sex,
        phone=draft.phone,
        second_phone=draft.second_phone,
        home=group.home,
        relation=draft.relation,
        relation_code=draft.relation_code,
        disabilities=draft.disabilities,
        disability_raw=draft.disability_raw,
        disability_cert=draft.disability_cert,
        low_income=bool(draft.low_income),
        low_income_raw=draft.low_income_raw,
        ethnicity=draft.ethnicity,
        category=draft.category,
        remark=draft.remark,
        status=Status(draft.status),
        **group.facts,  # type: ignore[arg-type]
    )


def _birth(draft: Draft) -> str | None:
    """The number's date; a month in the text that agrees is no contradiction."""
    written = draft.birth.text
    if not draft.number:
        return written
    born = birth_of(draft.number).isoformat()
    if written and not born.startswith(written):
        draft.flag(Code.BIRTH_MISMATCH, Field.BIRTH, draft.birth_raw)
    return born


def _report(draft: Draft, group: Group) -> list[PersonRow]:
    final = draft.merged_into or draft
    return [
        PersonRow(
            mention=mention,
            accepted=not draft.refused,
            merged=draft.merged_into is not None,
            flags=tuple(draft.flags),
            person=None if draft.refused else final.person,
            name=draft.name,
            household=group.number,
        )
        for mention in draft.mentions
    ]
