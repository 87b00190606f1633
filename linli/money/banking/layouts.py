"""What the columns of bank files are called, and which bank a header belongs to. Pure data."""

from __future__ import annotations

import re

from linli.money.banking.cells import plain
from linli.money.banking.data import Bank, Column, Mapping
from linli.money.banking.errors import MappingDoubled, MappingIncomplete

WORDS: dict[Column, tuple[str, ...]] = {
    Column.DATE: ("交易日期", "记账日期", "入账日期", "交易时间", "交易时间戳", "日期", "交易日",
                  "记账日", "起息日期"),
    Column.TIME: ("交易时刻", "时间", "交易时间"),
    Column.MONEY_IN: ("贷方发生额", "贷方发生额(收入)", "贷方金额", "收入金额", "贷方", "收入",
                      "存入金额", "贷方发生额/元(收入)", "转入金额", "存入"),
    Column.MONEY_OUT: ("借方发生额", "借方发生额(支取)", "借方金额", "支出金额", "借方", "支出",
                       "支取金额", "借方发生额/元(支取)", "转出金额", "支取"),
    Column.AMOUNT: ("交易金额", "发生额", "金额", "交易金额(元)"),
    Column.SIDE: ("借/贷", "借贷", "借贷标志", "借贷方向", "收支", "收付标志", "收/支", "方向"),
    Column.BALANCE: ("余额", "账户余额", "本次余额", "交易后余额", "当前余额", "账面余额"),
    Column.SUMMARY: ("摘要", "交易摘要", "摘要描述", "交易类型"),
    Column.PURPOSE: ("用途", "交易用途", "交易说明", "资金用途"),
    Column.NOTE: ("附言", "交易附言", "备注", "个性化信息", "留言"),
    Column.NAME: ("对方户名", "对方单位名称", "对方名称", "对方单位", "对方账户名称", "户名(对方)",
                  "交易对方", "对方账户名"),
    Column.ACCOUNT: ("对方账号", "对方账户", "对方卡号/账号", "对方帐号", "交易对方账号"),
    Column.SERIAL: ("交易流水号", "流水号", "账户明细编号-交易流水号", "日志号", "交易序号",
                    "核心流水号", "凭证号", "银行流水号"),
    Column.OWN_ACCOUNT: ("本方账号", "账号", "本方帐号", "帐号", "查询账号"),
    Column.CURRENCY: ("币种", "货币", "币别"),
}  # fmt: skip
_MEANINGS = {word: column for column, words in reversed(WORDS.items()) for word in words}
# what only this bank's header has; the file of each ends with a line of totals or does not
_SIGNS: tuple[tuple[Bank, frozenset[str], bool], ...] = (
    (Bank.ICBC, frozenset({"本方账号", "对方单位名称", "借/贷"}), False),
    (Bank.CCB, frozenset({"账户明细编号-交易流水号", "对方开户机构"}), True),
    (Bank.ABC, frozenset({"本次余额", "交易行名"}), True),
    (Bank.ABC, frozenset({"收入金额", "支出金额", "交易附言"}), True),
)
_TOTAL = re.compile(
    r"^(本页|借方|贷方|收入|支出|总)?(合计|总计|小计|总额|汇总)|^总(收入|支出|笔数)|^(收入|支出|借方|贷方)(总|笔数)"
)


def header_word(text: str) -> str:
    return plain(text).replace(" ", "").replace("\n", "").removesuffix(":")


def read_header(cells: tuple[str, ...]) -> Mapping | None:
    """The mapping that a row of words means by itself; None when it is no header."""
    words = tuple(header_word(cell) for cell in cells)
    columns: list[Column] = []
    for word in words:
        column = _MEANINGS.get(word, Column.NONE)
        if column in columns:  # the second of its kind: a time beside a day, or nothing
            column = Column.TIME if word in ("交易时间", "时间") else Column.NONE
            column = Column.NONE if column in columns else column
        columns.append(column)
    mapping = Mapping(words, _prefer_day(words, columns))
    return mapping if _is_enough(mapping) else None


def _prefer_day(words: tuple[str, ...], columns: list[Column]) -> tuple[Column, ...]:
    """Where a file has a day of booking and a moment of trade in two columns, the moment stands
    for the day: it says more."""
    if "交易时间" in words and "记账日期" in words:
        where, other = words.index("交易时间"), words.index("记账日期")
        columns[where], columns[other] = Column.DATE, Column.NONE
    elif "交易时间" in words and "交易日期" in words:
        columns[words.index("交易日期")] = Column.DATE
        columns[words.index("交易时间")] = Column.TIME
    return tuple(columns)


def _is_enough(mapping: Mapping) -> bool:
    try:
        check_mapping(mapping)
    except (MappingIncomplete, MappingDoubled):
        return False
    return True


def check_mapping(mapping: Mapping) -> None:
    """Raises MappingIncomplete and MappingDoubled with the column at fault."""
    for column in set(mapping.columns) - {Column.NONE}:
        if mapping.columns.count(column) > 1:
            raise MappingDoubled(column=WORDS[column][0])
    if mapping.find(Column.DATE) < 0:
        raise MappingIncomplete(column=WORDS[Column.DATE][0])
    both = mapping.find(Column.MONEY_IN) >= 0 and mapping.find(Column.MONEY_OUT) >= 0
    if not both and mapping.find(Column.AMOUNT) < 0:
        raise MappingIncomplete(column=WORDS[Column.MONEY_IN][0])


def guess_bank(header: tuple[str, ...]) -> tuple[Bank, bool]:
    """The bank, and whether its files end with a line of totals."""
    words = set(header)
    for bank, signs, has_totals in _SIGNS:
        if signs <= words:
            return bank, has_totals
    return Bank.OTHER, False


def is_total(cells: tuple[str, ...]) -> bool:
    """Whether a row sums up instead of telling a movement."""
    first = next((plain(cell) for cell in cells if cell.strip()), "")
    return bool(_TOTAL.match(first)) or any(header_word(c) in ("合计", "总计") for c in cells)
