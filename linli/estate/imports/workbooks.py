"""Sheets of an .xlsx: cached values, visibility and merges, as python-calamine reads them."""

import io
import re
import zipfile

import python_calamine as calamine

from .archives import MAX_COLUMNS, MAX_ROWS
from .data import Cell, SheetRows
from .errors import DamagedWorkbook, EncryptedWorkbook, TooManyCells, TooManyColumns, TooManyRows

MAX_CELLS = 6_000_000
EARLY = re.compile(rb"date1904\s*=\s*[\"'](?:1|true)[\"']")


def read_workbook(data: bytes) -> list[SheetRows]:
    """All sheets in order, of an archive that has been checked.

    Error values come out blank, formulas as their last value.
    """
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        early = _counts_from_1904(data)
        return [_read_sheet(book, meta, early) for meta in book.sheets_metadata if _is_grid(meta)]
    except calamine.PasswordError as error:
        raise EncryptedWorkbook from error
    except (calamine.CalamineError, ValueError, OverflowError, OSError) as error:
        raise DamagedWorkbook from error


def _is_grid(meta: calamine.SheetMetadata) -> bool:
    return meta.typ == calamine.SheetTypeEnum.WorkSheet


def _counts_from_1904(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.lower() == "xl/workbook.xml"]
        return bool(names and EARLY.search(archive.read(names[0])))


def _read_sheet(
    book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, early: bool
) -> SheetRows:
    sheet = book.get_sheet_by_name(meta.name)
    height, width = sheet.total_height, sheet.total_width
    if height > MAX_ROWS:
        raise TooManyRows(limit=MAX_ROWS)
    if width > MAX_COLUMNS and height > 1:
        raise TooManyColumns(limit=MAX_COLUMNS)
    if height * width > MAX_CELLS:
        raise TooManyCells
    merges = tuple(
        (top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    rows: list[list[Cell]] = [[*row] for row in sheet.to_python(skip_empty_area=False)]
    return SheetRows(meta.name, rows, hidden, merges, early)
