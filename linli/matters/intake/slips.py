"""The reply slip: what an elder takes home from the letter box."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.calendars.api import SHANGHAI
from linli.base.printing.api import FAMILY, close_pdf, open_pdf
from linli.matters.handling.api import Matter

_QR = 62  # mm: read by an old phone at arm's length


def draw_slip(matter: Matter, follow_url: str, estate: Any) -> bytes:
    """One page of A5: the number, what was written, until when, and how to follow it."""
    language = "en" if (get_language() or "").startswith("en") else "zh-Hans"
    title = _("回执 %(number)s") % {"number": matter.number}
    pdf = open_pdf(title, language=language, size=15, paper="A5")
    _line(pdf, str(estate.name) if estate else "", 15)
    _line(pdf, _("您的来信收到了"), 24, bold=True)
    _line(pdf, matter.number, 34, bold=True)
    _line(pdf, matter.title, 15)
    when = timezone.localtime(matter.respond_by, SHANGHAI)
    _line(pdf, _("%(when)s 前有人答复您。") % {"when": f"{when:%Y-%m-%d %H:%M}"}, 15)
    pdf.ln(2)
    pdf.image(_code(follow_url), w=_QR, h=_QR, alt_text=follow_url)
    _line(pdf, _("扫一扫，看办到哪一步。"), 15)
    if estate and estate.hotline:
        _line(pdf, _("或打热线 %(number)s，报上面的编号。") % {"number": estate.hotline}, 15)
    return close_pdf(pdf)


def _line(pdf: Any, text: str, size: float, *, bold: bool = False) -> None:
    pdf.set_font(FAMILY, style="B" if bold else "", size=size)
    pdf.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1.5)


def _code(url: str) -> io.BytesIO:
    buffer = io.BytesIO()
    segno.make(url, error="m").save(buffer, kind="png", scale=8, border=1)
    buffer.seek(0)
    return buffer
