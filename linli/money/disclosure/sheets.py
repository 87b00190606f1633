"""A statement as a file: .xlsx, .csv and PDF, each with the seal that it rests on."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from linli.base.printing.api import FAMILY, close_pdf, open_pdf
from linli.money.disclosure.data import Cell, Figures, PublicRate
from linli.money.disclosure.words import label_word
from linli.money.spending.api import PublicSpending, yuan

_TRIGGERS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Paper:
    """What a file of a quarter holds. `seal` and `digest` are empty while it is not published."""

    estate: str
    book: str
    quarter: str
    version: int
    figures: Figures
    rate: PublicRate
    cells: Sequence[Cell]
    spendings: dict[str, PublicSpending]
    seal: str = ""
    digest: str = ""
    published: str = ""
    reason: str = ""

    @property
    def title(self) -> str:
        return _("%(book)s收支公示 %(quarter)s") % {"book": self.book, "quarter": self.quarter}


def columns() -> list[str]:
    return [
        _("序号"), _("日期"), _("收或支"), _("项目"), _("说明"), _("对方"), _("楼栋"), _("笔数"),
        _("金额（元）"), _("凭证"), _("封存号"),
    ]  # fmt: skip


def rows_of(paper: Paper) -> list[list[str | int]]:
    """One row a line; sums of households show their month."""
    return [_row(n, cell, paper) for n, cell in enumerate(paper.cells, 1)]


def _row(n: int, cell: Cell, paper: Paper) -> list[str | int]:
    behind = paper.spendings.get(cell.source)
    day = f"{cell.day:%Y-%m}" if cell.entry_id is None else f"{cell.day}"
    return [
        cell.number or n, day, _("收") if cell.way == "in" else _("支"), label_word(cell.label),
        behind.purpose if behind else "", behind.payee if behind else "", cell.building,
        cell.count, yuan(cell.amount), len(behind.vouchers) if behind else 0, cell.seal or "",
    ]  # fmt: skip


def head_of(paper: Paper) -> list[tuple[str, str]]:
    figures, rate = paper.figures, paper.rate
    head = [
        (_("小区"), paper.estate), (_("哪本账"), paper.book), (_("哪一期"), paper.quarter),
        (_("期初余额（元）"), yuan(figures.opening)), (_("收入（元）"), yuan(figures.came_in)),
        (_("支出（元）"), yuan(figures.went_out)), (_("期末余额（元）"), yuan(figures.closing)),
    ]  # fmt: skip
    if rate.billed:
        head.append((_("已收/应收（元）"), f"{yuan(rate.paid)} / {yuan(rate.billed)}"))
    if paper.seal:
        head += [
            (_("第几版"), str(paper.version)), (_("公布时间"), paper.published),
            (_("账本封存的根"), paper.seal), (_("本期内容的哈希"), paper.digest),
        ]  # fmt: skip
    if paper.reason:
        head.append((_("更正说明"), paper.reason))
    return head


def write_workbook(paper: Paper) -> bytes:
    """Two sheets: the figures, the lines."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = _("总数")
    for label, value in head_of(paper):
        first.append([label, _safe(value)])
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 22, 70
    lines = book.create_sheet(_("明细"))
    lines.append(columns())
    for cell in lines[1]:
        cell.font = Font(bold=True)
    for row in rows_of(paper):
        lines.append([_safe(value) for value in row])
    lines.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_csv(paper: Paper) -> bytes:
    """UTF-8 with a mark, so that every table program reads it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns())
    for row in rows_of(paper):
        writer.writerow([_safe(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _safe(value: str | int) -> str | int:
    """A text that a table program would take for a formula stays a text."""
    if isinstance(value, str) and value.startswith(_TRIGGERS) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def write_pdf(paper: Paper) -> bytes:
    """A4 for the notice board. Raises FontMissing."""
    language = "en" if (get_language() or "").startswith("en") else "zh-Hans"
    pdf = open_pdf(paper.title, language=language, size=11)
    _line(pdf, paper.title, 18, bold=True)
    for label, value in head_of(paper):
        _line(pdf, label + _("：") + str(value), 10)
    pdf.set_font(FAMILY, size=8)
    widths = (8, 18, 8, 22, 42, 34, 16, 10, 22)
    with pdf.table(col_widths=widths, line_height=5, text_align="LEFT") as table:
        heading = table.row()
        for name in columns()[: len(widths)]:
            heading.cell(name)
        for row in rows_of(paper):
            line = table.row()
            for shown in row[: len(widths)]:
                line.cell(str(shown))
    return close_pdf(pdf)


def _line(pdf: Any, text: str, size: float, *, bold: bool = False) -> None:
    pdf.set_font(FAMILY, style="B" if bold else "", size=size)
    pdf.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1)
