"""PDF documents in large type."""

from linli.base.printing.documents import FAMILY, close_pdf, open_pdf
from linli.base.printing.errors import FontMissing

__all__ = ["FAMILY", "FontMissing", "close_pdf", "open_pdf"]
