"""Facts about a home that some registers carry: area and tenure."""

import re
from decimal import Decimal

from .codes import Code
from .data import Cell
from .texts import is_ditto, says_nothing, says_unknown, squeeze

AREA = re.compile(
    r"([0-9]{1,4}(?:\.[0-9]{1,4})?)(?:㎡|M2|M\^2|平方米|平方|平米|平)?", re.IGNORECASE
)
TENURES = (
    ("public_rental", re.compile(r"公租|公共租赁|公房|直管公房|保障房租赁|公廉租")),
    ("low_rent", re.compile(r"廉租")),
    ("shared", re.compile(r"共有产权|部分产权|共有")),
    ("private_rental", re.compile(r"^(租赁|出租|私租|租房|租住|承租|转租)$")),
    (
        "owned",
        re.compile(
            r"自有|已购|商品房|产权房|全产权|私有|私产|自购|购买|经济适用|经适|有产权|产权$|^有$|房改|自住"
        ),
    ),
)


def read_area(value: Cell) -> tuple[int | None, Code | None]:
    """Area in cm². `59.8㎡` → 598000."""
    text = squeeze(value)
    if says_nothing(text) or says_unknown(text) or is_ditto(value):
        return None, None
    found = AREA.fullmatch(text)
    area = int(Decimal(found[1]) * 10_000) if found else 0
    return (area, None) if area else (None, Code.AREA_UNREADABLE)


def read_tenure(value: Cell) -> tuple[str | None, str, Code | None]:
    """(kind, words, code): public_rental, low_rent, owned, shared, private_rental."""
    text = squeeze(value)
    if says_nothing(text) or says_unknown(text) or is_ditto(value):
        return None, "", None
    kinds = [kind for kind, pattern in TENURES if pattern.search(text)]
    if (
        re.search(r"^(非|无|没有?|未)", text)
        or not kinds
        or {"owned", "public_rental"} <= set(kinds)
    ):
        return None, text, Code.TENURE_UNKNOWN
    return kinds[0], text, None
