"""Paper for everybody: large type, Chinese and English, tagged with title and language."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF

from linli.base.printing.errors import FontMissing

FONTS = Path(__file__).resolve().parents[3] / "node_modules/@expo-google-fonts/noto-sans-sc"
FAMILY = "linli"
FACES = {"": "400Regular/NotoSansSC_400Regular.ttf", "B": "600SemiBold/NotoSansSC_600SemiBold.ttf"}
LARGE = 16  # points: what an elder reads without glasses at arm's length
MARGIN = 18  # mm


class _Document(FPDF):
    def normalize_text(self, text: str) -> str:
        """The type has no thin space, which pages set between thousands."""
        return str(super().normalize_text(text.replace("\u2009", "\u00a0")))


def open_pdf(
    title: str, *, language: str = "zh-Hans", size: float = LARGE, paper: str = "A4"
) -> FPDF:
    """A document with its first page begun and the type set: call `cell`, `multi_cell`, `output`.

    `size` is in points; `paper` is a name that fpdf knows ("A4", "A5"). Regular and bold ("B") of
    the family `linli`. Raises FontMissing where `make setup` has not run.
    """
    pdf = _Document(format=paper)
    for style, face in FACES.items():
        path = FONTS / face
        if not path.is_file():
            raise FontMissing
        pdf.add_font(FAMILY, style, path)
    pdf.set_title(title)
    pdf.set_lang(language)
    pdf.set_creator("Linli")
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(True, MARGIN)
    pdf.add_page()
    pdf.set_font(FAMILY, size=size)
    return pdf


def close_pdf(pdf: FPDF) -> bytes:
    """The finished document."""
    return bytes(pdf.output())
