"""Bank accounts, statement files and their lines."""

from linli.money.banking.actions import (
    claim_line,
    claim_lines,
    confirm_statement,
    drop_statement,
    index_account,
    open_bank_account,
    preview_statement,
    release_line,
    remember_mapping,
)
from linli.money.banking.cells import read_amount, yuan
from linli.money.banking.data import Bank, Column, Direction, StatementConfirmed
from linli.money.banking.errors import LineClaimed, NoBankAccount, StatementRefused
from linli.money.banking.models import BankAccount, BankLine, BankStatement
from linli.money.banking.queries import (
    account_for,
    account_of_book,
    accounts_for,
    lines_by_id,
    lines_for,
    may_see_banking,
    statement_for,
    statements_for,
    unmatched_lines,
)

__all__ = [
    "Bank",
    "BankAccount",
    "BankLine",
    "BankStatement",
    "Column",
    "Direction",
    "LineClaimed",
    "NoBankAccount",
    "StatementConfirmed",
    "StatementRefused",
    "account_for",
    "account_of_book",
    "accounts_for",
    "claim_line",
    "claim_lines",
    "confirm_statement",
    "drop_statement",
    "index_account",
    "lines_by_id",
    "lines_for",
    "may_see_banking",
    "open_bank_account",
    "preview_statement",
    "read_amount",
    "release_line",
    "remember_mapping",
    "statement_for",
    "statements_for",
    "unmatched_lines",
    "yuan",
]
