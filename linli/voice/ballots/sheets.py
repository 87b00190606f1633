"""Ballots on paper: one page a head, a number, a code, and a stub that the voter keeps."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.calendars.api import SHANGHAI
from linli.base.printing.api import FAMILY, close_pdf, open_pdf
from linli.voice.ballots.api import AgendaItem, PaperBallot, plates_of
from linli.voice.ballots.labels import area_words, choice_options

_QR = 28  # mm


def draw_papers(papers: Sequence[PaperBallot], estate: Any, address: Callable[[Any], str]) -> bytes:
    """A4, large type, no names: the number finds the ballot again. Raises FontMissing."""
    assembly = papers[0].assembly
    items = list(assembly.items.order_by("position"))
    title = _("业主大会选票 %(code)s") % {"code": assembly.code}
    language = "en" if (get_language() or "").startswith("en") else "zh-Hans"
    pdf = open_pdf(title, language=language, size=15)
    for number, paper in enumerate(papers):
        if number:
            pdf.add_page()
        _draw(pdf, paper, items, estate, address(paper.token))
    return close_pdf(pdf)


def _draw(pdf: Any, paper: PaperBallot, items: Sequence[AgendaItem], estate: Any, to: str) -> None:
    assembly, top = paper.assembly, pdf.get_y()
    picture = io.BytesIO()
    segno.make(to, error="m").save(picture, kind="png", scale=6, border=1)
    pdf.image(picture, x=pdf.w - pdf.r_margin - _QR, y=top, w=_QR, h=_QR, alt_text=to)
    _line(pdf, f"{estate.name}", 12)
    _line(pdf, _("业主大会选票 %(code)s") % {"code": assembly.code}, 22, bold=True)
    _line(pdf, _("纸票编号 %(number)s") % {"number": f"{paper.number:05}"}, 15, bold=True)
    plates = "、".join(plates_of(paper.voter))
    more = _(" 等 %(count)s 套") % {"count": paper.voter.unit_count} if len(plates) > 60 else ""
    _line(pdf, f"{plates}{more}  {area_words(paper.voter.area_cm2)}", 13)
    closes = f"{assembly.closes_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    _line(
        pdf,
        _("每个议题只在一个框里打勾。%(when)s 前交到服务中心，或交给楼长。") % {"when": closes},
        13,
    )
    for item in items:
        pdf.ln(3)
        _line(pdf, f"{item.position}. {item.title}", 17, bold=True)
        if item.text:
            _line(pdf, item.text, 12)
        _line(pdf, "      ".join(f"□ {word}" for _value, word in choice_options()), 18)
    pdf.ln(5)
    _line(pdf, _("业主签名：________________    日期：____________"), 14)
    pdf.ln(4)
    _line(pdf, "- " * 46, 9)
    words = {"code": assembly.code, "receipt": paper.receipt}
    _line(pdf, _("回执，请撕下留好。大会 %(code)s，回执码 %(receipt)s") % words, 14, bold=True)
    _line(pdf, _("结果公布后，凭它在公布的文件里找到您这一票，看看数得对不对。"), 12)


def _line(pdf: Any, text: str, size: float, *, bold: bool = False) -> None:
    pdf.set_font(FAMILY, style="B" if bold else "", size=size)
    width = pdf.epw - _QR - 4 if pdf.get_y() < pdf.t_margin + _QR else 0
    pdf.multi_cell(width, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1)
