"""Numbers on papers: identity numbers of a region that does not exist, phones of no operator."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from linli.estate.people.api import DisabilityCategory, check_digit

REGION = "130599"  # no county has this code
PHONE_PREFIX = "1990000"
_CATEGORY_DIGITS = dict(zip((k.value for k in DisabilityCategory), "1234567", strict=True))


def make_identity(birth: date, sequence: int) -> str:
    """An identity number with the right check digit; an odd `sequence` is a man's."""
    first17 = f"{REGION}{birth:%Y%m%d}{sequence:03}"
    return first17 + check_digit(first17)


def make_certificate(identity: str, category: str, grade: int) -> str:
    """A certificate number of a disabled person (DIS-02): identity, category, grade."""
    return f"{identity}{_CATEGORY_DIGITS[category]}{grade}"


@dataclass
class Papers:
    """Gives out numbers so that nobody gets one twice."""

    rng: Random
    _sequences: dict[tuple[date, int], int] = field(default_factory=dict)
    _phones: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._phones = list(range(100, 10_000))  # 0000 to 0099 belong to the named accounts
        self.rng.shuffle(self._phones)

    def give_identity(self, birth: date, sex: str) -> str:
        parity = 1 if sex == "male" else 0
        step = self._sequences.get((birth, parity), 0)
        self._sequences[birth, parity] = step + 1
        return make_identity(birth, 20 + 2 * step + parity)

    def give_phone(self) -> str:
        """`199-0000-xxxx`, eleven digits; "" when all ten thousand are given out."""
        return f"{PHONE_PREFIX}{self._phones.pop():04}" if self._phones else ""
