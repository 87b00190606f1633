"""One entry on one page of A4, in large type, with the way to the page itself."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.printing.api import FAMILY, close_pdf, open_pdf
from linli.matters.guides.data import EntryCard
from linli.matters.guides.labels import PARTS

_QR = 34  # mm
SIZES = (16.0, 14.0, 12.5, 11.0, 9.5)


def draw_entry(card: EntryCard, href: str, estate: Any) -> bytes:
    """The largest type in which the entry fits on one page."""
    for size in SIZES:
        pdf = _draw(card, href, estate, size)
        if pdf.pages_count == 1:
            break
    return close_pdf(pdf)


def _draw(card: EntryCard, href: str, estate: Any, size: float) -> Any:
    language = "en" if (get_language() or "").startswith("en") else "zh-Hans"
    pdf = open_pdf(card.title, language=language, size=size)
    pdf.image(_code(href), x=210 - 18 - _QR, y=16, w=_QR, h=_QR, alt_text=href)
    width = 210 - 36 - _QR - 4
    _line(pdf, card.title, size * 1.6, width, bold=True)
    _line(pdf, str(estate.name) if estate else "", size, width)
    pdf.set_y(max(pdf.get_y(), 16 + _QR + 3))
    for part in card.parts:
        _line(pdf, str(PARTS[part.code]), size, 0, bold=True)
        _line(pdf, part.text, size, 0)
    _line(pdf, _foot(card, estate), size * 0.75, 0)
    return pdf


def _foot(card: EntryCard, estate: Any) -> str:
    words = []
    if card.is_demo:
        words.append(_("演示内容，不是真的规定。"))
    if card.valid_until:
        word = (
            _("有效期到 %(day)s，已经过了，先打电话问。")
            if card.is_expired
            else _("有效期到 %(day)s。")
        )
        words.append(word % {"day": f"{card.valid_until:%Y-%m-%d}"})
    if estate and estate.hotline:
        words.append(_("看不明白，打热线 %(number)s。") % {"number": estate.hotline})
    return " ".join(words)


def _line(pdf: Any, text: str, size: float, width: float, *, bold: bool = False) -> None:
    if not text:
        return
    pdf.set_font(FAMILY, style="B" if bold else "", size=size)
    pdf.multi_cell(width, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1 if bold else 2)


def _code(url: str) -> io.BytesIO:
    buffer = io.BytesIO()
    segno.make(url, error="m").save(buffer, kind="png", scale=8, border=1)
    buffer.seek(0)
    return buffer
