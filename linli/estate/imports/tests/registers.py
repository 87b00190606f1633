"""Small registers made in the test that needs them."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl

from linli.estate.imports.data import ColumnMap, EstateShape, ReadResult, SheetRows
from linli.estate.imports.reader import judge_sheets
from linli.estate.imports.report import build_report
from linli.estate.people.identities import check_digit

AS_OF = date(2025, 11, 30)
ESTATE = EstateShape.from_pattern()


def number(year: int = 1950, month: int = 3, day: int = 5, sequence: int = 1) -> str:
    """A valid identity number in an area that does not exist."""
    first = f"130599{year:04}{month:02}{day:02}{sequence:03}"
    return first + check_digit(first)


def sheet(name: str, *rows: Sequence[Any], merges: Sequence[Any] = (), hidden: bool = False):
    """A sheet of rows that may be ragged."""
    width = max(len(row) for row in rows)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    return SheetRows(name, padded, hidden, tuple(merges))


def judge(
    *sheets: SheetRows,
    filename: str = "x.xlsx",
    estate: EstateShape = ESTATE,
    maps: dict[str, ColumnMap] | None = None,
) -> ReadResult:
    return judge_sheets(list(sheets), filename, as_of=AS_OF, estate=estate, column_maps=maps)


def entries(result: ReadResult) -> dict[tuple[int, str], dict[str, Any]]:
    """Report entries of a one-sheet register by (row, block)."""
    return {(e["row"], e["block"]): e for e in build_report(result)["persons"]}


def place(entry: dict[str, Any]) -> tuple[Any, Any, Any]:
    return entry["building"], entry["entrance"], entry["home"]


def workbook(*rows: Sequence[Any], title: str = "3号楼") -> bytes:
    """The rows as the bytes of an .xlsx."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
