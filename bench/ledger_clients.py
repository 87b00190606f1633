"""One client of the ledger bench: gets ready, waits for the word, posts for a while, says how many.

python -m bench.ledger_clients (ours | bare | hordak) NUMBER: on each line of stdin ("4.0" seconds)
it posts one payment after the other, each in a durable transaction of its own.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date

DAY = date(2026, 7, 1)
Post = Callable[[int], None]


def ours(client: int) -> Post:
    """The whole `post_entry` in the estate's scope: key, balance, audit row, news, to-be-sealed."""
    import django

    django.setup()
    from linli.base.accounts.data import Actor
    from linli.base.events.api import handles
    from linli.base.scopes.api import estate_scope
    from linli.money.ledger.api import EntryDraft, EntryPosted, Posting, post_entry

    @handles(EntryPosted)
    def listen(event: EntryPosted) -> None:
        """Somebody listens, so that the news is written."""

    desk = json.loads(os.environ["BENCH_DESK"])
    actor = Actor(user_id=desk["user"], estate_id=desk["estate"])

    def post(n: int) -> None:
        amount = 9000 + n % 1000
        draft = EntryDraft(
            book_id=desk["book"], key=f"payment:{client}:{n}", kind="payment", occurred_on=DAY,
            source=f"payment:{n}",
            lines=(Posting(desk["bank"], amount), Posting(random.choice(desk["homes"]), -amount)),
        )  # fmt: skip
        with estate_scope(desk["estate"]):
            post_entry(draft, actor=actor)

    return post


def bare(client: int) -> Post:
    """The same client library, the same bytes, plain inserts into tables without any constraint."""
    import uuid
    from datetime import UTC, datetime

    import psycopg
    from psycopg.types.json import Jsonb

    connection = psycopg.connect(os.environ["BENCH_BARE_URL"])
    desk = json.loads(os.environ["BENCH_DESK"])
    digest = os.urandom(32)

    def post(n: int) -> None:
        amount, at, home = 9000 + n % 1000, datetime.now(UTC), random.choice(desk["homes"])
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bare_entry (estate_id, book_id, key, kind, occurred_on, posted_at,"
                " user_id, source, memo, voucher_ids, line_count, digest)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
                [desk["estate"], desk["book"], f"payment:{client}:{n}", "payment", DAY, at,
                 desk["user"], f"payment:{n}", "", [], 2, digest],
            )  # fmt: skip
            (entry_id,) = cursor.fetchone() or (0,)
            cursor.execute(
                "INSERT INTO bare_line (entry_id, number, estate_id, account_id, occurred_on,"
                " amount) VALUES (%s, 1, %s, %s, %s, %s), (%s, 2, %s, %s, %s, %s)",
                [entry_id, desk["estate"], desk["bank"], DAY, amount,
                 entry_id, desk["estate"], home, DAY, -amount],
            )  # fmt: skip
            cursor.execute(
                "INSERT INTO bare_audit (estate_id, at, user_id, action, subject, subject_id,"
                " outcome, purpose, data) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [desk["estate"], at, desk["user"], "ledger.posted", "ledger_entry", entry_id,
                 "done", "", Jsonb({})],
            )  # fmt: skip
            payload = {"entry_id": entry_id, "book_id": desk["book"], "kind": "payment",
                       "source": f"payment:{n}"}  # fmt: skip
            cursor.execute(
                "INSERT INTO bare_news (event_id, event_type, payload, estate_id, at)"
                " VALUES (%s, %s, %s, %s, %s)",
                [uuid.uuid4(), "EntryPosted", Jsonb(payload), desk["estate"], at],
            )

    return post


def hordak(client: int) -> Post:
    """django-hordak by its own API, as its documentation shows a transfer."""
    import django

    django.setup()
    from django.db import transaction
    from hordak.models import Account
    from moneyed import Money

    accounts = {account.name: account for account in Account.objects.all()}
    bank = accounts.pop("bank")
    homes = list(accounts.values())

    def post(n: int) -> None:
        with transaction.atomic():
            random.choice(homes).transfer_to(
                bank, Money(90 + n % 10, "CNY"), description=f"payment:{client}:{n}", date=DAY
            )

    return post


def main() -> None:
    post: Post = {"ours": ours, "bare": bare, "hordak": hordak}[sys.argv[1]](int(sys.argv[2]))
    numbers = itertools.count(1)
    for _ in range(20):
        post(next(numbers))
    print("ready", flush=True)
    for word in sys.stdin:
        done, until = 0, time.monotonic() + float(word)
        while time.monotonic() < until:
            post(next(numbers))
            done += 1
        print(done, flush=True)


if __name__ == "__main__":
    main()
