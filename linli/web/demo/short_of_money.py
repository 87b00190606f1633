"""Three homes that are short of money: an agreement, a demand, and somebody who looks for help."""

from __future__ import annotations

from datetime import timedelta

from linli.money.arrears.api import (
    Confirmation,
    Part,
    agree_instalments,
    ask_for_help,
    debt_for,
    urge,
    write_demand,
)
from linli.money.fees.api import Bill
from linli.web.demo.hands import Hands


def help_those_short(hands: Hands, bills: list[Bill]) -> None:
    """`bills`: last month's rents that were not paid; nothing happens without them."""
    if not bills:
        return
    in_parts, demanded, helped = bills
    _agree(hands, in_parts)
    key = f"p{demanded.payer_person_id}"
    with hands.at(hands.ago(11), 16):
        urge(demanded.home_id, key, actor=hands.actor("secretary"), way="door")
    with hands.at(hands.ago(2), 10):
        write_demand(demanded.home_id, key, actor=hands.actor("accountant"))
    with hands.at(hands.ago(1), 11):
        ask_for_help(
            helped.home_id, actor=hands.actor("agent"), client_key="demo-help",
            text="这两个月住院，房租一时交不上，想问问有没有救助、能不能缓一缓。",
        )  # fmt: skip


def _agree(hands: Hands, bill: Bill) -> None:
    """All that is open, in four parts, said at the desk."""
    accountant, key = hands.actor("accountant"), f"p{bill.payer_person_id}"
    with hands.at(hands.ago(3), 15):
        owed = debt_for(accountant, bill.home_id, key).amount
        each, rest = divmod(owed, 4)
        parts = [
            Part(hands.ago(3) + timedelta(days=30 * (n + 1)), each + (n < rest)) for n in range(4)
        ]
        agree_instalments(
            bill.home_id, key, parts, actor=accountant, confirmed=Confirmation.SAID,
            note="本人在服务台说定，每月一次",
        )  # fmt: skip
