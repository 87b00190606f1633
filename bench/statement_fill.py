"""Books of any number of lines: households pay through twenty quarters, firms are paid sixty times
in each, so that the page is the same page however many pay.

All is posted, sealed and folded by the program itself, the last whole quarter published.
"""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg

BUILDINGS, ENTRANCES, FLOORS = 17, 17, 6  # 3,468 homes, as the estate has
QUARTERS, BATCH = 20, 10_000
SPENT = 60 * QUARTERS  # entries of spending


def main(lines: int, path: str) -> None:
    import django

    django.setup()
    from linli.base.accounts.api import system_actor
    from linli.base.scopes.api import estate_scope
    from linli.estate.testing import make_building, make_estate, make_place

    estate = make_estate(code="xianghe", name="祥和城小区")
    with estate_scope(estate.pk):
        grid = make_place("grid", "第1网格", number="1")
        for number in range(1, BUILDINGS + 1):
            make_building(number, grid, entrances=ENTRANCES, floors=FLOORS)
    actor = system_actor(estate.pk)
    with estate_scope(estate.pk):
        book, drafts = _drafts(estate.pk, lines // 2)
    post(estate.pk, drafts, actor)
    with psycopg.connect(os.environ["LINLI_DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")  # as autovacuum would have by then
    publish(estate, book, path)


def _drafts(estate_id: int, entries: int) -> tuple[Any, Iterator[Any]]:
    from linli.base.calendars.api import today
    from linli.estate.models import Home
    from linli.money.disclosure.api import quarter_of
    from linli.money.ledger.api import (
        AccountDraft,
        AccountKind,
        EntryDraft,
        Posting,
        find_account,
        find_book,
        open_accounts,
        open_books,
    )

    open_books(estate_id)
    book = find_book("joint_account")
    codes = [f"receivable:{pk}:property_fee" for pk in Home.objects.values_list("pk", flat=True)]
    homes = list(
        open_accounts(
            book,
            [AccountDraft(c, AccountKind.ASSET, home_id=int(c.split(":")[1])) for c in codes],
        ).values()
    )
    bank = find_account(book, "bank").pk
    uses = [find_account(book, f"expense:{c}").pk for c in ("cleaning", "repairs", "lift", "tax")]
    quarter = quarter_of(today())
    for _n in range(QUARTERS - 1):
        quarter = quarter.previous
    first, span = quarter.start, (today() - quarter.start).days + 1

    def drafts() -> Iterator[Any]:
        for i in range(entries):
            day: date = first + timedelta(days=i * span // entries)
            if (i + 1) * SPENT // entries > i * SPENT // entries:
                two = (Posting(uses[i % 4], 900 + i % 100), Posting(bank, -900 - i % 100))
                yield EntryDraft(book.pk, f"x{i}", "spending", day, two)
            else:
                two = (
                    Posting(bank, 10_000 + i % 97),
                    Posting(homes[i % len(homes)], -10_000 - i % 97),
                )
                yield EntryDraft(book.pk, f"p{i}", "payment", day, two)

    return book, drafts()


def post(estate_id: int, drafts: Iterator[Any], actor: Any) -> None:
    from itertools import islice

    from linli.base.scopes.api import estate_scope
    from linli.money.disclosure.api import fold_all
    from linli.money.ledger.api import find_book, post_entries, seal_book

    while some := list(islice(drafts, BATCH)):
        with estate_scope(estate_id):
            post_entries(some, actor=actor)
            seal_book(find_book("joint_account").pk)
    with estate_scope(estate_id):
        fold_all()


def publish(estate: Any, book: Any, path: str) -> None:
    from linli.base.calendars.api import today
    from linli.base.scopes.api import estate_scope
    from linli.estate.organisations.api import Organisation, Role, load_actor
    from linli.estate.testing import make_account, make_office
    from linli.money.disclosure.api import publish_statement, quarter_of
    from linli.money.ledger.api import export_book

    now = quarter_of(today())
    with estate_scope(estate.pk):
        committee = Organisation.objects.create(kind="residents_committee", name="社区居委会")
        account = make_account("冯会计", estate=estate)
        make_office(Role.ACCOUNTANT.value, account, organisation=committee)
        publish_statement("joint_account", now.previous, actor=load_actor(account))
    with estate_scope(estate.pk), gzip.open(path, "wb", compresslevel=1) as stream:
        export_book(book, stream)  # type: ignore[arg-type]
    stem = f"/public/{estate.code}/accounts/joint_account"
    print(f"{stem}/{now.previous.code}", f"{stem}/{now.code}")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
