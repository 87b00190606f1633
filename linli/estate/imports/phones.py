"""Telephone numbers: 11-digit mobiles, and landlines with their area code (0319-2228888)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .codes import Code
from .data import Cell
from .texts import SPACES, plain, says_nothing, says_unknown, split_note

MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Area codes have 3 or 4 digits with the 0, local numbers 7 or 8.
LANDLINE = re.compile(r"0(10|2[0-9])[0-9]{8}|0[3-9][0-9]{2}[0-9]{7,8}")
EXTENSION = re.compile(r"(?:转|分机|EXT\.?|X)([0-9]{1,6})$", re.IGNORECASE)
SEPARATORS = re.compile(r"[/、,;|\n\r\t&\\]|或|和|及")
JOINERS = re.compile(r"[-‐‑‒–—―−_.·()（）]")
LABEL = re.compile(r"^[\u4e00-\u9fffA-Za-z]{1,8}[:]?(?=[(+0-9])|(?<=[0-9])[\u4e00-\u9fff]{1,8}$")
NO_PHONE = re.compile(r"(无|没有?|未留|不留|不用)(手机|电话|号码|联系方式|联系电话)?")


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """First and second number as digits; `code` if something of the cell was not used."""

    first: str | None = None
    second: str | None = None
    code: Code | None = None


NONE = PhoneReading()


def read_phones(value: Cell) -> PhoneReading:
    """Read one phone cell. 无, / and — mean none; a wrong length is refused, not repaired."""
    if value is None or value == "":
        return NONE
    if isinstance(value, bool):
        return PhoneReading(code=Code.PHONE_BAD)
    return _read_text(value if isinstance(value, str) else plain(value))


@lru_cache(maxsize=65536)
def _read_text(raw: str) -> PhoneReading:
    text = plain(raw)
    if MOBILE.fullmatch(text):
        return PhoneReading(text)
    squeezed = SPACES.sub("", text)
    if says_nothing(squeezed) or says_unknown(squeezed) or NO_PHONE.fullmatch(squeezed):
        return NONE
    return _read_pieces(text)


def _read_pieces(text: str) -> PhoneReading:
    outside, notes = split_note(text)
    if notes and not any(char.isdigit() for note in notes for char in note):
        text, noted = outside, True
    else:
        noted = False
    numbers: list[str] = []
    bad = False
    for piece in SEPARATORS.split(text):
        if not piece.strip():
            continue
        found, labelled = _read_piece(piece)
        noted |= labelled
        bad |= not found
        numbers += [number for number in found if number not in numbers]
    bad |= len(numbers) > 2
    code = Code.PHONE_BAD if bad or not numbers else Code.PHONE_NOTE if noted else None
    first, second, *_ = [*numbers, None, None]
    return PhoneReading(first, second, code)


def _read_piece(piece: str) -> tuple[list[str], bool]:
    """Numbers in a text without separators other than spaces; whether words stood beside."""
    bare = LABEL.sub("", piece.strip())
    labelled = bare != piece.strip()
    digits = JOINERS.sub("", SPACES.sub("", bare))
    if re.fullmatch(r"[0-9]{11}\.?0", SPACES.sub("", bare)) and "." in bare:
        digits = digits[:-1]
    digits = re.sub(r"^(\+|00)?86(?=1[0-9]{10}$)", "", digits)
    extension = EXTENSION.search(digits)
    if extension and LANDLINE.fullmatch(digits[: extension.start()]):
        return [digits[: extension.start()]], True
    if MOBILE.fullmatch(digits) or LANDLINE.fullmatch(digits):
        return [digits], labelled
    halves = [digits[:11], digits[11:]]
    if len(digits) == 22 and all(MOBILE.fullmatch(half) for half in halves):
        return halves, labelled
    words = [JOINERS.sub("", word) for word in piece.split()]
    if len(words) > 1 and all(MOBILE.fullmatch(w) or LANDLINE.fullmatch(w) for w in words):
        return words, labelled
    return [], labelled
