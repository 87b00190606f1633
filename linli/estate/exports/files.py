"""Tables as .xlsx and .csv: marked with who took them and why, harmless to open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import groupby

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from linli.estate.exports.data import RegisterRow
from linli.estate.exports.rules import is_dangerous

MARK_SHEET = "填写说明"  # a name that the import knows for notes


def write_workbook(header: tuple[str, ...], rows: Iterable[RegisterRow], mark: str) -> bytes:
    """One sheet a building, the mark above each header and in each page's foot.

    Every text is stored as text, whatever it begins with.
    """
    book = Workbook(write_only=True)
    notes = book.create_sheet(MARK_SHEET)
    notes.append([mark])
    for plate, lines in groupby(rows, key=lambda row: row.sheet):
        sheet = book.create_sheet(plate[:31])
        sheet.oddFooter.center.text = mark.replace("&", "&&")
        sheet.freeze_panes = "A3"
        sheet.append([_cell(sheet, mark)])
        sheet.append([_cell(sheet, word, bold=True) for word in header])
        for line in lines:
            sheet.append([_cell(sheet, value) for value in line.cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: object, bold: bool = False) -> object:
    if not (bold or is_dangerous(value)):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    if bold:
        cell.font = Font(bold=True)
    if is_dangerous(value):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def write_csv(header: tuple[str, ...], rows: Iterable[RegisterRow], mark: str) -> bytes:
    """One table in UTF-8 with its mark, as Excel opens it; a sign that begins a formula is quoted.

    The quote is an apostrophe, which the import takes off again.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([mark])
    writer.writerow(header)
    writer.writerows(_plain(row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(row: RegisterRow) -> Iterator[object]:
    for value in row.cells:
        yield f"'{value}" if is_dangerous(value) else value
