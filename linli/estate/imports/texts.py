"""Cell values as clean text, and the words that stand for nothing or for "as above"."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from .data import Cell

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff]"
)
#: How Excel's file format writes control characters inside a text.
ESCAPED = re.compile(r"_x00(0[0-9A-Fa-f]|1[0-9A-Fa-f])_")
SPACES = re.compile(r"\s+")
BRACKETED = re.compile(r"[(\[{【〔「<《]([^()\[\]{}【】〔〕「」<>《》]*)[)\]}】〕」>》]")


def words(text: str) -> frozenset[str]:
    """A word list, written with spaces between."""
    return frozenset(text.split())


DITTO = words(
    """
    同上 同左 同前 上同 如上 同上行 同上户 同上一行 同上同 〃 ′′ ″ " "" '' ” “ “”
    ”” 〞 〝 ↑ ↥ ⇡ ^ 々 々々 ,, ditto DITTO Ditto
    """
)
NOTHING = words(
    """
    无 没有 - -- --- — —— – ― / // \\ 、 空 N/A n/a NA #N/A NULL null None none nil * 0
    。 . × x X 否 _ __ … ……
    """
)
UNKNOWN = words(
    """
    不详 未知 不清楚 不清 不明 待补 待补充 待查 待核 待核实 待定 待填 暂无 暂缺 缺 未填
    未提供 不提供 未登记 未报 ? ?? ???
    """
)


#: How a ditto cell may begin: by far the most cells are told apart by this alone.
DITTO_STARTS = frozenset(word[0] for word in DITTO) | set(" \u3000\t\n\r(（\u200b\ufeff\xa0”“")


def is_blank(value: Cell) -> bool:
    """Nothing visible in the cell."""
    if value is None or value == "":
        return True
    return isinstance(value, str) and not INVISIBLE.sub("", value).strip()


@lru_cache(maxsize=65536)
def _clean(text: str) -> str:
    text = ESCAPED.sub("", text) if "_x00" in text else text
    if text.isascii():
        return text.strip() if text.isprintable() else INVISIBLE.sub("", text).strip()
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()


def show_number(value: float) -> str:
    """`1502.0` → `1502`; a number too long to be exact stays in scientific notation."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(float(value))


def plain(value: Cell) -> str:
    """The cell as text: NFKC, without invisible marks and outer spaces; numbers without `.0`."""
    if isinstance(value, str):
        return _clean(value)
    if value is None or isinstance(value, bool):
        return "" if value is None else "是" if value else "否"
    if isinstance(value, (int, float)):
        return show_number(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def squeeze(value: Cell) -> str:
    """`plain` without any white space."""
    return _squeeze(value) if isinstance(value, str) else plain(value)


@lru_cache(maxsize=65536)
def _squeeze(text: str) -> str:
    return SPACES.sub("", _clean(text))


def raw_text(value: Cell) -> str:
    """What stood in the cell, short enough to show."""
    text = value if isinstance(value, str) else plain(value)
    return text if len(text) <= 200 else text[:199] + "…"


def is_ditto(value: Cell) -> bool:
    """同上, 〃, ↑ and their kin."""
    if not isinstance(value, str) or not value or len(value) > 12 or value[0] not in DITTO_STARTS:
        return False
    return value in DITTO or squeeze(value).strip("。.、()") in DITTO


def says_nothing(text: str) -> bool:
    """A word or mark for "none" (`text` is squeezed)."""
    return not text or text in NOTHING


def says_unknown(text: str) -> bool:
    """A word for "not known yet" (`text` is squeezed)."""
    return text in UNKNOWN or text.strip("()。") in UNKNOWN


def split_note(text: str) -> tuple[str, tuple[str, ...]]:
    """`张三(户主)` → `张三`, (`户主`,): the text outside brackets and the notes inside."""
    if not any(mark in text for mark in "([{【〔「<《"):
        return text, ()
    notes = tuple(note.strip() for note in BRACKETED.findall(text))
    return BRACKETED.sub("", text).strip(), notes
