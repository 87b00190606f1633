"""From the text of a cell to an amount in fen, a day, a side. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from linli.money.banking.errors import AmountHuge, CellWrong, FractionOfFen

MOST_FEN = 10**13  # a hundred billion yuan: more than any estate ever holds
_RMB = {"", "人民币", "人民币元", "CNY", "RMB", "元", "01", "156", "001", "人民币CNY"}
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ]*(.*))?", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})[T ]*(.*)", re.DOTALL)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?|(\d{2})(\d{2})(\d{2})\d{0,6}")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?|[+-]?\d+(?:\.\d*)?|[+-]?\.\d+")


def plain(text: str) -> str:
    """Full-width signs made plain, and what exports put around numbers taken away."""
    text = unicodedata.normalize("NFKC", text).replace("\u00a0", " ").replace("\ufeff", "").strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.strip("'\t `").strip()


def read_amount(text: str, row: int = 0, column: str = "") -> int | None:
    """Signed fen; None for an empty cell or a dash.

    Raises CellWrong, FractionOfFen, AmountHuge with row and column.
    """
    words = plain(text).removeprefix("¥").removeprefix("¥").removeprefix("CNY").strip()
    words = words.removesuffix("元").replace("−", "-").replace(" ", "")
    if words in ("", "-", "--"):
        return None
    if words.startswith("(") and words.endswith(")"):
        words = "-" + words[1:-1]
    where: dict[str, Any] = {"row": row, "column": column, "text": text.strip()[:40]}
    if not _GROUPED.fullmatch(words):
        raise CellWrong(**where)
    try:
        fen = Decimal(words.replace(",", "")) * 100
    except InvalidOperation as error:
        raise CellWrong(**where) from error
    if abs(fen) > MOST_FEN:
        raise AmountHuge(**where)
    if fen != fen.to_integral_value():
        raise FractionOfFen(**where)
    return int(fen)


def read_moment(text: str, row: int = 0, column: str = "") -> tuple[date, time | None]:
    """Day and time: 20261103, 2026-11-03 14:22:01, 2026年11月3日. Raises CellWrong."""
    words = plain(text)
    found = _COMPACT.fullmatch(words) if words[:8].isdigit() else _DAY.fullmatch(words)
    if found:
        year, month, day, clock = found.groups()
        try:
            return date(int(year), int(month), int(day)), read_clock(clock or "")
        except ValueError:
            pass
    raise CellWrong(row=row, column=column, text=text.strip()[:40])


def read_clock(text: str) -> time | None:
    """The time of day; None where there is none. Raises ValueError for 25:00."""
    found = _CLOCK.fullmatch(plain(text))
    if not found:
        return None
    parts = [int(part) for part in found.groups() if part is not None]
    return time(parts[0], parts[1], parts[2] if len(parts) > 2 else 0)


def read_side(text: str) -> int:
    """+1 for 贷 (in), -1 for 借 (out), 0 for anything else."""
    words = plain(text)
    if words[:1] in ("贷", "收", "入") or words.upper() in ("C", "CR", "+", "存入", "转入"):
        return 1
    if words[:1] in ("借", "支", "出", "付") or words.upper() in ("D", "DR", "-", "转出"):
        return -1
    return 0


def is_rmb(text: str) -> bool:
    return plain(text).replace(" ", "").upper().replace("(本位币)", "") in _RMB


def digits_of(text: str) -> str:
    """The digits of an account number, however it is grouped."""
    return "".join(sign for sign in plain(text) if sign.isdigit())


def yuan(fen: int) -> str:
    """1234567 → "12,345.67": what messages show."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02}"
