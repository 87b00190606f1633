"""Each quarter of an hour: has what was settled come back?"""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.scopes.api import Estate, all_estates, estate_scope
from linli.matters.projects.actions import watch_projects


@app.periodic(cron="*/15 * * * *")
@app.task(name="linli.watch_projects", queue="clocks", queueing_lock="watch_projects")
def watch(timestamp: int) -> None:
    """Estate by estate, each in its own transaction."""
    with all_estates():
        estates = list(Estate.objects.order_by("id").values_list("id", flat=True))
    for estate_id in estates:
        with estate_scope(estate_id):
            watch_projects()
