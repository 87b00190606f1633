"""A bill on paper, in large type."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.printing.api import FAMILY, close_pdf, open_pdf
from linli.money.fees.words import say_yuan


def draw_bill(card: Any, payer: str, estate: Any) -> bytes:
    """A5: who, what for, how it was reckoned, how much, by when, where to ask. Raises FontMissing.

    `card` is a `parts.BillCard` with its lines.
    """
    bill = card.bill
    title = _("%(charge)s账单") % {"charge": card.charge}
    language = "en" if (get_language() or "").startswith("en") else "zh-Hans"
    pdf = open_pdf(f"{title} {bill.number}", language=language, size=13, paper="A5")
    write(pdf, estate.name, 12)
    write(pdf, title, 22, bold=True)
    write(pdf, f"{bill.home.place.plate}  {payer}", 16, bold=True)
    write(pdf, f"{card.period}  {card.span}  {bill.number}", 12)
    for line in card.lines:
        pdf.ln(1)
        sum_words = _("%(yuan)s 元") % {"yuan": say_yuan(line.amount)}
        write(pdf, f"{line.title}  {sum_words}", 13, bold=True)
        words = "  ".join(part for part in (line.how, line.ground) if part)
        write(pdf, words, 11)
    pdf.ln(2)
    write(pdf, _("应交 %(yuan)s 元") % {"yuan": say_yuan(bill.amount_fen)}, 20, bold=True)
    if bill.paid_fen:
        paid = {"yuan": say_yuan(bill.paid_fen), "left": say_yuan(bill.open_fen)}
        write(pdf, _("已交 %(yuan)s 元，还差 %(left)s 元") % paid, 14)
    write(pdf, _("请在 %(day)s 前交。") % {"day": bill.due_on.isoformat()}, 14)
    write(
        pdf,
        _("手机上、服务中心窗口、银行转账都能交。觉得不对或一时交不上，请打电话或来窗口说。"),
        12,
    )
    if estate.hotline:
        write(pdf, _("热线 %(number)s") % {"number": estate.hotline}, 15, bold=True)
    return close_pdf(pdf)


def write(pdf: Any, text: str, size: float, *, bold: bool = False) -> None:
    """A paragraph of this size in points; nothing for an empty one."""
    if not text:
        return
    pdf.set_font(FAMILY, style="B" if bold else "", size=size)
    pdf.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(0.5)
