"""The four clears as a workbook: figures, and what is missing where."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from linli.base.calendars.api import SHANGHAI
from linli.estate.places.data import Clear
from linli.matters.clears.data import ClearsRow, Lack
from linli.matters.clears.labels import CLEARS, FACTS, STATES


def write_clears(rows: list[ClearsRow], lacks: list[Lack], mark: str) -> bytes:
    """Two sheets; each share with its numerator and denominator, every text stored as text."""
    book = Workbook(write_only=True)
    _figures(book.create_sheet(_("四清")), rows, mark)
    _lacks(book.create_sheet(_("缺和旧的")), lacks, mark)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _figures(sheet: WriteOnlyWorksheet, rows: list[ClearsRow], mark: str) -> None:
    sheet.append([_text(sheet, mark)])
    words = [_("应清"), _("齐全"), _("齐全且新")]
    head = [f"{CLEARS[clear]} {word}" for clear in Clear for word in words]
    sheet.append([_text(sheet, word, bold=True) for word in (_("地方"), *head)])
    for row in rows:
        cells: list[object] = [_text(sheet, row.name or _("楼外"))]
        for clear in Clear:
            one = row.clears[clear]
            cells += [one.complete.denominator, one.complete.numerator, one.fresh.numerator]
        sheet.append(cells)


def _lacks(sheet: WriteOnlyWorksheet, lacks: list[Lack], mark: str) -> None:
    sheet.append([_text(sheet, mark)])
    head = (_("门牌"), _("项目"), _("情况"), _("最早一次核对"))
    sheet.append([_text(sheet, word, bold=True) for word in head])
    for lack in lacks:
        for fact, state in lack.facts.items():
            oldest = lack.oldest.astimezone(SHANGHAI).date() if lack.oldest else None
            cells = (lack.plate, str(FACTS[fact]), str(STATES[state]))
            sheet.append([*(_text(sheet, cell) for cell in cells), oldest])


def _text(sheet: WriteOnlyWorksheet, value: str, *, bold: bool = False) -> object:
    """A text is a text, whatever sign it begins with."""
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in "=+-@"
    if bold:
        cell.font = Font(bold=True)
    return cell
