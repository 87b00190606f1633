"""What a refusal leaves behind: free of Django, so that pure rules can raise it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from linli.base.accounts.data import Actor
from linli.base.errors import DomainError

E = TypeVar("E", bound=DomainError)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Who asked for which sensitive thing in vain (SEC-01); ids and codes, no names."""

    actor: Actor
    action: str
    subject: str
    subject_id: int | None = None
    purpose: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def refused(
    error: E,
    action: str,
    subject: str,
    subject_id: int | None = None,
    *,
    actor: Actor,
    purpose: str = "",
    **data: Any,
) -> E:
    """The same error, carrying the audit row that outlives the transaction it undoes."""
    error.refusal = Refusal(actor, action, subject, subject_id, purpose[:200], data)
    return error
