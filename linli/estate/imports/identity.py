"""Citizen identity numbers (公民身份号码, GB 11643-1999): read, judged, never repaired."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from linli.estate.people.identities import check_digit

from .codes import Code
from .data import Cell
from .texts import is_ditto, says_nothing, says_unknown, squeeze

EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
FLOAT_TEXT = re.compile(r"[0-9]+\.0*")
MASKED = re.compile(r"[*●○•■□#＊]|[0-9]X{2,}|X{2,}[0-9]")
MISSING = re.compile(
    r"(无|没有|未|暂|待|缺|办理|补办|在办|正在|丢|遗失|遗忘|不清|不知|忘|不愿|拒绝|没带|没办|空|新生儿|"
    r"未上户)[^0-9]{0,12}|身份证(号)?|[^0-9A-Z]{0,8}(办理中|补办中|待补|未办)"
)
DOCUMENT_WORDS = re.compile(
    r"护照|军官|士官|士兵|军人|通行证|台胞|回乡|居留|居住证|永居|出生证|出生医学|户口[簿本]|军字|士字|文字第"
    r"|PASSPORT",
    re.IGNORECASE,
)
DOCUMENT_NUMBER = re.compile(r"[A-Z]{1,2}[0-9]{7,10}|[A-Z]{3}[0-9]{12}|[0-9]{8}[A-Z]")
APOSTROPHES = "'‘’`´′＇\""
SEPARATORS = re.compile(r"[/、,;|]|或|和|及")


@dataclass(frozen=True, slots=True)
class IdentityReading:
    """`number`: 18 characters, or None with the reason in `code` (ID_OLD_15 has both)."""

    number: str | None = None
    code: Code | None = None
    document: str | None = None


MISSING_READING = IdentityReading(code=Code.ID_MISSING)


def birth_of(number: str) -> date:
    """Date of birth in a valid 18-character number."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex_of(number: str) -> str:
    """男 for an odd sequence digit, 女 for an even one."""
    return "男" if int(number[16]) % 2 else "女"


def read_identity(value: Cell, as_of: date) -> IdentityReading:
    """Judge an identity cell. Numbers above 15 digits have lost their end and are refused."""
    if value is None or value == "" or is_ditto(value):
        return MISSING_READING
    if isinstance(value, str):
        return _read_text(value, as_of)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return IdentityReading(code=Code.ID_BAD_CHARACTERS)
    if abs(value) >= 1e15:
        return IdentityReading(code=Code.ID_SCIENTIFIC)
    return _read_text(squeeze(value), as_of)


@lru_cache(maxsize=65536)
def _read_text(raw: str, as_of: date) -> IdentityReading:
    text = squeeze(raw).lstrip(APOSTROPHES).replace("x", "X")
    if EIGHTEEN.fullmatch(text):
        return _judge_eighteen(text, as_of)
    if says_nothing(text) or says_unknown(text):
        return MISSING_READING
    if text.isascii() and text.isdigit():
        return _judge_digits(text, as_of)
    return _judge_other(text, raw, as_of)


def _judge_digits(text: str, as_of: date) -> IdentityReading:
    if len(text) == 15:
        return _judge_fifteen(text, as_of)
    two = len(text) in (30, 33, 36)
    return IdentityReading(code=Code.ID_TWO_IN_CELL if two else Code.ID_BAD_LENGTH)


def _judge_eighteen(text: str, as_of: date) -> IdentityReading:
    if check_digit(text[:17]) != text[17]:
        return IdentityReading(code=Code.ID_BAD_CHECK_DIGIT)
    try:
        born = birth_of(text)
    except ValueError:
        return IdentityReading(code=Code.ID_BAD_BIRTH_DATE)
    if born > as_of:
        return IdentityReading(code=Code.ID_BIRTH_IN_FUTURE)
    if born.year < 1880:
        return IdentityReading(code=Code.ID_BAD_BIRTH_DATE)
    return IdentityReading(text)


def _judge_fifteen(text: str, as_of: date) -> IdentityReading:
    first17 = text[:6] + "19" + text[6:]
    reading = _judge_eighteen(first17 + check_digit(first17), as_of)
    return IdentityReading(reading.number, Code.ID_OLD_15) if reading.number else reading


def _judge_other(text: str, raw: str, as_of: date) -> IdentityReading:
    """Whatever is not plain digits: first what it can be, then what is wrong with it."""
    upper = text.upper()
    if FLOAT_TEXT.fullmatch(upper):
        digits = upper.split(".")[0]
        if len(digits) > 15:
            return IdentityReading(code=Code.ID_SCIENTIFIC)
        return _judge_digits(digits, as_of)
    if SCIENTIFIC.fullmatch(upper):
        return IdentityReading(code=Code.ID_SCIENTIFIC)
    if _holds_two(raw, upper):
        return IdentityReading(code=Code.ID_TWO_IN_CELL)
    if DOCUMENT_WORDS.search(upper) or DOCUMENT_NUMBER.fullmatch(upper):
        return IdentityReading(code=Code.ID_OTHER_DOCUMENT, document=text)
    if MASKED.search(upper):
        return IdentityReading(code=Code.ID_MASKED)
    if MISSING.fullmatch(upper):
        return MISSING_READING
    if re.fullmatch(r"[0-9X]+", upper) and len(upper) != 18:
        return IdentityReading(code=Code.ID_BAD_LENGTH)
    return IdentityReading(code=Code.ID_BAD_CHARACTERS)


def _holds_two(raw: str, squeezed: str) -> bool:
    pieces = [p for p in SEPARATORS.split(squeezed) if len(re.sub(r"[^0-9X]", "", p)) >= 15]
    if len(pieces) >= 2 or re.search(r"[0-9]{17}[0-9X].?[0-9]{17}[0-9X]", squeezed):
        return True
    return sum(len(p) >= 15 for p in re.findall(r"[0-9X]+", raw.upper())) >= 2
