"""Each morning: what does the law ask of the bodies today?"""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.scopes.api import Estate, all_estates, estate_scope
from linli.voice.committee.closing import ring_duties


@app.periodic(cron="20 0 * * *", periodic_id="duties")  # 8:20 in the estate
@app.task(name="linli.ring_duties", queue="clocks", queueing_lock="ring_duties")
def ring_duties_daily(timestamp: int) -> None:
    """Estate by estate, each in its own transaction."""
    with all_estates():
        estates = list(Estate.objects.order_by("id").values_list("id", flat=True))
    for estate_id in estates:
        with estate_scope(estate_id):
            ring_duties()
