"""Statement files as three banks' net-banks export them, and builders of accounts and lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl

from linli.money.banking.api import (
    BankAccount,
    BankLine,
    confirm_statement,
    open_bank_account,
    preview_statement,
)
from linli.money.banking.cells import yuan

NUMBER = "1300012300045600789"


@dataclass(frozen=True)
class Move:
    """One movement for a file: signed fen, who, what for."""

    day: date
    amount: int
    name: str = "钱租"
    purpose: str = "物业费"
    account: str = "6222020402000001234"
    serial: str = ""


def make_bank_account(cast: Any, **over: Any) -> BankAccount:
    fields = {"book_code": "joint_account", "bank": "icbc", "title": "物业费共管账户",
              "holder": "祥和城小区业主委员会", "number": NUMBER}  # fmt: skip
    return open_bank_account(actor=cast.actor("accountant"), **{**fields, **over})


def icbc_rows(moves: Sequence[Move], opening: int = 0, number: str = NUMBER) -> list[list[str]]:
    """工商银行 企业网银: no totals, the header after one line, both sides in columns."""
    rows = [["[HISTORYDETAIL]"], ["凭证号", "本方账号", "对方账号", "交易时间", "借/贷",
            "借方发生额", "贷方发生额", "对方行号", "摘要", "用途", "对方单位名称", "余额",
            "个性化信息"]]  # fmt: skip
    balance = opening
    for move in moves:
        balance += move.amount
        came = yuan(move.amount) if move.amount > 0 else ""
        went = yuan(-move.amount) if move.amount < 0 else ""
        rows.append(
            [f"{move.serial or 0}\t", f"{number}\t", f"{move.account}\t",
             f"{move.day:%Y-%m-%d} 10:20:30", "贷" if move.amount > 0 else "借", went, came,
             "102138000001", "跨行汇款", move.purpose, move.name, yuan(balance), ""]
        )  # fmt: skip
    return rows


def ccb_rows(moves: Sequence[Move], opening: int = 0, number: str = NUMBER) -> list[list[str]]:
    """建设银行 对公: compact days, newest first, a line of totals at the end."""
    rows = [["账号", "账户名称", "交易时间", "借方发生额(支取)", "贷方发生额(收入)", "余额",
             "币种", "对方户名", "对方账号", "对方开户机构", "记账日期", "摘要", "备注",
             "账户明细编号-交易流水号", "企业流水号"]]  # fmt: skip
    body, balance = [], opening
    for n, move in enumerate(moves):
        balance += move.amount
        came = yuan(move.amount) if move.amount > 0 else "0.00"
        went = yuan(-move.amount) if move.amount < 0 else "0.00"
        body.append(
            [number, "祥和城小区业主委员会", f"{move.day:%Y%m%d} 10:20:30", went, came,
             yuan(balance), "人民币元", move.name, move.account, "邢台分行", f"{move.day:%Y%m%d}",
             "电子汇入", move.purpose, move.serial or f"1-{n:05}", ""]
        )  # fmt: skip
    total_in = sum(m.amount for m in moves if m.amount > 0)
    total_out = -sum(m.amount for m in moves if m.amount < 0)
    return rows + body[::-1] + [["合计", "", "", yuan(total_out), yuan(total_in)]]


def abc_rows(moves: Sequence[Move], opening: int = 0, number: str = NUMBER) -> list[list[str]]:
    """农业银行: title lines, one signed amount, sums in words below."""
    rows = [["中国农业银行账户明细"], [f"账号:{number}", "", "户名:祥和城小区业主委员会"],
            ["币种:人民币", "", f"起始日期:{moves[0].day:%Y-%m-%d}"],
            ["交易日期", "交易时间", "交易金额", "本次余额", "对方户名", "对方账号", "交易行名",
             "交易渠道", "交易类型", "交易用途", "交易摘要"]]  # fmt: skip
    balance = opening
    for move in moves:
        balance += move.amount
        sign = "+" if move.amount > 0 else ""
        rows.append(
            [f"{move.day:%Y-%m-%d}", "102030", f"{sign}{yuan(move.amount)}", yuan(balance),
             move.name, move.account, "邢台分行", "网上银行", "转账", move.purpose, "转存"]
        )  # fmt: skip
    came = [m.amount for m in moves if m.amount > 0]
    went = [-m.amount for m in moves if m.amount < 0]
    return [*rows, ["总收入", yuan(sum(came)), "收入笔数", str(len(came)),
                    "总支出", yuan(sum(went)), "支出笔数", str(len(went))]]  # fmt: skip


LAYOUTS = {"icbc": icbc_rows, "ccb": ccb_rows, "abc": abc_rows}


def as_csv(rows: Sequence[Sequence[str]], encoding: str = "gb18030") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(data)
    return data.getvalue()


def as_html(rows: Sequence[Sequence[str]]) -> bytes:
    """What some net-banks call .xls."""
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    return f"<html><body><table>{table}</table></body></html>".encode("gbk")


def bring_lines(
    cast: Any, account: BankAccount, moves: Sequence[Move], **over: Any
) -> list[BankLine]:
    """Confirm a statement with these movements; all lines of the account, oldest first."""
    data = as_csv(icbc_rows(moves, **over))
    actor = cast.actor("accountant")
    statement = preview_statement(data, "对账单.csv", account_id=account.pk, actor=actor)
    confirm_statement(statement.token, actor=actor)
    return list(BankLine.objects.filter(account=account).order_by("booked_on", "pk"))
