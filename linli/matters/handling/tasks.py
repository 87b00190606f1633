"""What happens by itself: the clocks each minute, the tally each ten."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.scopes.api import Estate, all_estates, estate_scope
from linli.matters.handling.clocks import fold_tally, tick_clocks


@app.periodic(cron="* * * * *")
@app.task(name="linli.tick_clocks", queue="clocks", queueing_lock="tick_clocks")
def tick(timestamp: int) -> None:
    """Mark overdue matters and let them climb, estate by estate, each in its own transaction."""
    with all_estates():
        estates = list(Estate.objects.order_by("id").values_list("id", flat=True))
    for estate_id in estates:
        with estate_scope(estate_id):
            tick_clocks()


@app.periodic(cron="*/10 * * * *")
@app.task(name="linli.fold_tally", queue="clocks", queueing_lock="fold_tally")
def fold(timestamp: int) -> None:
    """Fold the counters of open matters."""
    fold_tally()
