"""Walking down a table: carrying homes, forming households, telling rows apart."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from .codes import Code
from .data import Cell, Field, Mention, SkippedRow, VacantHome
from .drafts import BlockReader, Draft, add_phones
from .groups import Group, Line, apply_sayings
from .homes import (
    HomeReading,
    HomeText,
    find_building,
    read_building_text,
    read_entrance_text,
    read_home_text,
)
from .names import read_name
from .places import Context, Locator
from .plans import Plan
from .remarks import read_remark
from .rowkinds import ENDING, RowKind, classify_row
from .texts import is_blank, is_ditto, plain, raw_text, squeeze


@dataclass
class Findings:
    """What the walks over all sheets have gathered, in workbook order."""

    drafts: list[Draft] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    vacant: list[VacantHome] = field(default_factory=list)


@dataclass
class Walker:
    """Reads the data rows of one table. Carried: building, entrance, and the open household."""

    sheet: str
    plan: Plan
    locator: Locator
    as_of: date
    findings: Findings
    sheet_building: str | None = None
    sheet_entrance: str | None = None
    shorthand: bool = False
    building: str | None = None
    entrance: str | None = None
    group: Group | None = None
    last_full: HomeText | None = None
    groups: list[Group] = field(default_factory=list)
    readers: list[BlockReader] = field(init=False)

    def __post_init__(self) -> None:
        self.readers = [BlockReader(block, self.as_of) for block in self.plan.blocks]

    def walk(
        self,
        rows: list[list[Cell]],
        first: int,
        end: int,
        tick: Callable[[int], None] | None = None,
    ) -> None:
        """Read rows `first` to before `end` (0-based)."""
        self.shorthand = self._uses_shorthand(rows, first, end)
        for index in range(first, end):
            row = rows[index]
            if len(row) < self.plan.width:
                row = row + [""] * (self.plan.width - len(row))
            self._take_row(index + 1, row)
            if tick and index % 200 == 0:
                tick(index - first)
        self._trim_trailing_blanks()
        for group in self.groups:
            apply_sayings(group)
        spread_low_income(self.groups, self._low_income_of_head())

    def _trim_trailing_blanks(self) -> None:
        skipped = self.findings.skipped
        while skipped and skipped[-1].reason == "empty" and skipped[-1].sheet == self.sheet:
            skipped.pop()

    def _low_income_of_head(self) -> bool:
        return any(b.is_head and Field.LOW_INCOME in b.columns for b in self.plan.blocks)

    def _uses_shorthand(self, rows: list[list[Cell]], first: int, end: int) -> bool:
        """Whether this table writes 102 for "102 of the entrance above" as a rule."""
        column = self.plan.row.get(Field.HOME)
        if column is None or Field.ENTRANCE in self.plan.row or self.sheet_entrance:
            return False
        full = short = 0
        for row in rows[first:end]:
            value = row[column] if column < len(row) else None
            if is_blank(value) or is_ditto(value):
                continue
            text = read_home_text(value, self.locator.names)
            full += text.room is not None and text.entrance is not None
            short += text.room is not None and text.entrance is None and text.building is None
        return full > 0 and short > full

    def _take_row(self, number: int, row: list[Cell]) -> None:
        kind = classify_row(self.plan, row)
        if kind is RowKind.PERSON:
            self._take_person_row(number, row)
            return
        text = next((plain(value) for value in row if not is_blank(value)), "")
        self.findings.skipped.append(SkippedRow(self.sheet, number, kind.value, text[:80]))
        if kind in ENDING:
            self._end_carrying()
        elif kind in (RowKind.VACANT, RowKind.NO_PERSON):
            self._take_empty_home(number, row, vacant=kind is RowKind.VACANT)
        elif kind in (RowKind.SECTION, RowKind.TITLE):
            self._take_section(text, title=kind is RowKind.TITLE)

    def _end_carrying(self) -> None:
        self.building = self.entrance = self.group = self.last_full = None
        for reader in self.readers:
            reader.forget()

    def _take_section(self, text: str, *, title: bool) -> None:
        place = find_building(text, self.locator.names)
        if place.building:
            self.sheet_building, self.sheet_entrance = place.building, place.entrance
        if not title and not place.entrance:
            entrance = read_entrance_text(squeeze(text).rstrip(":")).entrance
            self.sheet_entrance = entrance or self.sheet_entrance
        if not title:
            self.building = self.entrance = self.group = None

    def _take_empty_home(self, number: int, row: list[Cell], *, vacant: bool) -> None:
        """An empty home ends the household above; people below a blank are not put into it."""
        self._carry_places(row)
        reading, _raw = self._read_home(row)
        self.group = None
        if vacant:
            home = reading.home if reading else None
            self.findings.vacant.append(VacantHome(self.sheet, number, home))

    def _carry_places(self, row: list[Cell]) -> bool:
        """Take over building and entrance columns; True if either was typed anew and differs."""
        before = (self.building, self.entrance)
        column = self.plan.row.get(Field.BUILDING)
        if column is not None and not is_blank(row[column]) and not is_ditto(row[column]):
            place = read_building_text(row[column], self.locator.names)
            if place.building != self.building:
                self.entrance = None
            self.building, self.entrance = place.building, place.entrance or self.entrance
        column = self.plan.row.get(Field.ENTRANCE)
        if column is not None and not is_blank(row[column]) and not is_ditto(row[column]):
            place = read_entrance_text(row[column])
            self.entrance = place.entrance
            self.building = place.building or self.building
        return before != (self.building, self.entrance)

    def _read_home(self, row: list[Cell]) -> tuple[HomeReading | None, str]:
        """The home that the row itself names; None if it is blank or as above."""
        column = self.plan.row.get(Field.HOME)
        value = row[column] if column is not None else None
        if is_blank(value) or is_ditto(value):
            return None, ""
        text = read_home_text(value, self.locator.names)
        if text.blank:
            return None, ""
        context = Context(self.building, self.entrance, self.sheet_building, self.sheet_entrance)
        if self.shorthand and text.entrance is None and self.last_full and not text.weak:
            context = Context(
                self.building or self.last_full.building,
                self.last_full.entrance,
                self.sheet_building,
                self.sheet_entrance,
            )
        elif text.room is not None and text.entrance is not None:
            self.last_full = text
        text = self._add_floor(row, text)
        return self.locator.locate(text, context), raw_text(value)

    def _add_floor(self, row: list[Cell], text: HomeText) -> HomeText:
        """Floor 15 and door 2 in columns of their own make 1502."""
        column = self.plan.row.get(Field.FLOOR)
        home = self.plan.row.get(Field.HOME)
        if column is None or home is None or text.room is not None:
            return text
        floor, door = squeeze(row[column]).rstrip("层楼F"), squeeze(row[home]).rstrip("室号户房")
        if floor.isdigit() and door.isdigit() and len(door) <= 2:
            return HomeText(None, None, int(floor) * 100 + int(door))
        return text

    def _take_person_row(self, number: int, row: list[Cell]) -> None:
        moved = self._carry_places(row)
        reading, raw = self._read_home(row)
        head_block = next((r for r in self.readers if r.plan.is_head), None)
        new_head = self._names_new_head(head_block, row)
        group, first = self._find_group(reading, raw, moved=moved, new_head=new_head)
        drafts: list[Draft] = []
        for reader in self.readers:
            draft = self._take_block(reader, group, row, number, opens=first or new_head)
            if draft is not None:
                drafts.append(draft)
            reader.remember(row)
        group.take_facts(row, self.plan.row)
        self._take_remark(group, row, drafts, first=first or new_head)

    def _names_new_head(self, reader: BlockReader | None, row: list[Cell]) -> bool:
        """The head block of this row names somebody other than the open household's head."""
        if reader is None or is_ditto(row[reader.plan.name]):
            return False
        reading = read_name(row[reader.plan.name])
        name = reading.name
        if reading.several:
            return True
        if name is None:
            return False
        return self.group is None or self.group.head is None or self.group.head.name != name

    def _find_group(
        self, reading: HomeReading | None, raw: str, *, moved: bool, new_head: bool
    ) -> tuple[Group, bool]:
        """The household of this row, and whether the row opens it."""
        current = self.group
        if reading is None:
            if current is not None and not moved and not (new_head and current.head):
                return current, False
            if current is not None and not moved and new_head:
                # A new head without a home of the own: as above, a household beside the first.
                return self._open(HomeReading(current.home, current.code), current.raw), True
            code = Code.HOME_MISSING if Field.HOME not in self.plan.row else None
            return self._open(HomeReading(code=code or Code.HOME_MISSING), ""), True
        same = current is not None and (
            (reading.home is not None and reading.home == current.home)
            or (reading.home is None and not moved and squeeze(raw) == current.key)
        )
        if same and current is not None and not (new_head and current.head):
            return current, False
        return self._open(reading, raw), True

    def _open(self, reading: HomeReading, raw: str) -> Group:
        group = Group(
            len(self.findings.groups),
            reading.home,
            reading.code,
            raw,
            reading.differs,
            squeeze(raw),
        )
        self.findings.groups.append(group)
        self.groups.append(group)
        # Rows below a person without any home do not belong to that person.
        homeless = reading.code is Code.HOME_MISSING and not any(
            reader.plan.is_head for reader in self.readers
        )
        self.group = None if homeless else group
        return group

    def _take_block(
        self, reader: BlockReader, group: Group, row: list[Cell], number: int, *, opens: bool
    ) -> Draft | None:
        if not reader.is_filled(row) and not self._is_alone(reader, row, opens=opens):
            return None
        draft = reader.read(row, Mention(self.sheet, number, reader.plan.label))
        if reader.plan.is_head:
            alone = not any(r.is_filled(row) for r in self.readers if r is not reader)
            return self._take_head(group, draft, opens=opens, alone=alone)
        if (
            draft.relation is None
            and self.plan.head_word
            and Field.RELATION not in (reader.plan.columns)
        ):
            draft.relation, draft.relation_code = self.plan.head_word, "head"
        self._judge(group, draft)
        kept = group.add(draft)
        if kept is draft:
            self.findings.drafts.append(draft)
        group.statuses += bool(draft.status_text)
        return kept

    def _is_alone(self, reader: BlockReader, row: list[Cell], *, opens: bool) -> bool:
        """A row with nobody in any block still has to be answered for, once."""
        if reader is not self.readers[-1] or any(r.is_filled(row) for r in self.readers):
            return False
        return not any(r.plan.is_head for r in self.readers) or opens

    def _take_head(self, group: Group, draft: Draft, *, opens: bool, alone: bool) -> Draft | None:
        if group.head is None and (opens or not group.people):
            typed = draft.name or draft.identity.code is not Code.ID_MISSING
            if not typed and alone:
                # A home and a phone, say: nobody to import, but the clerk is told.
                draft.flags.clear()
                draft.flag(Code.NOTHING_TO_IDENTIFY, Field.NAME)
                group.people.append(draft)
                self.findings.drafts.append(draft)
            if not typed:
                return None
            group.set_head(draft)
            self._judge(group, draft)
            self.findings.drafts.append(draft)
            return draft
        head = group.head
        if head is not None and draft.number and not head.number and head.name == draft.name:
            head.identity = draft.identity
            head.unflag(Code.ID_MISSING)
        if head is not None and head.name == draft.name:
            add_phones(head, draft.phone)
        return None

    def _judge(self, group: Group, draft: Draft) -> None:
        """Flags that depend on home, name and number together."""
        if draft.refused:
            return
        if group.code is Code.IMPOSSIBLE_HOME:
            draft.flag(Code.IMPOSSIBLE_HOME, Field.HOME, group.raw)
            return
        typed = draft.identity.code is not Code.ID_MISSING
        if draft.name is None and not draft.number and (group.home is None or not typed):
            draft.flags.clear()
            draft.flag(Code.NOTHING_TO_IDENTIFY, Field.NAME)
            return
        if group.code:
            draft.flag(group.code, Field.HOME, group.raw)
        if group.differs:
            draft.flag(Code.BUILDING_DIFFERS_FROM_SHEET, Field.HOME, group.raw)
        if draft.name is None:
            draft.flag(Code.NAME_MISSING, Field.NAME)

    def _take_remark(
        self, group: Group, row: list[Cell], drafts: list[Draft], *, first: bool
    ) -> None:
        texts = [plain(row[index]) for index in self.plan.remarks if not is_blank(row[index])]
        column = self.plan.row.get(Field.STATUS)
        if column is not None and not is_blank(row[column]):
            texts.append(plain(row[column]))
        remark = "；".join(texts)
        if remark and drafts:
            drafts[-1].remark = "；".join(filter(None, (drafts[-1].remark, remark)))
        sayings = read_remark(remark) if remark else ()
        people = drafts or ([group.head] if group.head else [])
        group.lines.append(Line(people, sayings, first, remark))


def spread_low_income(groups: list[Group], of_head: bool) -> None:
    """低保 that stands once per household covers all of it."""
    if not of_head and not _stands_once(groups):
        return
    for group in groups:
        if any(draft.low_income for draft in group.people):
            for draft in group.people:
                draft.low_income = True


def _stands_once(groups: list[Group]) -> bool:
    """Several households say yes on their first row, and no other row says anything."""
    yes = 0
    for group in groups:
        if len(group.lines) < 2:
            continue
        if any(
            d.low_income_raw
            for line in group.lines[1:]
            for d in line.drafts
            if d not in group.lines[0].drafts
        ):
            return False
        yes += any(d.low_income for d in group.lines[0].drafts)
    return yes >= 3
