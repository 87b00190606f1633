"""The sending itself: jobs that can die at any moment and a clock that starts them again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from linli.base.calendars.api import now
from linli.base.live.api import notify
from linli.base.scopes.api import Estate, all_estates, estate_scope
from linli.contact.mailings.data import MailingState, RecipientState
from linli.contact.mailings.models import Mailing, MailingRecipient
from linli.contact.mailings.parts import first_message
from linli.contact.messages.api import (
    BY_HAND,
    Message,
    end_of_quiet,
    hours_of_quiet,
    send_due,
    settle_abandoned,
)

SLICE = 15.0  # seconds after which a job makes way for others of the queue
BATCH = 64
JOBS = 2  # at once for one mailing: when one worker dies, the other goes on
_WATCHED = timedelta(days=3)  # reports of the provider come that late

# people whose message came back: the next way is theirs
_STUCK = """
SELECT r.id FROM mailing_recipient r JOIN message m ON m.id = r.message_id
WHERE r.mailing_id = %s AND r.state = 'auto' AND m.state IN ('failed', 'unclear')
ORDER BY r.id LIMIT 500 FOR UPDATE OF r SKIP LOCKED
"""


def start_running(mailing: Mailing) -> None:
    """One waiting job a lane; jobs that run already do not stand in the way."""
    for lane in range(JOBS):
        _defer(mailing.pk, mailing.estate_id, lane)


def _defer(mailing_id: int, estate_id: int, lane: int) -> None:
    try:
        with transaction.atomic():
            run_mailing.configure(queueing_lock=f"mailing:{mailing_id}:{lane}").defer(
                mailing_id=mailing_id, estate_id=estate_id, lane=lane
            )
    except AlreadyEnqueued:
        return


@app.task(name="linli.run_mailing", queue="messages")
def run_mailing(*, mailing_id: int, estate_id: int, lane: int = 0) -> None:
    """Send for a while; then another job goes on, so that sign-in codes never wait long."""
    until = time.monotonic() + SLICE
    while time.monotonic() < until:
        if not run_once(mailing_id, estate_id):
            return
    with estate_scope(estate_id):
        _defer(mailing_id, estate_id, lane)


def run_once(mailing_id: int, estate_id: int) -> bool:
    """One batch: whether there may be more to do at once.

    Sending stands outside any transaction, or a reservation would not outlive a crash.
    """
    with estate_scope(estate_id):
        mailing = Mailing.objects.get(pk=mailing_id)
        if mailing.state != MailingState.SENDING or _waits(mailing):
            return False
    settle_abandoned(mailing.batch)
    tried = send_due(mailing.batch, limit=BATCH)
    with estate_scope(estate_id):
        moved = _try_next_ways(mailing)
        notify([f"mailing:{mailing_id}"])
        if not tried and not moved:
            finish_mailing(mailing)
    return bool(tried or moved)


def _waits(mailing: Mailing) -> bool:
    return not mailing.is_urgent and end_of_quiet(now(), *hours_of_quiet()) is not None


def _try_next_ways(mailing: Mailing) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_STUCK, [mailing.pk])
        ids = [row[0] for row in cursor.fetchall()]
    rows = MailingRecipient.objects.filter(pk__in=ids).select_related("message").order_by("pk")
    for row in rows:
        _next_way(mailing, row)
    return len(ids)


def _next_way(mailing: Mailing, row: MailingRecipient) -> None:
    """The next channel; after what may have arrived only a person asks."""
    unclear = row.message is not None and row.message.state == "unclear"
    rest: Sequence[str] = ["captain"] if unclear else row.ways[row.step + 1 :] or ["captain"]
    channel, _space, address = rest[0].partition(" ")
    row.step += 1
    if channel in BY_HAND or row.message is None:
        row.state = RecipientState.BY_HAND.value
    else:
        old = row.message
        row.message = first_message(
            mailing, row.person_id, (channel, address), old.body, row.language
        )
        row.message.save()
    row.save(update_fields=["step", "state", "message"])


def finish_mailing(mailing: Mailing) -> None:
    """Done when nothing is queued or held any more; those told by hand go on on their list."""
    open_rows = Message.objects.filter(batch=mailing.batch, state__in=["queued", "sending"])
    if open_rows.exists():
        return
    ended = Mailing.objects.filter(pk=mailing.pk, state=MailingState.SENDING.value).update(
        state=MailingState.DONE.value, finished_at=now()
    )
    if ended:
        notify([f"mailing:{mailing.pk}", "mailings"])


@app.periodic(cron="* * * * *", periodic_id="mailings")
@app.task(name="linli.tick_mailings", queue="clocks", queueing_lock="tick_mailings")
def tick_mailings(timestamp: int) -> None:
    """Start again what a dead worker, the night or a busy provider has left; take up late
    reports of failure."""
    with all_estates():
        estates = list(Estate.objects.order_by("id").values_list("id", flat=True))
    for estate_id in estates:
        with estate_scope(estate_id):
            resume_mailings()


def resume_mailings() -> None:
    """What the clock does for the estate in scope."""
    _reopen_failed()
    for mailing in Mailing.objects.filter(state=MailingState.SENDING.value):
        start_running(mailing)


def _reopen_failed() -> None:
    """A provider may say days later that a number does not exist: then the next way is tried."""
    stuck = MailingRecipient.objects.filter(
        state=RecipientState.AUTO.value, message__state__in=["failed", "unclear"],
        mailing__state=MailingState.DONE.value,
        mailing__finished_at__gte=now() - _WATCHED,
    )  # fmt: skip
    Mailing.objects.filter(pk__in=stuck.values("mailing")).update(
        state=MailingState.SENDING.value, finished_at=None
    )
