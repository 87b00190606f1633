"""All tables of this group, for Django's migrations."""

from linli.money.banking.models import (
    BankAccount,
    BankLine,
    BankMapping,
    BankStatement,
)
from linli.money.ledger.models import (
    Account,
    Balance,
    Book,
    DaySum,
    Entry,
    Leaf,
    Line,
    Seal,
    Unsealed,
    Voucher,
)

__all__ = [
    "Account",
    "Balance",
    "BankAccount",
    "BankLine",
    "BankMapping",
    "BankStatement",
    "Book",
    "DaySum",
    "Entry",
    "Leaf",
    "Line",
    "Seal",
    "Unsealed",
    "Voucher",
]
