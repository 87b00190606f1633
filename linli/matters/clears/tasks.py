"""What happens by itself: each night it is kept how the four clears stand."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.scopes.api import Estate, all_estates, estate_scope
from linli.matters.clears.actions import take_snapshot


@app.periodic(cron="40 15 * * *")  # 23:40 in the estate
@app.task(name="linli.keep_clears", queue="clocks", queueing_lock="keep_clears")
def keep_clears(timestamp: int) -> None:
    """One snapshot an estate, each in its own transaction; a second run replaces the first."""
    with all_estates():
        estates = list(Estate.objects.order_by("id").values_list("id", flat=True))
    for estate_id in estates:
        with estate_scope(estate_id):
            take_snapshot()
