"""Which estate the current work belongs to."""

from __future__ import annotations

from contextvars import ContextVar

ALL_ESTATES = -1
current: ContextVar[int | None] = ContextVar("linli_estate", default=None)


class ScopeMissing(RuntimeError):
    """A query on an estate's rows ran while nobody had said which estate."""


def current_estate_id() -> int:
    """The id of the estate in scope; raises ScopeMissing when there is none."""
    estate_id = current.get()
    if estate_id is None or estate_id == ALL_ESTATES:
        raise ScopeMissing("no single estate is in scope: use estate_scope(estate_id)")
    return estate_id
