"""Paper of spending: a request with every hand, a home's year of the fund."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.printing.api import FAMILY, close_pdf, open_pdf
from linli.money.spending.fund import FundStatement
from linli.money.spending.rules import yuan


def draw_request(context: dict[str, Any], estate: Any) -> bytes:
    """A4: what for, to whom, how much, then each step with who and when. Raises FontMissing."""
    spending = context["spending"]
    title = _("支出申请 %(number)s") % {"number": spending.number}
    pdf = open_pdf(title, language=_language(), size=13)
    _line(pdf, str(estate.name) if estate else "", 12)
    _line(pdf, title, 20, bold=True)
    _line(pdf, _("%(amount)s 元") % {"amount": yuan(spending.amount)}, 18, bold=True)
    for label, value in (
        (_("用来做什么"), spending.purpose), (_("付给谁"), spending.payee),
        (_("从哪本账付"), context["book"]), (_("用途类别"), context["category"]),
        (_("合同"), spending.contract), (_("业主大会决定"), spending.decision),
        (_("现在"), context["state"][0]),
    ):  # fmt: skip
        if value:
            _line(pdf, str(label) + _("：") + str(value), 13)
    _line(pdf, _("每一步"), 15, bold=True)
    for entry in context["entries"]:
        note = f"({entry['note']})" if entry["note"] else ""
        _line(pdf, f"{entry['when_text']}  {entry['who']}  {entry['what']}{note}", 12)
    return close_pdf(pdf)


def draw_fund(statement: FundStatement, estate: Any) -> bytes:
    """A4: one home's part of the fund in a year. Raises FontMissing."""
    title = _("维修资金分户对账单 %(plate)s %(year)s 年") % {
        "plate": statement.plate, "year": statement.year,
    }  # fmt: skip
    pdf = open_pdf(title, language=_language(), size=13)
    _line(pdf, str(estate.name) if estate else "", 12)
    _line(pdf, title, 18, bold=True)
    _line(pdf, _("年初 %(amount)s 元") % {"amount": yuan(statement.opening)}, 14)
    for move in statement.moves:
        words = move.purpose or (_("存入") if move.amount > 0 else _("使用"))
        _line(pdf, f"{move.day}  {words}  {yuan(move.amount)}", 12)
    _line(pdf, _("年末 %(amount)s 元") % {"amount": yuan(statement.closing)}, 14, bold=True)
    return close_pdf(pdf)


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh-Hans"


def _line(pdf: Any, text: str, size: float, *, bold: bool = False) -> None:
    pdf.set_font(FAMILY, style="B" if bold else "", size=size)
    pdf.multi_cell(0, size * 0.5, str(text), new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1)
