"""What a statement file says about the whole, above its header and below its lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from linli.money.banking.cells import digits_of, plain, read_amount
from linli.money.banking.data import Column, Facts, Mapping, SheetRow
from linli.money.banking.errors import StatementRefused
from linli.money.banking.layouts import header_word, is_total

_KEYS: dict[str, tuple[str, ...]] = {
    "own_number": ("账号", "查询账号", "本方账号", "账户", "帐号", "卡号/账号"),
    "currency": ("币种", "货币", "币别"),
    "opening": ("期初余额", "上期余额", "承前余额", "起始余额"),
    "closing": ("期末余额", "本期余额", "截止余额"),
    "total_in": ("贷方合计", "贷方发生总额", "收入合计", "总收入", "贷方总额", "收入总额",
                 "贷方发生额合计", "收入总金额"),
    "total_out": ("借方合计", "借方发生总额", "支出合计", "总支出", "借方总额", "支出总额",
                  "借方发生额合计", "支出总金额"),
    "count": ("总笔数", "合计笔数", "交易笔数", "记录数"),
    "count_in": ("贷方笔数", "收入笔数", "贷方总笔数"),
    "count_out": ("借方笔数", "支出笔数", "借方总笔数"),
}  # fmt: skip
_MEANS = {word: key for key, words in _KEYS.items() for word in words}
_NUMBER = re.compile(r"[-\d,.]+")


def read_facts(above: Sequence[SheetRow], below: Sequence[SheetRow], mapping: Mapping) -> Facts:
    """Raises a StatementRefused where a sum below the lines cannot be read."""
    found: dict[str, Any] = {}
    places: dict[str, int] = {}
    for row in (*above, *below):
        for key, text in _pairs(row):
            value = _read(key, text)
            if value not in (None, "") and key not in found:
                found[key], places[key] = value, row.number
    for row in below:
        if is_total(row.cells):
            for key, value in _columns(row, mapping).items():
                if key not in found:
                    found[key], places[key] = value, row.number
    sums = [places[key] for key in found if key.startswith(("total", "count"))]
    return Facts(**found, totals_row=max(sums, default=0), places=places)


def _pairs(row: SheetRow) -> Iterator[tuple[str, str]]:
    """ "账号:6222…" in one cell, or a word and its value in two neighbouring cells."""
    cells = [plain(cell) for cell in row.cells]
    for n, cell in enumerate(cells):
        for part in re.split(r"[\s;,](?=[^\d\s])", cell) if ":" in cell else [cell]:
            word, colon, value = part.partition(":")
            key = _MEANS.get(header_word(word))
            if key is None:
                continue
            following = cells[n + 1] if n + 1 < len(cells) else ""
            yield key, value.strip() if colon and value.strip() else following


def _read(key: str, text: str) -> Any:
    if key == "currency":
        return text
    if key == "own_number":
        digits = digits_of(text)
        return digits if len(digits) >= 8 else ""
    if key.startswith("count"):
        digits = "".join(_NUMBER.findall(text)).replace(",", "")
        return int(digits) if digits.isdigit() else None
    try:
        return read_amount(text)
    except StatementRefused:
        return None


def _columns(row: SheetRow, mapping: Mapping) -> dict[str, int]:
    """Sums that stand under their columns, as in a table's last row."""
    found = {}
    for key, column in (("total_in", Column.MONEY_IN), ("total_out", Column.MONEY_OUT)):
        place = mapping.find(column)
        if place >= 0 and row.at(place).strip():
            value = read_amount(row.at(place), row.number, mapping.header[place])
            if value is not None:
                found[key] = value
    return found
