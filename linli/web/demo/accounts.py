"""The demo's money: a quarter that is closed and published, and the one that runs."""

from __future__ import annotations

from datetime import datetime
from random import Random

from django.db import transaction

from linli.base.errors import DomainError
from linli.web.demo.bank_files import BankFile
from linli.web.demo.books import begin_books, write_prices
from linli.web.demo.collecting import (
    collect_last_quarter,
    collect_rents,
    collect_this_quarter,
    issue_this_quarter,
    issue_this_rent,
)
from linli.web.demo.hands import Hands
from linli.web.demo.paying_out import pay_last_quarter, wait_for_hands
from linli.web.demo.publishing import ask_questions, publish_last_quarter
from linli.web.demo.register import Register
from linli.web.demo.short_of_money import help_those_short


def write_accounts(register: Register, seed: int, now: datetime) -> dict[str, int]:
    """Books, bills, payments, spending and the public account, as the days went; counts.

    `money_refused`: 1 where a rule did not allow a step; the demo then goes on without the rest.
    """
    hands = Hands(register, now, Random(f"{seed}:money"))  # noqa: S311  repeatable on purpose
    hands.count("money_refused", 0)
    try:
        with transaction.atomic():
            _closed_quarter(hands)
        with transaction.atomic():
            _running_quarter(hands)
    except DomainError as error:
        hands.counts["money_refused"] = 1
        hands.refusal = f"{error.code}: {error.message}"
    return hands.counts


def _closed_quarter(hands: Hands) -> None:
    file = BankFile(begin_books(hands))
    write_prices(hands)
    collect_last_quarter(hands, file)
    pay_last_quarter(hands, file)
    publish_last_quarter(hands)


def _running_quarter(hands: Hands) -> None:
    issue_this_quarter(hands)
    file = BankFile()
    short = collect_rents(hands, file)
    collect_this_quarter(hands, file, short)
    issue_this_rent(hands)
    help_those_short(hands, short)
    wait_for_hands(hands)
    ask_questions(hands)
