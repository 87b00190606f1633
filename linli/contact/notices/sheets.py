"""A notice on paper: A4, large type, a code that opens its page."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.utils.translation import gettext as _

from linli.base.printing.api import FAMILY, close_pdf, open_pdf
from linli.contact.notices.models import Notice

_QR = 38  # mm


def draw_notice(notice: Notice, estate: Any, address: str, *, english: bool) -> bytes:
    """As many pages as it takes; the code and the days stand at the end. Raises FontMissing."""
    title = notice.title_en if english and notice.title_en else notice.title_zh
    pdf = open_pdf(title, language="en" if english else "zh-Hans", size=18)
    _line(pdf, f"{estate.name}  " + _("公告") + f" {notice.number}", 14)
    _line(pdf, title, 30, bold=True)
    _line(pdf, notice.body_en if english else notice.body_zh, 20)
    pdf.ln(4)
    days = {"start": f"{notice.post_from:%Y-%m-%d}", "end": f"{notice.post_until:%Y-%m-%d}"}
    _line(pdf, f"{notice.place_words}  " + _("公示：%(start)s 至 %(end)s") % days, 14, bold=True)
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="png", scale=8, border=1)
    if pdf.get_y() + _QR + 20 > pdf.h - pdf.b_margin:
        pdf.add_page()
    pdf.image(picture, w=_QR, h=_QR, alt_text=address)
    _line(pdf, _("扫一扫，在手机上看。"), 14)
    if estate.hotline:
        _line(pdf, _("热线 %(number)s") % {"number": estate.hotline}, 16, bold=True)
    _line(pdf, _("封存码 %(seal)s") % {"seal": bytes(notice.seal).hex()[:12]}, 10)
    return close_pdf(pdf)


def _line(pdf: Any, text: str, size: float, *, bold: bool = False) -> None:
    pdf.set_font(FAMILY, style="B" if bold else "", size=size)
    pdf.multi_cell(0, size * 0.52, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1.5)
