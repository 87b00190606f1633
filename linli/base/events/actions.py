"""The outbox: one job per handler, written in the transaction that makes the news."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.base.calendars.clock import now
from linli.base.events.data import Event
from linli.base.events.models import HandledEvent, QuietNews
from linli.base.scopes.actions import all_estates, estate_scope
from linli.base.scopes.data import current

E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]
FRESH = timedelta(hours=1)
RELAYED = 500  # quiet news in one transaction
_handlers: dict[str, dict[str, Handler]] = defaultdict(dict)
_only_fresh: set[str] = set()


def handles(
    event_type: type[E], *, only_fresh: bool = False
) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a function as a handler of `event_type`; its qualified name is its identity.

    `only_fresh`: it acts on people, so it does not hear of a past that is being lived again (a
    demo estate's months, an import): what happens by `clock_at` more than an hour ago.
    """

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{handler.__module__}.{handler.__qualname__}"
        _handlers[event_type.__name__][name] = handler
        if only_fresh:
            _only_fresh.add(name)
        return handler

    return register


def publish(event: Event) -> None:
    """Tell all handlers of this event, once each, after the current transaction commits.

    Nothing is lost in a crash (the jobs are rows of this transaction); order holds per aggregate.
    """
    if event.is_quiet:
        if has_handlers(type(event)):
            QuietNews.objects.create(
                event_type=type(event).__name__, payload=event.payload(),
                estate_id=current.get(), at=now(),
            )  # fmt: skip
        return
    is_past = datetime.now(UTC) - now() > FRESH
    _defer_jobs(event, str(uuid.uuid4()), current.get(), is_past=is_past)


def has_handlers(event_type: type[Event]) -> bool:
    """Whether anybody listens: for those who write quiet news themselves."""
    return bool(_handlers[event_type.__name__])


def _defer_jobs(event: Event, event_id: str, estate_id: int | None, *, is_past: bool) -> None:
    """One job for each handler; of the past only for those who want to hear of it."""
    for name in _handlers[type(event).__name__]:
        if is_past and name in _only_fresh:
            continue
        handle_event.configure(lock=f"{estate_id}:{event.aggregate}:{name}").defer(
            event_id=event_id,
            event_type=type(event).__name__,
            payload=event.payload(),
            handler=name,
            estate_id=estate_id,
        )


@app.periodic(cron="* * * * * */5", periodic_id="quiet_news")
@app.task(name="linli.relay_news", queue="events", queueing_lock="relay_news")
def relay_news(timestamp: int) -> None:
    """Make the jobs of quiet news, in the order in which it was written."""
    while _relay_some():
        pass


@transaction.atomic
def _relay_some() -> bool:
    rows = list(QuietNews.objects.select_for_update(skip_locked=True).order_by("pk")[:RELAYED])
    for row in rows:
        event = Event.registry[row.event_type](**row.payload)
        _defer_jobs(
            event, str(row.event_id), row.estate_id, is_past=row.written_at - row.at > FRESH
        )
    QuietNews.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows) == RELAYED


@app.task(
    name="linli.handle_event",
    queue="events",
    retry=RetryStrategy(max_attempts=8, exponential_wait=2),
)
def handle_event(
    *, event_id: str, event_type: str, payload: dict[str, Any], handler: str, estate_id: int
) -> None:
    """Run one handler for one event, at most once to the end."""
    event = Event.registry[event_type](**payload)
    scope = estate_scope(estate_id) if estate_id and estate_id > 0 else all_estates()
    with transaction.atomic(), scope:
        if _take_receipt(event_id, handler):
            _handlers[event_type][handler](event)


def _take_receipt(event_id: str, handler: str) -> bool:
    try:
        with transaction.atomic():
            HandledEvent.objects.create(event_id=event_id, handler=handler, at=now())
    except IntegrityError:
        return False
    return True
