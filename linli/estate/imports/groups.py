"""A household while it is being read, and what remarks mean for its people."""

from dataclasses import dataclass, field

from .aid import read_resettled
from .codes import Code
from .data import Cell, Field, Home
from .dates import read_date
from .drafts import Draft, add_phones
from .housing import read_area, read_tenure
from .remarks import HEAD, NAMED, OTHER, SELF, Saying
from .texts import is_blank, is_ditto, raw_text


@dataclass(slots=True)
class Line:
    """The people of one row, and what its remark says."""

    drafts: list[Draft]
    sayings: tuple[Saying, ...]
    first: bool
    remark: str = ""


@dataclass(slots=True)
class Group:
    """Rows that belong to one home (or to none). `code`: why there is no home."""

    number: int
    home: Home | None = None
    code: Code | None = None
    raw: str = ""
    differs: bool = False
    key: str = ""
    head: Draft | None = None
    head_listed: bool = False
    people: list[Draft] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    statuses: int = 0
    shares: bool = False
    facts: dict[str, object] = field(default_factory=dict)

    def add(self, draft: Draft) -> Draft:
        """Take a person in; a head listed again among the members stays one person."""
        head = self.head
        if head is not None and not self.head_listed and _is_same_head(head, draft):
            merge_head(head, draft)
            self.head_listed = True
            return head
        if draft.relation_code == "head" and head is not None and not _is_pasted(head, draft):
            draft.flag(Code.SECOND_HEAD, Field.RELATION)
        if draft.relation_code == "head" and head is None:
            self.head = draft
            self.head_listed = True
        self.people.append(draft)
        return draft

    def set_head(self, draft: Draft) -> None:
        """A head from the head block: 户主 until the members say otherwise."""
        draft.relation = draft.relation or "户主"
        draft.relation_code = draft.relation_code or "head"
        self.head = draft
        self.people.append(draft)

    def take_facts(self, row: list[Cell], columns: dict[Field, int]) -> None:
        """Area, tenure, lease and resettlement stand once per household."""
        for about, index in columns.items():
            value = row[index]
            if about not in FACTS or is_blank(value) or is_ditto(value):
                continue
            self._take_fact(about, value)

    def _take_fact(self, about: Field, value: Cell) -> None:
        code = None
        if about is Field.AREA:
            result: object = None
            result, code = read_area(value)
            self.facts.setdefault("area_cm2", result) if result else None
        elif about is Field.TENURE:
            kind, words, code = read_tenure(value)
            self.facts.setdefault("tenure", kind) if kind else None
            self.facts.setdefault("tenure_raw", words)
        elif about is Field.RESETTLED:
            answer = read_resettled(value)
            self.facts.setdefault("resettled", answer) if answer is not None else None
        else:
            reading = read_date(value)
            code = reading.code
            name = "lease_start" if about is Field.LEASE_START else "lease_end"
            self.facts.setdefault(name, reading.text) if reading.text else None
        if code and self.people:
            self.people[0].flag(code, about, raw_text(value))


FACTS = frozenset({Field.AREA, Field.TENURE, Field.RESETTLED, Field.LEASE_START, Field.LEASE_END})


def _is_same_head(head: Draft, draft: Draft) -> bool:
    if head.name is None or head.name != draft.name or draft.refused:
        return False
    if draft.relation_code == "head":
        return True
    # Without a relation the number has to agree, or at least not to contradict.
    both = head.number and draft.number and head.number != draft.number
    return draft.relation is None and not both


def _is_pasted(head: Draft, draft: Draft) -> bool:
    return head.name == draft.name and head.number is not None and head.number == draft.number


def merge_head(head: Draft, member: Draft) -> None:
    """Join the two mentions of a head; a usable number in either block is taken."""
    head.mentions += member.mentions
    _merge_identity(head, member)
    head.relation = member.relation or head.relation
    head.relation_code = member.relation_code or head.relation_code
    if member.birth_raw:
        head.birth, head.birth_raw = member.birth, member.birth_raw
    head.sex = member.sex or head.sex
    head.sex_raw = member.sex_raw or head.sex_raw
    add_phones(head, member.phone, member.second_phone)
    head.disabilities = member.disabilities or head.disabilities
    head.disability_raw = member.disability_raw or head.disability_raw
    head.disability_cert = member.disability_cert or head.disability_cert
    if member.low_income is not None:
        head.low_income, head.low_income_raw = member.low_income, member.low_income_raw
    head.ethnicity = member.ethnicity or head.ethnicity
    head.category = member.category or head.category
    head.sayings += member.sayings
    head.status_text = member.status_text or head.status_text
    for flag in member.flags:
        if flag.field is not Field.ID_NUMBER:
            head.flag(flag.code, flag.field, flag.raw)


def _merge_identity(head: Draft, member: Draft) -> None:
    """Flags of bad numbers stay; a blank beside a number is no fault."""
    one, two = head.identity, member.identity
    for flag in member.flags:
        if flag.field is Field.ID_NUMBER:
            head.flag(flag.code, flag.field, flag.raw)
    both_missing = one.code is Code.ID_MISSING and two.code is Code.ID_MISSING
    if not both_missing:
        head.unflag(Code.ID_MISSING)
    if one.number and two.number and one.number != two.number:
        head.flag(Code.ID_CONFLICT, Field.ID_NUMBER, f"{one.number} / {two.number}")
        head.identity = type(one)(code=Code.ID_CONFLICT)
    elif (two.number and not one.number) or (not one.number and one.code is Code.ID_MISSING):
        head.identity = two


def apply_sayings(group: Group) -> None:
    """Turn remarks into statuses, once the whole household is known."""
    for line in group.lines:
        for saying in line.sayings:
            _apply(group, line, saying, line.remark, whole=line.first)
        for draft in line.drafts:
            for saying in draft.sayings:
                alone = group.statuses > 1
                _apply(
                    group,
                    Line([draft], (), line.first),
                    saying,
                    draft.status_text,
                    whole=line.first and not alone,
                )
            draft.sayings = []


def _apply(group: Group, line: Line, saying: Saying, raw: str, *, whole: bool) -> None:
    targets = _find_targets(group, line, saying, whole=whole)
    if targets is None:
        if line.drafts:
            line.drafts[-1].flag(Code.STATUS_UNCLEAR, Field.REMARK, raw)
        return
    for draft in targets:
        if saying.status == "deceased":
            draft.status = "deceased"
            draft.unflag(Code.MOVED_OUT)
            draft.flag(Code.DECEASED, Field.REMARK, raw)
        elif draft.status != "deceased":
            draft.status = "moved_out"
            draft.moved_away = True
            draft.flag(Code.MOVED_OUT, Field.REMARK, raw)


def _find_targets(group: Group, line: Line, saying: Saying, *, whole: bool) -> list[Draft] | None:
    """Of whom a clause speaks; [] for somebody who is not listed, None if it is not clear."""
    if saying.subject == HEAD:
        return [group.head] if group.head else None
    own = line.drafts[-1] if line.drafts else None
    if saying.subject == SELF:
        if saying.status == "moved_out" and whole:
            return list(group.people)
        return [own] if own else None
    if saying.subject == NAMED:
        found = [draft for draft in group.people if draft.name == saying.word]
        return found if len(found) == 1 else None
    if saying.subject == OTHER and own is not None and own.relation:
        if own.relation_code == "tenant" and saying.word in ("租户", "租客", "承租人", "房客"):
            return [own]
        # 配偶已故 on the spouse's own row may mean either of the two.
        if saying.word == own.relation:
            return None
    return []
