"""Each minute what is new is sealed; each night the kept sums are held against the lines."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from linli.base.scopes.api import all_estates, estate_scope
from linli.money.ledger.api import seal_batch
from linli.money.ledger.checking import find_differences
from linli.money.ledger.models import Book, Unsealed

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *", periodic_id="ledger_seals")
@app.task(name="linli.seal_books", queue="clocks", queueing_lock="seal_books")
def seal_books(timestamp: int) -> None:
    """Every book of every estate, each batch in a transaction of its own."""
    with all_estates():
        waiting = list(Unsealed.objects.values_list("estate_id", "book_id").distinct())
    for estate_id, book_id in waiting:
        more = True
        while more:
            with estate_scope(estate_id):
                more = seal_batch(book_id) is not None


@app.periodic(cron="50 18 * * *", periodic_id="ledger_check")  # 2:50 in the estate
@app.task(name="linli.check_books", queue="clocks", queueing_lock="check_books")
def check_books(timestamp: int) -> None:
    """What somebody changed behind the program's back is in the log in the morning."""
    with all_estates():
        books = list(Book.objects.order_by("pk").values_list("estate_id", "pk"))
    for estate_id, book_id in books:
        with estate_scope(estate_id):
            for what, which in find_differences(book_id):
                log.error("ledger book %s: %s", book_id, what % {"what": which})
