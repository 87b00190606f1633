"""The daily look at agreements."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.scopes.api import Estate, all_estates, estate_scope
from linli.money.arrears.plans import check_plans


@app.periodic(cron="23 6 * * *", periodic_id="instalment_plans")
@app.task(name="linli.check_plans", queue="clocks", queueing_lock="check_plans")
def look_at_plans(timestamp: int) -> None:
    """Each estate by itself: one that fails leaves the others."""
    with all_estates():
        estates = list(Estate.objects.order_by("id").values_list("id", flat=True))
    for estate_id in estates:
        with estate_scope(estate_id):
            check_plans()
