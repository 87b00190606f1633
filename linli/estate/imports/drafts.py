"""A person while the rows are being read: what each cell said, before households are settled."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from .aid import read_low_income
from .codes import Code
from .data import Cell, Disability, Field, Flag, Mention
from .dates import DateReading, read_birth
from .disability import DisabilityReading, read_cert, read_disability
from .identity import IdentityReading, read_identity
from .names import NameReading, read_name
from .phones import PhoneReading, read_phones
from .plans import BlockPlan
from .relations import find_relation_code, read_relation
from .remarks import Saying, read_remark
from .texts import is_blank, is_ditto, plain, raw_text, says_nothing, squeeze

SEXES = {
    "男": "男",
    "女": "女",
    "男性": "男",
    "女性": "女",
    "M": "男",
    "F": "女",
    "MALE": "男",
    "FEMALE": "女",
    "男士": "男",
    "女士": "女",
}
#: Columns in which a ditto mark plainly repeats the cell above.
REPEATED = frozenset({Field.SEX, Field.ETHNICITY, Field.CATEGORY, Field.LOW_INCOME})


@dataclass(slots=True)
class Draft:
    """Mutable on purpose: rows below and other sheets may still change it."""

    mentions: list[Mention]
    name: str | None = None
    identity: IdentityReading = field(default_factory=IdentityReading)
    birth: DateReading = field(default_factory=DateReading)
    birth_raw: str = ""
    sex: str | None = None
    sex_raw: str = ""
    phone: str | None = None
    second_phone: str | None = None
    relation: str | None = None
    relation_code: str | None = None
    disabilities: tuple[Disability, ...] = ()
    disability_raw: str = ""
    disability_cert: str | None = None
    low_income: bool | None = None
    low_income_raw: str = ""
    ethnicity: str = ""
    category: str = ""
    remark: str = ""
    status: str = "active"
    moved_away: bool = False
    flags: list[Flag] = field(default_factory=list)
    sayings: list[Saying] = field(default_factory=list)
    status_text: str = ""
    merged_into: "Draft | None" = None
    listed: bool = False
    person: int | None = None

    def flag(self, code: Code, about: Field, raw: str = "") -> None:
        """Add a flag once."""
        if all(flag.code is not code for flag in self.flags):
            self.flags.append(Flag(code, about, raw))

    def unflag(self, code: Code) -> None:
        """Take a flag back."""
        self.flags = [flag for flag in self.flags if flag.code is not code]

    @property
    def number(self) -> str | None:
        return self.identity.number

    @property
    def refused(self) -> bool:
        return any(
            flag.code
            in (Code.IMPOSSIBLE_HOME, Code.NOTHING_TO_IDENTIFY, Code.TWO_PERSONS_IN_ONE_CELL)
            for flag in self.flags
        )


@dataclass
class BlockReader:
    """Reads one block of a row into a draft; remembers the row above for ditto marks."""

    plan: BlockPlan
    as_of: date
    above: dict[int, Cell] = field(default_factory=dict)
    phones_above: dict[int, PhoneReading] = field(default_factory=dict)

    def is_filled(self, row: list[Cell]) -> bool:
        """Somebody is named or described here (低保 and the like alone do not count)."""
        for name in (
            Field.NAME,
            Field.ID_NUMBER,
            Field.RELATION,
            Field.PHONE,
            Field.BIRTH,
            Field.SEX,
        ):
            index = self.plan.columns.get(name)
            if index is None or is_blank(row[index]) or is_ditto(row[index]):
                continue
            if name is Field.NAME or not says_nothing(squeeze(row[index])):
                return True
        return False

    def read(self, row: list[Cell], mention: Mention) -> Draft:
        """Every field of the block."""
        draft = Draft([mention])
        for name, index in self.plan.columns.items():
            read = READERS.get(name)
            if read is None:
                continue
            value = row[index]
            if value == "" or value is None:
                continue
            if name in REPEATED and is_ditto(value):
                value = self.above.get(index)
            read(draft, value, self.as_of)
        self._read_identity(draft, row)
        self._read_phones(draft, row)
        self._read_disability(draft, row)
        self._read_labels(draft, row)
        return draft

    def remember(self, row: list[Cell]) -> None:
        """Keep this row as the one above the next."""
        for name in REPEATED:
            index = self.plan.columns.get(name)
            if index is not None and not is_ditto(row[index]):
                self.above[index] = row[index]

    def forget(self) -> None:
        """After a subtotal or an empty row nothing is carried."""
        self.above.clear()
        self.phones_above.clear()

    def _read_identity(self, draft: Draft, row: list[Cell]) -> None:
        index = self.plan.columns.get(Field.ID_NUMBER)
        value = row[index] if index is not None else None
        draft.identity = read_identity(value, self.as_of)
        if draft.identity.code:
            draft.flag(draft.identity.code, Field.ID_NUMBER, raw_text(value))

    def _read_phones(self, draft: Draft, row: list[Cell]) -> None:
        for name in (Field.PHONE, Field.SECOND_PHONE):
            index = self.plan.columns.get(name)
            if index is None:
                continue
            value = row[index]
            if is_ditto(value):
                reading = self.phones_above.get(index, PhoneReading())
            else:
                reading = read_phones(value)
            self.phones_above[index] = reading
            if reading.code and not is_ditto(value):
                draft.flag(reading.code, name, raw_text(value))
            add_phones(draft, reading.first, reading.second)

    def _read_disability(self, draft: Draft, row: list[Cell]) -> None:
        kind = self.plan.columns.get(Field.DISABILITY)
        grade = self.plan.columns.get(Field.DISABILITY_GRADE)
        if kind is None and grade is None:
            return
        reading: DisabilityReading = read_disability(
            row[kind] if kind is not None else None, row[grade] if grade is not None else None
        )
        draft.disabilities, draft.disability_raw = reading.items, reading.raw
        if reading.code:
            draft.flag(reading.code, Field.DISABILITY, reading.raw)

    def _read_labels(self, draft: Draft, row: list[Cell]) -> None:
        texts = []
        for index in self.plan.categories:
            value = self.above.get(index) if is_ditto(row[index]) else row[index]
            text = plain(value)
            if text and not says_nothing(text):
                texts.append(text)
        draft.category = "、".join(texts)
        draft.status_text = "，".join(filter(None, (plain(row[i]) for i in self.plan.statuses)))
        for text in (draft.category, draft.status_text):
            draft.sayings += read_remark(text) if text else ()


def add_phones(draft: Draft, *numbers: str | None) -> None:
    """First empty place first; a number is never kept twice."""
    for number in numbers:
        if number is None or number in (draft.phone, draft.second_phone):
            continue
        if draft.phone is None:
            draft.phone = number
        elif draft.second_phone is None:
            draft.second_phone = number


def _take_name(draft: Draft, value: Cell, _as_of: date) -> None:
    reading: NameReading = read_name(value)
    draft.name = reading.name
    if reading.several:
        draft.name = plain(value).replace("\n", " ")
        draft.flag(Code.TWO_PERSONS_IN_ONE_CELL, Field.NAME, raw_text(value))
        return
    if reading.masked:
        draft.flag(Code.NAME_MASKED, Field.NAME, raw_text(value))
    for note in reading.notes:
        _take_note(draft, note, raw_text(value))


def _take_note(draft: Draft, note: str, raw: str) -> None:
    """张三(户主), 李四(已故), 王五(女): a note that is understood is used, any other flagged."""
    sayings = read_remark(note)
    code = find_relation_code(squeeze(note))
    if sayings:
        draft.sayings += sayings
    elif squeeze(note) in SEXES and draft.sex is None:
        draft.sex = SEXES[squeeze(note)]
    elif code and draft.relation is None:
        draft.relation, draft.relation_code = note, code
    elif not code or code != draft.relation_code:
        draft.flag(Code.NAME_NOTE, Field.NAME, raw)


def _take_relation(draft: Draft, value: Cell, _as_of: date) -> None:
    reading = read_relation(value)
    if reading.word is None:
        return
    draft.relation, draft.relation_code = reading.word, reading.code
    if reading.flag:
        draft.flag(reading.flag, Field.RELATION, raw_text(value))


def _take_sex(draft: Draft, value: Cell, _as_of: date) -> None:
    text = squeeze(value).upper()
    if says_nothing(text):
        return
    draft.sex, draft.sex_raw = SEXES.get(text), text
    if draft.sex is None:
        draft.flag(Code.SEX_UNKNOWN, Field.SEX, raw_text(value))


def _take_birth(draft: Draft, value: Cell, as_of: date) -> None:
    draft.birth, draft.birth_raw = read_birth(value, as_of), raw_text(value)
    if draft.birth.code:
        draft.flag(draft.birth.code, Field.BIRTH, draft.birth_raw)


def _take_low_income(draft: Draft, value: Cell, _as_of: date) -> None:
    draft.low_income, draft.low_income_raw, code = read_low_income(value)
    if code:
        draft.flag(code, Field.LOW_INCOME, draft.low_income_raw)


def _take_cert(draft: Draft, value: Cell, _as_of: date) -> None:
    draft.disability_cert, code = read_cert(value)
    if code:
        draft.flag(code, Field.DISABILITY_CERT, raw_text(value))


def _take_ethnicity(draft: Draft, value: Cell, _as_of: date) -> None:
    text = squeeze(value)
    draft.ethnicity = "" if says_nothing(text) else text


READERS: dict[Field, Callable[[Draft, Cell, date], None]] = {
    Field.NAME: _take_name,
    Field.RELATION: _take_relation,
    Field.SEX: _take_sex,
    Field.BIRTH: _take_birth,
    Field.LOW_INCOME: _take_low_income,
    Field.DISABILITY_CERT: _take_cert,
    Field.ETHNICITY: _take_ethnicity,
}
