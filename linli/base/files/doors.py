"""Who may see a file because of what it hangs on: each package says it of its own papers."""

from __future__ import annotations

from collections.abc import Callable

from linli.base.accounts.data import Actor
from linli.base.files.models import StoredFile

Check = Callable[[Actor, StoredFile], bool]
_checks: dict[str, Check] = {}


def opens(look: str) -> Callable[[Check], Check]:
    """Register a check in `handlers`: True where the actor may see the file, whatever others say.

    `look` names the look in the audit trail ("ledger.voucher_seen").
    """

    def register(check: Check) -> Check:
        _checks[look] = check
        return check

    return register


def look_at(actor: Actor, stored: StoredFile) -> str:
    """By which right the actor may see the file, as the name of the look; "" by none of these."""
    return next((look for look, check in _checks.items() if check(actor, stored)), "")
