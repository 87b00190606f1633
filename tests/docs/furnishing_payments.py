"""Bank accounts, statements and payments for the furnished estate."""

from __future__ import annotations

from datetime import date
from typing import Any


def furnish_banking(cast: Any) -> dict[Any, Any]:
    from linli.money.banking.api import preview_statement
    from linli.money.banking.testing import Move, as_csv, icbc_rows, make_bank_account

    account, actor = make_bank_account(cast), cast.actor("accountant")
    data = as_csv(icbc_rows([Move(date(2026, 11, 3), 12_300)]))
    waiting = preview_statement(data, "a.csv", account_id=account.pk, actor=actor)
    names = ("statement", "columns", "confirm", "drop")
    return {
        **{(f"banking:{name}", "token"): waiting.token for name in names},
        ("banking:upload", "account_id"): account.pk,
        ("banking:lines", "account_id"): account.pk,
    }
