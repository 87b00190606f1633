"""What happens by itself: each night topics are grouped anew, each week the reader learns."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.accounts.api import system_actor
from linli.base.scopes.api import Estate, all_estates, estate_scope
from linli.matters.topics.actions import train_own_reader
from linli.matters.topics.placing import regroup_topics


def _estates() -> list[int]:
    with all_estates():
        return list(Estate.objects.order_by("id").values_list("id", flat=True))


@app.periodic(cron="40 19 * * *")  # 3:40 in the estate's time
@app.task(name="linli.regroup_topics", queue="topics", queueing_lock="regroup_topics")
def regroup(timestamp: int) -> None:
    """Group the topics of each estate anew, each in its own transaction."""
    for estate_id in _estates():
        with estate_scope(estate_id):
            regroup_topics()


@app.periodic(cron="10 20 * * 6")  # Sundays 4:10
@app.task(name="linli.train_readers", queue="topics", queueing_lock="train_readers")
def train(timestamp: int) -> None:
    """Train each estate's reader on what it has learned since."""
    for estate_id in _estates():
        with estate_scope(estate_id):
            train_own_reader(actor=system_actor(estate_id))
