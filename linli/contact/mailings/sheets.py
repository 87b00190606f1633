"""Paper for who is told by hand: the captain's list, and slips for the letter slots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.printing.api import FAMILY, close_pdf, open_pdf
from linli.contact.mailings.models import MailingRecipient

Rows = Sequence[tuple[MailingRecipient, str]]


def draw_list(title: str, rows: Rows, estate: Any) -> bytes:
    """A4, large type: plate, name, the words, a box to tick. Raises FontMissing."""
    heading = _("请转告：%(title)s") % {"title": title}
    pdf = open_pdf(heading, language=_language(), size=14)
    _line(pdf, str(estate.name) if estate else "", 12)
    _line(pdf, heading, 22, bold=True)
    _line(pdf, _("说到了就打勾，网页上也点一下。共 %(count)s 人。") % {"count": len(rows)}, 13)
    for row, words in rows:
        pdf.ln(2)
        _line(pdf, f"□ {row.home.plate if row.home else ''}  {row.person.name}", 17, bold=True)
        _line(pdf, words, 14)
    return close_pdf(pdf)


def draw_slips(title: str, rows: Rows, estate: Any) -> bytes:
    """One A5 page a person, to be put into the slot: the whole message in large type."""
    pdf = open_pdf(title, language=_language(), size=18, paper="A5")
    for number, (row, words) in enumerate(rows):
        if number:
            pdf.add_page()
        _line(pdf, f"{row.home.plate if row.home else ''}  {row.person.name}", 16)
        _line(pdf, title, 26, bold=True)
        _line(pdf, words, 20)
        if estate and estate.hotline:
            _line(pdf, _("热线 %(number)s") % {"number": estate.hotline}, 18, bold=True)
    return close_pdf(pdf)


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh-Hans"


def _line(pdf: Any, text: str, size: float, *, bold: bool = False) -> None:
    pdf.set_font(FAMILY, style="B" if bold else "", size=size)
    pdf.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1)
