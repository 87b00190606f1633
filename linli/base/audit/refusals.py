"""Refused looks on the record, though a refusal undoes all that its request wrote (SEC-01)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from linli.base.audit.actions import record
from linli.base.audit.data import Refusal
from linli.base.errors import DomainError
from linli.base.scopes.actions import estate_scope

_kept: ContextVar[list[Refusal] | None] = ContextVar("linli_refusals", default=None)


def keep_refusal(error: DomainError) -> None:
    """Remember what a refusal carries until the request's transaction is over.

    Called by whoever turns a DomainError into an answer. Outside a request nothing is kept.
    """
    kept = _kept.get()
    if kept is not None and isinstance(error.refusal, Refusal) and error.refusal not in kept:
        kept.append(error.refusal)


@contextmanager
def recorded_refusals(estate_id: int) -> Iterator[None]:
    """Write the refusals that were kept inside, in a transaction of their own.

    Stands around the request's scope: whatever became of that transaction, the rows stay.
    """
    kept: list[Refusal] = []
    token = _kept.set(kept)
    try:
        yield
    finally:
        _kept.reset(token)
        if kept:
            with estate_scope(estate_id):
                for one in kept:
                    _write(one)


def _write(one: Refusal) -> None:
    record(
        one.action, one.subject, one.subject_id, actor=one.actor, purpose=one.purpose,
        outcome="refused", **one.data,
    )  # fmt: skip
