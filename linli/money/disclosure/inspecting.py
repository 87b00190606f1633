"""What owners may look into (OWN-15), each look on the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, may
from linli.money.disclosure.models import Look
from linli.money.disclosure.queries import may_inspect
from linli.money.spending.api import SpendingFile, SpendingRequest


@dataclass(frozen=True)
class InspectedPaper:
    """A paper that owners may read: its group, its words, and where it is."""

    group: str
    words: str
    href: str


Source = Callable[[], Iterable[InspectedPaper]]
_sources: list[Source] = []


def register_papers(source: Source) -> None:
    """Covenant, decisions, minutes, contract: packages above hand in where they are. Call it in
    `ready()`; the same function again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def inspected_papers() -> list[InspectedPaper]:
    return [paper for source in _sources for paper in source()]


def require_inspection(actor: Actor) -> None:
    """Raises NotFound for whoever is neither owner nor keeps the books."""
    if not may_inspect(actor):
        raise NotFound


@transaction.atomic
def log_look(what: str, *, actor: Actor) -> None:
    """Who looked at what, when."""
    require_inspection(actor)
    Look.objects.create(account_id=actor.user_id, what=what[:60], at=now())


def paid_requests() -> Any:
    """Requests that money went out for, the newest first, with their papers."""
    rows = SpendingRequest.objects.filter(paid__gt=0).order_by("-created_at", "-pk")
    return rows.prefetch_related("files")


def inspected_file(actor: Actor, file_id: int) -> SpendingFile:
    """A contract, quote or voucher of what was paid: owners see the covered copy where there is
    one, else the paper itself. Raises NotFound."""
    require_inspection(actor)
    rows = SpendingFile.objects.select_related("file", "masked", "request")
    row: SpendingFile | None = rows.filter(pk=file_id, request__paid__gt=0).first()
    if row is None:
        raise NotFound
    return row


def may_see_looks(actor: Actor) -> bool:
    return may(actor, Permission.PUBLISH_ACCOUNTS)
