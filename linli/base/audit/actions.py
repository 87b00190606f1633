from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from linli.base.accounts.data import Actor
from linli.base.audit.models import AuditRow
from linli.base.calendars.clock import now
from linli.base.scopes.data import ALL_ESTATES, current

client_address: ContextVar[str | None] = ContextVar("linli_client_address", default=None)


def record(
    action: str,
    subject: str,
    subject_id: int | None,
    *,
    actor: Actor | None,
    purpose: str = "",
    outcome: str = "done",
    **data: Any,
) -> None:
    """Write one audit row in the current transaction; `data` holds ids and values, no names."""
    estate_id = current.get()
    AuditRow.objects.create(
        estate_id=None if estate_id == ALL_ESTATES else estate_id,
        at=now(),
        user_id=actor.user_id if actor else None,
        action=action,
        subject=subject,
        subject_id=subject_id,
        purpose=purpose,
        outcome=outcome,
        address=client_address.get(),
        data=data,
    )
