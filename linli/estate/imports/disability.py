"""Disability (GB/T 26341-2010): category, grade 1 to 4, certificate number."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .codes import Code
from .data import Cell, Disability
from .texts import BRACKETED, is_ditto, says_nothing, says_unknown, squeeze, words

CATEGORIES = {
    "视力": "视力",
    "视残": "视力",
    "听力": "听力",
    "听残": "听力",
    "言语": "言语",
    "语言": "言语",
    "言残": "言语",
    "肢体": "肢体",
    "肢残": "肢体",
    "智力": "智力",
    "智残": "智力",
    "精神": "精神",
    "精残": "精神",
    "多重": "多重",
}
GRADES = {
    **dict.fromkeys(("一", "壹", "1", "I", "Ⅰ"), 1),
    **dict.fromkeys(("二", "贰", "2", "II", "两"), 2),
    **dict.fromkeys(("三", "叁", "3", "III"), 3),
    **dict.fromkeys(("四", "肆", "4", "IV"), 4),
}
CATEGORY = "|".join(CATEGORIES)
GRADE = r"(?:III|II|IV|I|[一二三四壹贰叁肆1-4])"
NO_WORDS = words(
    """
    无残疾 非残疾 非残疾人 健康 健全 正常 不是 没 N NO n no
    """
)
ONE = re.compile(
    rf"(?P<c>{CATEGORY})(?:残疾人?|障碍|类)?[-/,、:()]*(?P<g>{GRADE})?级?\)?|(?P<g2>{GRADE})级(?P<c2>{CATEGORY})"
    r"(?:残疾人?|障碍|类)?"
)
SEPARATORS = re.compile(r"[/,、;+和及兼]+")
CERT = re.compile(r"[0-9]{17}[0-9X][1-7][1-4](B[0-9])?")


@dataclass(frozen=True, slots=True)
class DisabilityReading:
    """What could be read; `raw` is the text, kept where it could not be read wholly."""

    items: tuple[Disability, ...] = ()
    raw: str = ""
    code: Code | None = None


NONE = DisabilityReading()


def read_disability(value: Cell, grade: Cell = None) -> DisabilityReading:
    """Read one cell (肢体二级), or a category and a grade cell together."""
    first, second = squeeze(value), squeeze(grade)
    if not first and not second:
        return NONE
    return _read_text(first, second)


@lru_cache(maxsize=4096)
def _read_text(text: str, grade: str) -> DisabilityReading:
    grade = "" if says_nothing(grade) or grade in NO_WORDS else grade
    if says_nothing(text) or text in NO_WORDS:
        return DisabilityReading(raw=grade, code=Code.DISABILITY_UNKNOWN) if grade else NONE
    raw = f"{text} {grade}".strip()
    if says_unknown(text) or is_ditto(text):
        return DisabilityReading(raw=raw, code=Code.DISABILITY_UNKNOWN)
    items = _read_items(text, grade)
    whole = bool(items) and all(item.grade for item in items)
    return DisabilityReading(items, raw, None if whole else Code.DISABILITY_UNKNOWN)


def _read_items(text: str, grade: str) -> tuple[Disability, ...]:
    joined = text + grade if grade and not re.search(rf"{GRADE}级?$", text) else text
    outside = _read_list(BRACKETED.sub("", joined.upper()))
    if outside and all(item.grade for item in outside):
        return outside
    return _read_list(BRACKETED.sub(lambda match: match[1], joined.upper()))


def _read_list(joined: str) -> tuple[Disability, ...]:
    joined = re.sub(r"(?<=级)残疾人?$", "", joined)
    items = []
    position = 0
    while position < len(joined):
        found = ONE.match(joined, position)
        if not found:
            return ()
        level = GRADES.get(found["g"] or found["g2"] or "")
        items.append(Disability(CATEGORIES[found["c"] or found["c2"]], level))
        position = found.end()
        gap = SEPARATORS.match(joined, position)
        position = gap.end() if gap else position
    return tuple(items)


def read_cert(value: Cell) -> tuple[str | None, Code | None]:
    """Number of the disability certificate: identity number, category digit, grade digit."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return None, Code.CERT_UNREADABLE
    text = squeeze(value).lstrip("'‘’`").upper()
    if says_nothing(text) or says_unknown(text) or is_ditto(text):
        return None, None
    return (text, None) if CERT.fullmatch(text) else (None, Code.CERT_UNREADABLE)
