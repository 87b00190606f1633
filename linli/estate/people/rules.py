"""Names, numbers and masks: pure decisions about people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from linli.estate.people.data import DisabilityCategory
from linli.estate.people.identities import check_digit

TOKEN_LENGTH = 20
PINYIN_LENGTH = 120
_IDENTITY = re.compile(r"[0-9]{17}[0-9X]")
_CERTIFICATE = re.compile(r"[0-9]{17}[0-9X][1-7][1-4]")
_NOT_IN_NAMES = re.compile(r"[\s·•・.\-]+")

# read otherwise as a surname than inside a word
SURNAMES = {
    "单于": "chan yu", "尉迟": "yu chi", "长孙": "zhang sun", "澹台": "tan tai", "万俟": "mo qi",
    "宇文": "yu wen", "令狐": "ling hu", "单": "shan", "解": "xie", "曾": "zeng", "仇": "qiu",
    "查": "zha", "盖": "ge", "区": "ou", "朴": "piao", "任": "ren", "华": "hua", "翟": "zhai",
    "乐": "yue", "覃": "qin", "种": "chong", "员": "yun", "召": "shao", "缪": "miao", "洗": "xian",
    "冼": "xian", "秘": "bi", "幺": "yao", "繁": "po", "折": "she", "黑": "he", "燕": "yan",
    "纪": "ji", "宁": "ning", "訾": "zi", "逄": "pang", "晁": "chao", "郗": "xi", "薄": "bo",
    "哈": "ha", "尹": "yin", "柏": "bai", "车": "che", "藏": "zang", "牟": "mou", "隗": "wei",
}  # fmt: skip

CERTIFICATE_CATEGORIES = dict(zip("1234567", DisabilityCategory, strict=True))


@lru_cache(maxsize=16384)
def _syllables(name: str) -> tuple[str, ...]:
    surname = next((name[:n] for n in (2, 1) if name[:n] in SURNAMES), "")
    head = SURNAMES[surname].split() if surname else []
    rest = lazy_pinyin(name[len(surname) :], style=Style.NORMAL)
    return (*head, *(part.lower() for part in rest))


def plain_name(name: str) -> str:
    """A name without spaces and middle dots: the form in which names are compared."""
    return _NOT_IN_NAMES.sub("", name)


def search_keys(name: str) -> tuple[str, list[str]]:
    """Sort key in pinyin ("zhang xiu lan") and search tokens of a name.

    Tokens: each character, each pair of neighbours, the beginnings of the initials ("z", "zx") and
    of the pinyin written together ("zh" … "zhangxiulan"). An empty name has none.
    """
    bare = plain_name(name).lower()
    if not bare:
        return "", []
    syllables = _syllables(bare)
    together, initials = "".join(syllables), "".join(s[0] for s in syllables if s)
    tokens = dict.fromkeys(bare)
    tokens |= dict.fromkeys(bare[i : i + 2] for i in range(len(bare) - 1))
    tokens |= dict.fromkeys(initials[:n] for n in range(1, min(len(initials), TOKEN_LENGTH) + 1))
    tokens |= dict.fromkeys(together[:n] for n in range(2, min(len(together), TOKEN_LENGTH) + 1))
    given = "".join(syllables[1:])[:TOKEN_LENGTH]
    if len(given) > 1:
        tokens[given] = None
    return " ".join(syllables)[:PINYIN_LENGTH], list(tokens)


def tokens_of_query(word: str) -> list[str]:
    """The tokens that a person must all have to be found by this one word (no digits in it)."""
    bare = plain_name(word).lower()
    if not bare:
        return []
    if bare.isascii():
        return [bare[:TOKEN_LENGTH]]
    return [bare] if len(bare) == 1 else [bare[i : i + 2] for i in range(len(bare) - 1)]


def birth_in_identity(number: str) -> date | None:
    """The day of birth that an identity number states; None where there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def tidy_identity(text: str) -> str:
    """An identity number as typed, without spaces and with a capital X."""
    return re.sub(r"[\s\u3000]+", "", text).upper()


def is_identity(number: str) -> bool:
    """Whether these 18 characters are an identity number: form, day of birth, check digit."""
    return (
        bool(_IDENTITY.fullmatch(number))
        and check_digit(number[:17]) == number[17]
        and birth_in_identity(number) is not None
    )


def tidy_phone(text: str) -> str:
    """A number as it is kept: no spaces, no country code before a mobile ("+86 139…" is 139…)."""
    number = re.sub(r"[\s\u3000]+", "", text)
    return re.sub(r"^(?:\+|00)86-?(?=1\d{10}$)", "", number)[:20]


def mask_identity(number: str) -> str:
    """`13059******618X`: region and the last four; all stars where it is short."""
    return number[:5] + "*" * 6 + number[-4:] if len(number) >= 15 else "*" * len(number)


def mask_phone(phone: str) -> str:
    """`138****1234`; a short number shows its last two digits."""
    digits = phone.strip()
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * max(len(digits) - 2, 0) + digits[-2:]


def mask_name(name: str) -> str:
    """`张*兰`, `王*`: for lists that hang on a wall."""
    if len(name) <= 2:
        return name[:1] + "*" * max(len(name) - 1, 0)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def age_on(birth_date: date | None, day: date) -> int | None:
    """Full years of age; None when the birth day is not known."""
    if birth_date is None:
        return None
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


@dataclass(frozen=True)
class Certificate:
    """What a certificate number of a disabled person says (DIS-02)."""

    identity: str
    category: DisabilityCategory
    grade: int


def read_certificate(text: str) -> Certificate | None:
    """Parse a 20-character certificate number: identity number, category, grade (DIS-02).

    A reissued certificate carries "B1", "B2" behind; that part is not read. None when the form or
    the check digit is wrong.
    """
    number = re.sub(r"B[0-9]$", "", tidy_identity(text))
    if not _CERTIFICATE.fullmatch(number) or not is_identity(number[:18]):
        return None
    return Certificate(number[:18], CERTIFICATE_CATEGORIES[number[18]], int(number[19]))


def is_similar_name(one: str, two: str) -> bool:
    """Whether two names may be one: equal, one within the other, or one character apart."""
    a, b = plain_name(one), plain_name(two)
    if not a or not b:
        return False
    if a == b or (min(len(a), len(b)) > 1 and (a in b or b in a)):
        return True
    if len(a) == len(b):
        return len(a) > 1 and sum(x != y for x, y in zip(a, b, strict=True)) == 1
    return False
