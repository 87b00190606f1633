"""Each half hour: what is due, what was missed, which lawful duty rings."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.scopes.api import Estate, all_estates, estate_scope
from linli.voice.contracts.contracting import ring_duties
from linli.voice.contracts.scheduling import run_schedules


@app.periodic(cron="7,37 * * * *", periodic_id="service_schedules")
@app.task(name="linli.run_service_schedules", queue="clocks", queueing_lock="service_schedules")
def run_all(timestamp: int) -> None:
    """Estate by estate, each in its own transaction."""
    with all_estates():
        estates = list(Estate.objects.order_by("id").values_list("id", flat=True))
    for estate_id in estates:
        with estate_scope(estate_id):
            run_schedules()
            ring_duties(estate_id)
