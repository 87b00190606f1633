"""Every five minutes: polls that are over are counted."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.accounts.api import system_actor
from linli.base.calendars.api import now
from linli.base.scopes.api import Estate, all_estates, estate_scope
from linli.voice.polls.actions import count_closed_poll
from linli.voice.polls.models import Poll


def count_what_is_over(estate_id: int) -> int:
    """Count the estate's polls whose time is up; the estate's scope is open. Returns how many."""
    rows = Poll.objects.filter(state="approved", closes_at__lte=now()).order_by("pk")
    over = list(rows.values_list("pk", flat=True))
    for poll_id in over:
        count_closed_poll(poll_id, actor=system_actor(estate_id))
    return len(over)


@app.periodic(cron="*/5 * * * *", periodic_id="count_polls")
@app.task(name="linli.count_polls", queue="clocks", queueing_lock="count_polls")
def count_polls(timestamp: int) -> None:
    """Estate by estate, each in its own transaction."""
    with all_estates():
        estates = list(Estate.objects.order_by("id").values_list("id", flat=True))
    for estate_id in estates:
        with estate_scope(estate_id):
            count_what_is_over(estate_id)
