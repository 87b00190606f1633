"""What an import reads and finds: frozen shapes that others may hold."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from .codes import MESSAGES, Code

Cell = str | float | int | bool | date | datetime | time | timedelta | None
#: A building or an entrance: its number, or its name where the estate uses names.
Key = int | str


class Field(StrEnum):
    """What a column holds."""

    IGNORE = "ignore"
    SEQUENCE = "sequence"
    BUILDING = "building"
    ENTRANCE = "entrance"
    FLOOR = "floor"
    HOME = "home"
    HOUSEHOLD_SIZE = "household_size"
    NAME = "name"
    RELATION = "relation"
    SEX = "sex"
    BIRTH = "birth"
    AGE = "age"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    SECOND_PHONE = "second_phone"
    ETHNICITY = "ethnicity"
    CATEGORY = "category"
    DISABILITY = "disability"
    DISABILITY_GRADE = "disability_grade"
    DISABILITY_CERT = "disability_cert"
    LOW_INCOME = "low_income"
    AREA = "area"
    TENURE = "tenure"
    RESETTLED = "resettled"
    LEASE_START = "lease_start"
    LEASE_END = "lease_end"
    STATUS = "status"
    REMARK = "remark"


#: A column of the row itself, of the 户主 block, or of a member block (`member`, `member2`, …).
ROW, HEAD, MEMBER = "row", "head", "member"


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column: 0-based `index`, its header as written, what it is taken for, whose it is."""

    index: int
    header: str
    field: Field
    block: str = ROW


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The meaning of a table's columns. `header_rows` are 0-based row indexes in the sheet.

    `head_word` is the relation that a lone name column implies (户主姓名, 承租人).
    """

    columns: tuple[ColumnChoice, ...]
    header_rows: tuple[int, ...] = ()
    head_word: str | None = None

    @property
    def fingerprint(self) -> str:
        """Names this header wherever it comes back, in this or another file."""
        text = "\n".join(f"{column.index}\t{column.header}" for column in self.columns)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def to_json(self) -> str:
        """As stored for the next time."""
        columns = [[c.index, c.header, c.field.value, c.block] for c in self.columns]
        data = {"columns": columns, "header_rows": self.header_rows, "head_word": self.head_word}
        return json.dumps(data, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "ColumnMap":
        """The reverse of `to_json`; ValueError or KeyError for anything else."""
        data: dict[str, Any] = json.loads(text)
        columns = tuple(
            ColumnChoice(int(i), str(h), Field(f), str(b)) for i, h, f, b in data["columns"]
        )
        rows = tuple(int(row) for row in data.get("header_rows", ()))
        return cls(columns, rows, data.get("head_word"))


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One sheet as read. Merges are (first row, first column, last row, last column), 0-based."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    counts_from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """Something for a clerk to look at: why, in which field, and what stood there."""

    code: Code
    field: Field
    raw: str = ""

    @property
    def message(self) -> str:
        """Chinese template with `%(raw)s`: translate, then format with `params`."""
        return MESSAGES[self.code]

    @property
    def params(self) -> dict[str, str]:
        """Values for the template."""
        return {"raw": self.raw}


@dataclass(frozen=True, slots=True, order=True)
class Home:
    """A home (房) of the estate: building, entrance, and its number on the door."""

    building: Key
    entrance: Key
    number: Key


@dataclass(frozen=True, slots=True)
class Disability:
    """Category (视力, 听力, 言语, 肢体, 智力, 精神, 多重) and grade 1–4 (GB/T 26341)."""

    category: str
    grade: int | None

    def __str__(self) -> str:
        return self.category + (f"{'一二三四'[self.grade - 1]}级" if self.grade else "")


class Status(StrEnum):
    """Where a person stands."""

    ACTIVE = "active"
    DECEASED = "deceased"
    MOVED_OUT = "moved_out"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the file: sheet, 1-based row, block (`head`, `member`, `row`)."""

    sheet: str
    row: int
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person as the register has them.

    `birth_date` is `YYYY-MM-DD`, or `YYYY-MM` where only the month is known. `disability` and
    `low_income` are read; `*_raw` keep the words. Areas are cm².
    """

    name: str | None
    id_number: str | None = None
    other_document: str | None = None
    birth_date: str | None = None
    sex: str | None = None
    phone: str | None = None
    second_phone: str | None = None
    home: Home | None = None
    relation: str | None = None
    relation_code: str | None = None
    disabilities: tuple[Disability, ...] = ()
    disability_raw: str = ""
    disability_cert: str | None = None
    low_income: bool = False
    low_income_raw: str = ""
    ethnicity: str = ""
    category: str = ""
    remark: str = ""
    status: Status = Status.ACTIVE
    area_cm2: int | None = None
    tenure: str | None = None
    tenure_raw: str = ""
    resettled: bool | None = None
    lease_start: str | None = None
    lease_end: str | None = None

    @property
    def id_number_last4(self) -> str | None:
        return self.id_number[-4:] if self.id_number else None

    @property
    def disability(self) -> str | None:
        """`肢体二级`, several joined by 、"""
        return "、".join(map(str, self.disabilities)) or None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One place where a person is mentioned, and what came of it.

    `person` is an index into `ReadResult.persons`, None if refused. `merged` says that the
    person was already known from an earlier place. `name` is what was read, refused or not.
    `household` numbers the group that the row stands in, over the whole file.
    """

    mention: Mention
    accepted: bool
    merged: bool
    flags: tuple[Flag, ...]
    person: int | None
    name: str | None
    household: int


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no person: 1-based `row`, reason (`subtotal`, `total`, `empty`, …)."""

    sheet: str
    row: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class VacantHome:
    """A home that the register lists as empty (空置)."""

    sheet: str
    row: int
    home: Home | None


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What became of a sheet. `skipped` is None or a reason: `hidden`, `notes`, `summary`,
    `void`, `empty`, `no_header`. `maps`: the column maps used, top to bottom."""

    name: str
    skipped: str | None
    filled_rows: int
    maps: tuple[ColumnMap, ...] = ()
    building: Key | None = None
    entrance: Key | None = None
    sample: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadReport:
    """Sheets, rows that are no persons, vacant homes."""

    sheets: tuple[SheetReport, ...]
    skipped_rows: tuple[SkippedRow, ...]
    vacant_homes: tuple[VacantHome, ...]


@dataclass(frozen=True, slots=True)
class ReadResult:
    """Everything that one file says, judged but not yet compared with what is stored."""

    persons: tuple[Person, ...]
    rows: tuple[PersonRow, ...]
    report: ReadReport

    @property
    def households(self) -> int:
        """Distinct homes with at least one accepted person."""
        return len({person.home for person in self.persons if person.home})


@dataclass(frozen=True, slots=True)
class EstateShape:
    """Which homes exist: building → entrance → numbers on the doors."""

    buildings: Mapping[Key, Mapping[Key, frozenset[Key]]]
    names: Mapping[str, Key] = field(default_factory=dict)

    @classmethod
    def from_pattern(
        cls,
        buildings: Iterable[Key] = range(1, 18),
        entrances: Iterable[Key] = range(1, 7),
        floors: Iterable[int] = range(1, 18),
        doors: Iterable[int] = (1, 2),
    ) -> "EstateShape":
        """The same entrances and homes in each building; by default the demo estate."""
        per_floor = tuple(doors)
        numbers: frozenset[Key] = frozenset(
            floor * 100 + door for floor in floors for door in per_floor
        )
        plan = dict.fromkeys(tuple(entrances), numbers)
        return cls(dict.fromkeys(buildings, plan))

    def has(self, home: Home) -> bool:
        """Whether this home exists."""
        return home.number in self.buildings.get(home.building, {}).get(home.entrance, ())

    def entrances(self, building: Key) -> Mapping[Key, frozenset[Key]]:
        """Entrances of a building; empty if there is no such building."""
        return self.buildings.get(building, {})
