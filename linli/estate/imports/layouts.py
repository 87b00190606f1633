"""Where the tables of a sheet stand, and what their columns mean."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .data import HEAD, MEMBER, ROW, Cell, ColumnChoice, ColumnMap, Field, SheetRows
from .headers import find_block, header_text, is_group, read_header
from .texts import is_blank, plain

PERSONAL = frozenset(
    {
        Field.NAME,
        Field.RELATION,
        Field.SEX,
        Field.BIRTH,
        Field.AGE,
        Field.ID_NUMBER,
        Field.PHONE,
        Field.SECOND_PHONE,
        Field.ETHNICITY,
        Field.CATEGORY,
        Field.DISABILITY,
        Field.DISABILITY_GRADE,
        Field.DISABILITY_CERT,
        Field.LOW_INCOME,
        Field.STATUS,
    }
)
IDENTIFYING = frozenset(
    {
        Field.ID_NUMBER,
        Field.PHONE,
        Field.HOME,
        Field.RELATION,
        Field.BIRTH,
        Field.SEX,
        Field.ENTRANCE,
        Field.BUILDING,
    }
)
LEADING = frozenset({Field.BUILDING, Field.ENTRANCE, Field.FLOOR, Field.SEQUENCE})
MANY = frozenset({Field.REMARK, Field.IGNORE, Field.CATEGORY, Field.STATUS})
MAX_LINES = 6


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, and the data rows from `first` up to before `end` (0-based).

    `span`: the columns that are its own, where another table stands beside it.
    """

    map: ColumnMap
    first: int
    end: int
    span: tuple[int, int] | None = None

    def narrow(self, row: list[Cell]) -> list[Cell]:
        """The row with blanks in the columns of the neighbours."""
        if self.span is None:
            return row
        return [v if self.span[0] <= i < self.span[1] else "" for i, v in enumerate(row)]


def find_tables(sheet: SheetRows, override: ColumnMap | None = None) -> list[Table]:
    """All tables of a sheet, top to bottom; none where no header names people.

    A header that comes again unchanged (a printed page's) does not begin a new table.
    """
    if override and override.header_rows:
        return [Table(override, max(override.header_rows) + 1, len(sheet.rows))]
    tables: list[Table] = []
    newest: list[Table] = []
    index = 0
    while index < len(sheet.rows):
        lines = _match_header(sheet, index)
        if not lines:
            index += 1
            continue
        found = [
            Table(columns, lines[-1] + 1, len(sheet.rows), span)
            for columns, span in propose_maps(sheet, lines)
            if _describes_people(columns)
        ]
        if found and not _same(newest, found):
            tables += [replace(table, end=lines[0]) for table in newest]
            newest = found
        index = lines[-1] + 1
    return tables + newest


def _same(one: list[Table], two: list[Table]) -> bool:
    return [table.map.columns for table in one] == [table.map.columns for table in two]


def _describes_people(found: ColumnMap) -> bool:
    fields = {column.field for column in found.columns}
    return Field.NAME in fields and len(fields & IDENTIFYING) >= 1


def _match_header(sheet: SheetRows, index: int) -> tuple[int, ...]:
    """Rows of a header whose main line is the first to look like one at `index`."""
    if not _looks_like_header(sheet.rows[index]):
        return ()
    lines = list(range(index, _main_line(sheet, index) + 1))
    above = index - 1
    while above >= 0 and len(lines) < MAX_LINES and _looks_like_groups(sheet.rows[above]):
        lines.insert(0, above)
        above -= 1
    below = index + 1
    while below < len(sheet.rows) and len(lines) < MAX_LINES and _continues(sheet, lines, below):
        lines.append(below)
        below += 1
    return tuple(lines)


def _main_line(sheet: SheetRows, index: int) -> int:
    """The line with the most fields, at `index` or one or two below it."""
    best, most = index, _count_fields(sheet.rows[index])
    for line in range(index + 1, min(index + MAX_LINES, len(sheet.rows))):
        count = _count_fields(sheet.rows[line])
        if (
            count > most
            and _looks_like_header(sheet.rows[line])
            and _stands_under(sheet, list(range(index, line)), line)
        ):
            best, most = line, count
    return best


def _count_fields(row: Sequence[Cell]) -> int:
    return len({read_header(text).field for text in _texts(row)} - {None})


def _texts(row: Sequence[Cell]) -> list[str]:
    return [header_text(value) for value in row if not is_blank(value)]


def _looks_like_header(row: Sequence[Cell]) -> bool:
    """At least three different fields, most cells header words, no plain values."""
    strings = [value for value in row if isinstance(value, str) and value]
    if len(strings) < 2 or len(strings) > 200:
        return False
    # Cheap first: nearly every data row fails here.
    words = [read_header(header_text(value)) for value in strings[:4]]
    if not any(word.field for word in words):
        return False
    filled = [value for value in row if not is_blank(value)]
    texts = [header_text(value) for value in strings]
    fields = [read_header(text).field for text in texts]
    known = [field for field in fields if field]
    groups = sum(is_group(text) for text in texts)
    enough = len(set(known)) >= 3 or (len(set(known)) >= 2 and groups >= 2)
    if len(set(known)) == 2 and len(filled) == 2:
        enough = set(known) <= {Field.NAME, Field.HOME, Field.ID_NUMBER, Field.PHONE}
    return enough and len(known) * 2 > len(filled) and not _holds_values(row)


def _holds_values(row: Sequence[Cell]) -> bool:
    """A relation, a sex or a number betrays a person's row."""
    for value in row:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return True
        if isinstance(value, str) and value.strip() in ("男", "女", "汉", "汉族", "同上", "本人"):
            return True
    return False


def _looks_like_groups(row: Sequence[Cell]) -> bool:
    texts = _texts(row)
    if len(texts) < 2 or _holds_values(row):
        return False
    words = [text for text in texts if is_group(text) or read_header(text).field]
    return len(words) == len(texts)


def _continues(sheet: SheetRows, lines: list[int], below: int) -> bool:
    """The row below belongs to the header: header words under a group or under a blank."""
    row = sheet.rows[below]
    texts = _texts(row)
    if not texts or _holds_values(row):
        return False
    known = sum(1 for text in texts if read_header(text).field or is_group(text))
    if known * 3 < len(texts) * 2:
        return False
    above = sheet.rows[lines[-1]]
    repeats = [
        column
        for column, value in enumerate(row)
        if not is_blank(value)
        and column < len(above)
        and header_text(value)
        and header_text(value) == header_text(above[column])
    ]
    if len(repeats) * 2 > len(texts):
        return False
    return _stands_under(sheet, lines, below)


def _stands_under(sheet: SheetRows, lines: list[int], below: int) -> bool:
    """Each word has a group, or nothing, right above it; a finished header needs no more."""
    above = sheet.rows[lines[-1]]
    path = _spread(sheet, lines[-1])
    for column, value in enumerate(sheet.rows[below]):
        if is_blank(value):
            continue
        own = header_text(above[column]) if column < len(above) else ""
        spread = path[column] if column < len(path) else ""
        if own and not is_group(own) and not find_block(own) and _says_another(own, value):
            return False
        if not own and not spread:
            return False
    return True


def _says_another(own: str, below: Cell) -> bool:
    """A finished header word; 证件 over 身份证号 only says the same more narrowly."""
    field = read_header(own).field
    return field is not None and field != read_header(header_text(below)).field


def _spread(sheet: SheetRows, index: int) -> list[str]:
    """A header line with each text spread to the right over its merge or the blanks after it."""
    row = sheet.rows[index]
    texts = [header_text(value) if not is_blank(value) else "" for value in row]
    below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else []
    ends = {first: last for top, first, _, last in sheet.merges if top == index}
    for column in range(len(texts)):
        if texts[column] or column == 0 or not texts[column - 1]:
            continue
        start = max((c for c in range(column) if not is_blank(row[c])), default=0)
        covered = start in ends and column <= ends[start]
        blank = start not in ends and column < len(below) and not is_blank(below[column])
        if covered or (blank and not sheet.merges):
            texts[column] = texts[column - 1]
    return texts


def propose_maps(
    sheet: SheetRows, lines: Sequence[int]
) -> list[tuple[ColumnMap, tuple[int, int] | None]]:
    """Maps from the words of the header lines, to be looked over by the clerk.

    One, or one for each of several tables side by side, with the columns that are its own.
    """
    choices = _read_columns(sheet, lines)
    starts = _find_neighbours(choices)
    if len(starts) < 2:
        return [(_settle_blocks(choices, tuple(lines)), None)]
    maps: list[tuple[ColumnMap, tuple[int, int] | None]] = []
    for first, end in pairwise([*starts, len(choices)]):
        own = [
            choice if first <= choice.index < end else replace(choice, field=Field.IGNORE)
            for choice in choices
        ]
        maps.append((_settle_blocks(own, tuple(lines)), (first, end)))
    return maps


def _find_neighbours(choices: list[ColumnChoice]) -> list[int]:
    """Where each table begins, if home and name come again to the right of a whole table."""
    starts, blocks = [0], set()
    home = name = False
    for at, choice in enumerate(choices):
        if choice.field is Field.HOME and home and name:
            while at > starts[-1] + 1 and choices[at - 1].field in LEADING:
                at -= 1
            starts.append(at)
            name = False
        home = home or choice.field is Field.HOME
        if choice.field is Field.NAME and not name:
            name = True
            blocks.add(choice.block)
    # 户主 with a home and 成员 with a home are one household, not two tables
    return starts if name and len(blocks) == 1 else [0]


def _read_columns(sheet: SheetRows, lines: Sequence[int]) -> list[ColumnChoice]:
    width = max((len(sheet.rows[line]) for line in lines), default=0)
    paths: list[list[str]] = [[] for _ in range(width)]
    shown: list[list[str]] = [[] for _ in range(width)]
    for line in lines:
        row = sheet.rows[line]
        spread = _spread(sheet, line) if line != lines[-1] else [header_text(v) for v in row]
        for column in range(width):
            if column < len(spread) and spread[column]:
                paths[column].append(spread[column])
            if column < len(row) and not is_blank(row[column]):
                shown[column].append(plain(row[column]).replace("\n", ""))
    return [
        ColumnChoice(column, "/".join(shown[column]), *_choose(path))
        for column, path in enumerate(paths)
    ]


def _choose(path: list[str]) -> tuple[Field, str]:
    """Field and explicit block from the header texts over a column, outermost first."""
    field = None
    for depth, text in enumerate(reversed(path)):
        # 户主信息 over 备注 names the block only.
        if depth and field is None and is_group(text) and len(path) > 1:
            break
        field = read_header(text).field
        if field:
            break
    if path and field in (None, Field.CATEGORY, Field.DISABILITY_GRADE):
        whole = read_header("".join(path)[-24:]).field
        field = whole or field
    blocks = [block for block in map(find_block, path) if block]
    return field or Field.IGNORE, blocks[-1] if blocks else ""


def _settle_blocks(choices: list[ColumnChoice], lines: tuple[int, ...]) -> ColumnMap:
    """Give each personal column its block, and drop doubles."""
    names = [choice for choice in choices if choice.field is Field.NAME]
    head_word = None
    if len(names) <= 1:
        if names and names[0].block == HEAD:
            head_word = _head_word(names[0].header)
        placed = [
            _with_block(choice, MEMBER if choice.field in PERSONAL else ROW) for choice in choices
        ]
    else:
        starts = _name_blocks(names)
        placed = [_with_block(choice, _block_of(choice, starts)) for choice in choices]
    return ColumnMap(tuple(_drop_doubles(placed)), lines, head_word)


def _head_word(header: str) -> str | None:
    """The relation that a lone 户主姓名 implies; 承租人 and 业主 imply none of the codes."""
    return "户主" if "户主" in header else None


def _name_blocks(names: list[ColumnChoice]) -> list[tuple[int, str]]:
    """(column, block) of each name column: one head, then member, member2, …"""
    blocks: list[tuple[int, str]] = []
    heads = [name for name in names if name.block == HEAD]
    head = heads[0] if heads and len(heads) < len(names) else None
    count = 0
    for name in names:
        if name is head:
            blocks.append((name.index, HEAD))
            continue
        count += 1
        blocks.append((name.index, MEMBER if count == 1 else f"{MEMBER}{count}"))
    return blocks


def _block_of(choice: ColumnChoice, starts: list[tuple[int, str]]) -> str:
    if choice.field not in PERSONAL:
        return ROW
    inside = [block for column, block in starts if column <= choice.index]
    nearest = inside[-1] if inside else starts[0][1]
    if choice.block == HEAD and any(block == HEAD for _, block in starts):
        return HEAD
    if choice.block == MEMBER and nearest == HEAD:
        return next((block for _, block in starts if block != HEAD), nearest)
    return nearest


def _with_block(choice: ColumnChoice, block: str) -> ColumnChoice:
    return ColumnChoice(choice.index, choice.header, choice.field, block)


def _drop_doubles(choices: list[ColumnChoice]) -> list[ColumnChoice]:
    """The first column of a kind counts; a second phone column is the second phone."""
    seen: set[tuple[Field, str]] = set()
    result = []
    for choice in choices:
        field = choice.field
        if (field, choice.block) in seen and field is Field.PHONE:
            field = Field.SECOND_PHONE
        if (field, choice.block) in seen and field not in MANY:
            field = Field.IGNORE
        seen.add((field, choice.block))
        result.append(ColumnChoice(choice.index, choice.header, field, choice.block))
    return result
