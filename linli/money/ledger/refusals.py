"""Constraints of the database as named refusals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from linli.base.errors import DomainError
from linli.money.ledger.errors import (
    AccountForeign,
    AlreadyReversed,
    AmountTooLarge,
    BalanceTooLow,
    BookForeign,
    DateAbsurd,
    TooFewLines,
    Unbalanced,
    UnitWrong,
    VoucherUnknown,
)

_NAMES: dict[str, type[DomainError]] = {
    "ledger_entry_of_book": BookForeign,
    "ledger_entry_unit": UnitWrong,
    "ledger_line_of_book": AccountForeign,
    "ledger_balance_not_below_zero": BalanceTooLow,
    "ledger_entry_day_sane": DateAbsurd,
    "ledger_entry_two_lines": TooFewLines,
    "ledger_entry_sums_to_zero": Unbalanced,
    "ledger_line_amount_sane": AmountTooLarge,
    "ledger_entry_reversed_once": AlreadyReversed,
}


def constraint_of(error: IntegrityError) -> str:
    """The name of the violated constraint."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


@contextmanager
def named() -> Iterator[None]:
    """Turn the database's refusals into ours; what we have no name for goes on as it is."""
    try:
        yield
    except IntegrityError as error:
        name = constraint_of(error)
        if name.startswith("ledger_voucher_file_id"):
            raise VoucherUnknown from error
        if name not in _NAMES:
            raise
        raise _NAMES[name](amount="", day="", difference="") from error
