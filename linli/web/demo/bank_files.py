"""Statement files as a bank's net-bank exports them (the layout of 工商银行), for an account that
nobody has."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date

from linli.base.accounts.api import Actor
from linli.money.banking.api import (
    BankLine,
    account_of_book,
    claim_line,
    confirm_statement,
    preview_statement,
    yuan,
)
from linli.money.ledger.api import JOINT

NUMBER = "0599000012300045678"  # no bank has this region
_HEADER = (
    "凭证号", "本方账号", "对方账号", "交易时间", "借/贷", "借方发生额", "贷方发生额",
    "对方行号", "摘要", "用途", "对方单位名称", "余额", "个性化信息",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """One movement: signed fen, who, what for; `claim` says what it stands for in the books."""

    day: date
    amount: int
    name: str
    purpose: str
    account: str = ""
    claim: str = ""
    serial: str = ""


@dataclass
class BankFile:
    """Movements of the joint account since `opening` (fen), as they come."""

    opening: int = 0
    moves: list[Move] = field(default_factory=list)

    def add(self, move: Move) -> None:
        self.moves.append(move)

    def bring(self, actor: Actor) -> dict[str, int]:
        """Take the statement in and claim what is known; the lines by the bank's number."""
        moves = sorted(self.moves, key=lambda move: (move.day, -move.amount, move.serial))
        serials = [move.serial or f"{move.day:%Y%m%d}{n:05}" for n, move in enumerate(moves)]
        account = account_of_book(JOINT)
        last = moves[-1].day
        statement = preview_statement(
            self._render(moves, serials), f"历史明细{last:%Y%m%d}.csv", account_id=account.pk,
            actor=actor,
        )  # fmt: skip
        confirm_statement(statement.token, actor=actor)
        lines = dict(
            BankLine.objects.filter(account=account, serial__in=serials).values_list("serial", "pk")
        )
        for move, serial in zip(moves, serials, strict=True):
            if move.claim:
                claim_line(lines[serial], by=move.claim, actor=actor)
        return lines

    def _render(self, moves: list[Move], serials: list[str]) -> bytes:
        rows: list[tuple[str, ...]] = [("[HISTORYDETAIL]",), _HEADER]
        balance = self.opening
        for move, serial in zip(moves, serials, strict=True):
            balance += move.amount
            is_in = move.amount > 0
            rows.append(
                (f"{serial}\t", f"{NUMBER}\t", f"{move.account}\t", f"{move.day:%Y-%m-%d} 10:20:30",
                 "贷" if is_in else "借", "" if is_in else yuan(-move.amount),
                 yuan(move.amount) if is_in else "", "", "转账", move.purpose, move.name,
                 yuan(balance), "")
            )  # fmt: skip
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        return text.getvalue().encode("gb18030", errors="replace")
