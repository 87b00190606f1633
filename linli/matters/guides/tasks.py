"""Each morning: what is past its day goes to whoever keeps it."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.scopes.api import Estate, all_estates, estate_scope
from linli.matters.guides.wanting import report_expired


@app.periodic(cron="10 7 * * *")
@app.task(name="linli.report_expired_guides", queue="clocks", queueing_lock="expired_guides")
def report(timestamp: int) -> None:
    """One matter for each entry past its day, estate by estate."""
    with all_estates():
        estates = list(Estate.objects.order_by("id").values_list("id", flat=True))
    for estate_id in estates:
        with estate_scope(estate_id):
            report_expired()
