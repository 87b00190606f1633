"""Homes from a table: columns 楼栋, 单元, 房号, and 楼层, 面积, 产权 where they are known."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from linli.base.errors import translatable
from linli.estate.imports.reader import read_sheets
from linli.estate.places.data import TenureType
from linli.web.founding.data import HomePlan
from linli.web.founding.errors import HomesUnclear

NO_HEADER = translatable("没有找到表头：需要 楼栋、单元、房号 三列")
NO_PLACE = translatable("楼栋、单元、房号都要填")
BAD_AREA = translatable("面积不是数字（平方米）")
COLUMNS = {
    "building": ("楼栋", "楼号", "栋", "building"),
    "entrance": ("单元", "单元号", "entrance"),
    "number": ("房号", "室号", "门牌", "home", "room"),
    "floor": ("楼层", "层", "floor"),
    "area": ("面积", "建筑面积", "面积(平方米)", "area"),
    "tenure": ("产权", "产权性质", "tenure"),
}
TENURES = {
    "公租": TenureType.PUBLIC_RENTAL, "公租房": TenureType.PUBLIC_RENTAL,
    "自有": TenureType.OWNED, "产权房": TenureType.OWNED, "商品房": TenureType.OWNED,
    "共有": TenureType.SHARED, "共有产权": TenureType.SHARED,
    "未售": TenureType.UNSOLD, **{kind.value: kind for kind in TenureType},
}  # fmt: skip


def read_homes(path: str | os.PathLike[str]) -> list[HomePlan]:
    """The homes of a .xlsx or .csv file.

    Raises HomesUnclear with sheet and row, and the errors of `linli.estate.imports`.
    """
    homes: list[HomePlan] = []
    for sheet in read_sheets(path, Path(path).name):
        rows = [] if sheet.hidden else sheet.rows
        columns: dict[str, int] = {}
        for n, row in enumerate(rows, 1):
            if not columns:
                columns = _find_columns(row)
            elif any(_text(cell) for cell in row):
                homes.append(_read_row(row, columns, f"{sheet.name} {n}"))
    if not homes:
        raise HomesUnclear(where=Path(path).name, reason=NO_HEADER)
    return homes


def _find_columns(row: Sequence[Any]) -> dict[str, int]:
    named = {_text(cell).lower(): n for n, cell in enumerate(row)}
    found = {key: named[name] for key, names in COLUMNS.items() for name in names if name in named}
    return found if {"building", "entrance", "number"} <= found.keys() else {}


def _read_row(row: Sequence[Any], columns: dict[str, int], where: str) -> HomePlan:
    given = {key: _text(row[n]) if n < len(row) else "" for key, n in columns.items()}
    building = given["building"].removesuffix("号楼").removesuffix("栋")
    entrance = given["entrance"].removesuffix("单元")
    number = given["number"].removesuffix("室")
    if not (building and entrance and number):
        raise HomesUnclear(where=where, reason=NO_PLACE)
    return HomePlan(
        building=building,
        entrance=entrance,
        number=number,
        floor=_floor(given.get("floor", ""), number),
        area_cm2=_area(given.get("area", ""), where),
        tenure=TENURES.get(given.get("tenure", ""), TenureType.UNKNOWN),
    )


def _floor(text: str, number: str) -> int | None:
    if text.removesuffix("层").lstrip("-").isdigit():
        return int(text.removesuffix("层"))
    return int(number[:-2]) if number.isdigit() and len(number) in (3, 4) else None


def _area(text: str, where: str) -> int | None:
    if not text:
        return None
    try:
        area = Decimal(text.rstrip("㎡平方米m²"))
    except InvalidOperation as error:
        raise HomesUnclear(where=where, reason=BAD_AREA) from error
    if not 0 < area < 10_000:
        raise HomesUnclear(where=where, reason=BAD_AREA)
    return int(area * 10_000)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
