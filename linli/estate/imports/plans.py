"""A column map made ready for reading rows fast."""

from dataclasses import dataclass

from .data import HEAD, MEMBER, ROW, Cell, ColumnMap, Field, SheetRows
from .headers import header_text
from .texts import is_blank

#: Fields whose vertical merges are spread over the rows that they cover.
SPREAD = frozenset({Field.BUILDING, Field.ENTRANCE, Field.HOME, Field.LOW_INCOME})
PERSON_EVIDENCE = frozenset(
    {Field.NAME, Field.ID_NUMBER, Field.PHONE, Field.RELATION, Field.SEX, Field.BIRTH}
)
PLACE = frozenset({Field.BUILDING, Field.ENTRANCE, Field.FLOOR, Field.HOME})


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """Columns of one block. `label` is what a mention is called: head, member or row."""

    label: str
    is_head: bool
    columns: dict[Field, int]
    categories: tuple[int, ...]
    statuses: tuple[int, ...]

    @property
    def name(self) -> int:
        return self.columns[Field.NAME]


@dataclass(frozen=True, slots=True)
class Plan:
    """Row columns, remarks and blocks; the head block comes first."""

    row: dict[Field, int]
    remarks: tuple[int, ...]
    blocks: tuple[BlockPlan, ...]
    header: dict[int, str]
    head_word: str | None
    width: int

    @property
    def horizontal(self) -> bool:
        """Several member blocks side by side: one row per household."""
        return sum(not block.is_head for block in self.blocks) > 1


def make_plan(found: ColumnMap, sheet: SheetRows) -> Plan:
    """Compile a column map; header texts are kept to know a repeated header."""
    row: dict[Field, int] = {}
    remarks = []
    blocks: dict[str, dict[Field, int]] = {}
    extra: dict[str, dict[Field, list[int]]] = {}
    for column in found.columns:
        if column.field is Field.REMARK:
            remarks.append(column.index)
        elif column.field is Field.IGNORE:
            continue
        elif column.block == ROW:
            row.setdefault(column.field, column.index)
        else:
            blocks.setdefault(column.block, {}).setdefault(column.field, column.index)
            extra.setdefault(column.block, {}).setdefault(column.field, []).append(column.index)
    names = [name for name in blocks if Field.NAME in blocks[name]]
    single = len(names) == 1
    plans = tuple(
        BlockPlan(
            "row" if single else HEAD if name == HEAD else MEMBER,
            name == HEAD and not single,
            blocks[name],
            tuple(extra[name].get(Field.CATEGORY, ())),
            tuple(extra[name].get(Field.STATUS, ())),
        )
        for name in sorted(names, key=lambda name: (name != HEAD, blocks[name][Field.NAME]))
    )
    width = max((column.index for column in found.columns), default=-1) + 1
    header = _header_texts(found, sheet)
    return Plan(row, tuple(remarks), plans, header, found.head_word, width)


def _header_texts(found: ColumnMap, sheet: SheetRows) -> dict[int, str]:
    texts: dict[int, str] = {}
    for line in found.header_rows:
        if line < len(sheet.rows):
            for column, value in enumerate(sheet.rows[line]):
                if not is_blank(value):
                    texts[column] = texts.get(column, "") + "\n" + header_text(value)
    return texts


def spread_merges(sheet: SheetRows, plan: Plan, first: int, end: int) -> None:
    """Write the value of a vertical merge into the rows that it covers (place and 低保 only)."""
    columns = {index for name, index in plan.row.items() if name in SPREAD}
    for block in plan.blocks:
        columns |= {index for name, index in block.columns.items() if name in SPREAD}
    for top, left, bottom, _right in sheet.merges:
        if left not in columns or bottom == top or not first <= top < end:
            continue
        value: Cell = sheet.rows[top][left] if left < len(sheet.rows[top]) else None
        if is_blank(value):
            continue
        for index in range(top + 1, min(bottom + 1, end, len(sheet.rows))):
            row = sheet.rows[index]
            if left < len(row) and is_blank(row[left]):
                row[left] = value
