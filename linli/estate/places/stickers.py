"""QR stickers to hang up: whoever scans one reports with the place already chosen."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import segno
from django.utils.translation import gettext as _
from fpdf import FPDF

from linli.base.printing.api import FAMILY, close_pdf, open_pdf
from linli.estate.places.models import Place

COLUMNS, ROWS = 2, 3
LEFT, TOP, WIDTH, HEIGHT = 15, 15, 90, 89  # mm; six stickers on A4
QR = 52


def print_stickers(places: Sequence[Place], address: Callable[[Place], str]) -> bytes:
    """A PDF with six large stickers a page: plate, code, and what to do in words.

    `address` gives the whole URL that the code holds. Raises FontMissing.
    """
    pdf = open_pdf(_("扫码说事"))
    pdf.set_auto_page_break(False)
    for n, place in enumerate(places):
        slot = n % (COLUMNS * ROWS)
        if n and not slot:
            pdf.add_page()
        x, y = LEFT + slot % COLUMNS * WIDTH, TOP + slot // COLUMNS * HEIGHT
        _draw(pdf, place, address(place), x, y)
    return close_pdf(pdf)


def _draw(pdf: FPDF, place: Place, address: str, x: float, y: float) -> None:
    pdf.set_draw_color(120)
    pdf.rect(x, y, WIDTH - 4, HEIGHT - 4, round_corners=True, corner_radius=3)
    pdf.set_fill_color(31, 78, 140)
    pdf.rect(x + 4, y + 4, WIDTH - 12, 13, style="F", round_corners=True, corner_radius=2)
    pdf.set_text_color(255)
    pdf.set_font(FAMILY, "B", 20 if len(place.plate) < 12 else 13)
    pdf.set_xy(x + 4, y + 4)
    pdf.cell(WIDTH - 12, 13, place.plate, align="C")
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="png", scale=8, border=2)
    pdf.image(picture, x + (WIDTH - 4 - QR) / 2, y + 18, QR, QR, alt_text=place.plate)
    pdf.set_text_color(0)
    pdf.set_font(FAMILY, "", 14)
    pdf.set_xy(x, y + 18 + QR)
    pdf.cell(WIDTH - 4, 8, _("这里有事？扫一扫告诉我们"), align="C")
