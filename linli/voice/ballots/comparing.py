"""A list of owners from the housing bureau against the register: what differs, home by home.

Pure: rows in, differences out. Areas are integer cm² throughout (OWN-04).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from linli.estate.places.api import read_plate
from linli.voice.ballots.errors import ListRowWrong, ListUnreadable

MOST_LINES = 50_000
MOST_CM2 = 10_000_000_000  # 1,000,000 m²: no single home
_HEAD_ROWS = 15  # within which the headings are looked for
_WORDS = {
    "plate": ("房号", "门牌", "门牌号", "房屋门牌", "房屋", "房屋坐落", "坐落", "房产坐落", "地址"),
    "building": ("楼栋", "楼号", "幢号", "栋号", "幢", "栋", "楼幢", "楼"),
    "entrance": ("单元", "单元号", "门栋"),
    "door": ("室号", "室", "房间号", "户号"),
    "owner": ("业主姓名", "业主", "产权人", "权利人", "所有权人", "姓名", "业主名称"),
    "area": ("面积", "建筑面积", "产权面积", "房屋面积", "专有面积", "专有部分面积"),
    "source": ("面积来源", "来源", "面积依据"),
}
_SOURCES = (
    ("registry", ("登记", "产权证", "不动产", "房产证")),
    ("surveyed", ("测绘", "实测")),
    ("contract", ("合同",)),
)


class Kind(StrEnum):
    """What is different about a home."""

    UNKNOWN = "unknown"  # on the list, not in the register
    MISSING = "missing"  # in the register, not on the list
    OWNER = "owner"
    AREA = "area"
    SOURCE = "source"


@dataclass(frozen=True)
class Line:
    """A home as the list or the register has it; `rows` are those of the sheet, from 1."""

    plate: str
    owners: tuple[str, ...] = ()
    area_cm2: int | None = None
    source: str = ""
    rows: tuple[int, ...] = ()
    home_id: int | None = None


@dataclass(frozen=True)
class Difference:
    """One thing to look at. `ours` and `theirs` are values, words are put to them by the page."""

    kind: Kind
    plate: str
    home_id: int | None
    ours: str
    theirs: str
    row: int | None = None


@dataclass
class _Home:
    owners: list[str] = field(default_factory=list)
    area: int | None = None
    source: str = ""
    rows: list[int] = field(default_factory=list)


def read_list(rows: Sequence[Sequence[Any]]) -> list[Line]:
    """Homes of a sheet, co-owners on lines of their own put together.

    Raises ListUnreadable without a heading for the home or with nothing to compare, ListRowWrong
    naming row and column.
    """
    top, columns = _find_columns(rows)
    if len(rows) - top > MOST_LINES:
        raise ListUnreadable(field="file")
    homes: dict[str, _Home] = {}
    heads = {name: str(rows[top][at]).strip() for name, at in columns.items()}
    for number, cells in enumerate(rows[top + 1 :], start=top + 2):
        texts = {name: _text(cells, at) for name, at in columns.items()}
        if any(texts.values()):
            _take(homes, number, texts, heads)
    if not homes:
        raise ListUnreadable(field="file")
    return [
        Line(plate, tuple(one.owners), one.area, one.source, tuple(one.rows))
        for plate, one in homes.items()
    ]


def _find_columns(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """(row of the headings from 0, field -> column): the first row that names a home and a fact."""
    for number, cells in enumerate(rows[:_HEAD_ROWS]):
        found: dict[str, int] = {}
        for at, cell in enumerate(cells):
            name = _meaning(str(cell or ""))
            if name and name not in found:
                found[name] = at
        has_home = "plate" in found or {"building", "door"} <= set(found)
        if has_home and {"owner", "area"} & set(found):
            return number, found
    raise ListUnreadable(field="file")


def _meaning(heading: str) -> str:
    """The field that a heading stands for; units and notes in brackets say nothing new."""
    plain = re.sub(r"[((\[【].*?[))\]】]|[\s*:：]|m²|㎡|平方米", "", heading)
    return next((name for name, words in _WORDS.items() if plain in words), "")


def _text(cells: Sequence[Any], at: int) -> str:
    value = cells[at] if at < len(cells) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else unicodedata.normalize("NFKC", str(value)).strip()


def _take(
    homes: dict[str, _Home], number: int, texts: Mapping[str, str], heads: Mapping[str, str]
) -> None:
    plate = _plate(number, texts, heads)
    area = _area(number, texts.get("area", ""), heads.get("area", ""))
    home = homes.setdefault(plate, _Home())
    home.rows.append(number)
    home.owners += [name for name in _names(texts.get("owner", "")) if name not in home.owners]
    home.source = home.source or _source(texts.get("source", ""))
    if area is not None and home.area not in (None, area):
        raise ListRowWrong(row=number, column=heads["area"], what=f"{texts['area']} ≠ {plate}")
    home.area = area if area is not None else home.area


def _plate(number: int, texts: Mapping[str, str], heads: Mapping[str, str]) -> str:
    """The plate of "3-2-1502", of "3号楼2单元1502室", and of three columns."""
    if texts.get("building") and (texts.get("door") or texts.get("plate")):
        door = texts.get("door") or texts["plate"]
        parts = [texts["building"], texts.get("entrance", ""), door]
        digits = [re.sub(r"\D", "", part) for part in parts]
        joined = "-".join(one for one in digits if one)
        found = read_plate(texts.get("plate", "")) or read_plate(joined)
    else:
        text = texts.get("plate", "")
        tail = re.search(r"\d+\s*(?:号楼|栋|幢|座).*$", text)
        found = read_plate(text) or (read_plate(tail[0]) if tail else None)
    if found is None:
        at = heads.get("plate") or heads.get("door") or ""
        raise ListRowWrong(row=number, column=at, what=texts.get("plate") or texts.get("door", ""))
    return found


def _names(text: str) -> list[str]:
    return [one for one in re.split(r"[、,;/\s]+", text) if one]


def _area(number: int, text: str, heading: str) -> int | None:
    """Square metres with at most four decimals as integer cm²; None where nothing stands."""
    plain = re.sub(r"\s|m2|m²|㎡|平方米|,", "", text)
    if not plain:
        return None
    try:
        cm2 = Decimal(plain) * 10_000
    except InvalidOperation as error:
        raise ListRowWrong(row=number, column=heading, what=text[:20]) from error
    if not cm2.is_finite() or not 0 < cm2 <= MOST_CM2 or cm2 != cm2.to_integral_value():
        raise ListRowWrong(row=number, column=heading, what=text[:20])
    return int(cm2)


def _source(text: str) -> str:
    return next((code for code, words in _SOURCES if any(w in text for w in words)), "")


def compare(list_lines: Iterable[Line], register: Iterable[Line]) -> list[Difference]:
    """What differs, in the order of the register, then what it does not know.

    What the list leaves empty is not held against the register.
    """
    theirs = {line.plate: line for line in list_lines}
    found: list[Difference] = []
    for ours in register:
        line = theirs.pop(ours.plate, None)
        if line is None:
            words = "、".join(ours.owners)
            found.append(Difference(Kind.MISSING, ours.plate, ours.home_id, words, ""))
        else:
            found += _differences(ours, line)
    found += [
        Difference(Kind.UNKNOWN, line.plate, None, "", "、".join(line.owners), line.rows[0])
        for line in theirs.values()
    ]
    return found


def _differences(ours: Line, line: Line) -> list[Difference]:
    found: list[Difference] = []

    def add(kind: Kind, mine: object, other: object) -> None:
        here, there = ("" if one is None else str(one) for one in (mine, other))
        found.append(Difference(kind, ours.plate, ours.home_id, here, there, line.rows[0]))

    if line.owners and not same_people(line.owners, ours.owners):
        add(Kind.OWNER, "、".join(ours.owners), "、".join(line.owners))
    if line.area_cm2 is not None and line.area_cm2 != ours.area_cm2:
        add(Kind.AREA, ours.area_cm2, line.area_cm2)
    if line.source and line.source != ours.source:
        add(Kind.SOURCE, ours.source, line.source)
    return found


def same_people(given: Sequence[str], known: Sequence[str]) -> bool:
    """Whether both name the same owners, in whatever order; "张*" fits "张三"."""
    rest = [_plain(name) for name in known]
    if len(given) != len(rest):
        return False
    for name in sorted(given, key=lambda one: "*" in one):
        fits = re.compile(re.escape(_plain(name)).replace(r"\*", "."))
        hit = next((one for one in rest if fits.fullmatch(one)), None)
        if hit is None:
            return False
        rest.remove(hit)
    return True


def _plain(name: str) -> str:
    """Brackets, dots and spaces in a name are written this way and that."""
    return re.sub(r"[\s·•.()]", "", unicodedata.normalize("NFKC", name))
