"""A posting that is killed with -9: all bills with their entries stand, or none; twice is once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from linli.base.scopes.api import estate_scope
from linli.money.fees.api import Bill, Settlement, confirm_run, settle_bills
from linli.money.fees.testing import bill_of, issue_bills, make_fees, money_account
from linli.money.ledger.api import Entry, Line, balances_of, find_account, find_book
from tests.concurrency.races import race

pytestmark = pytest.mark.slow

WORKER = """
import django, sys, time
django.setup()
from linli.base.accounts.api import User
from linli.base.scopes.api import estate_scope
from linli.estate.organisations.api import load_actor
from linli.money.fees import issuing, billing
from linli.money.fees.api import confirm_run
estate, run, user = map(int, sys.argv[1:4])
where = sys.argv[4]
real = {"bills": issuing.post_entries, "entries": billing.advance}[where]
def wait(*args, **fields):
    if where == "bills" or fields.get("state") == "posted":
        print("in the middle", flush=True)
        time.sleep(60)
    return real(*args, **fields)
if where == "bills":
    issuing.post_entries = wait
else:
    billing.advance = wait
with estate_scope(estate):
    confirm_run(run, actor=load_actor(User.objects.get(pk=user)))
"""


@pytest.fixture
def city(committed_db: Any) -> Iterator[Any]:
    from linli.estate.testing import make_cast

    cast = make_cast()
    with estate_scope(cast.estate.pk):
        make_fees(cast)
    yield cast, committed_db
    connection.close()


def preview(cast: Any) -> int:
    from linli.money.fees.api import begin_run, find_charge, preview_run

    with estate_scope(cast.estate.pk):
        actor = cast.actor("accountant")
        run = begin_run(find_charge("property_fee").pk, "2026Q4", actor=actor)
        return int(preview_run(run.pk, actor=actor).pk)


def counted(cast: Any) -> tuple[int, int, int]:
    with estate_scope(cast.estate.pk):
        entries = Entry.objects.filter(kind="fee_bill").count()
        return Bill.objects.count(), entries, sum(Line.objects.values_list("amount", flat=True))


@pytest.mark.parametrize("where", ["bills", "entries"])
def test_killed_in_the_middle_nothing_stands_and_the_next_click_posts_all(
    city: Any, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, database = city
    run_id = preview(cast)
    monkeypatch.setenv("LINLI_DATABASE_URL", database.app_url)
    monkeypatch.setenv("LINLI_DATABASE_OWNER_URL", database.owner_url)
    arguments = [str(n) for n in (cast.estate.pk, run_id, cast.accountant.pk)]
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, *arguments, where], stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "in the middle"
    worker.kill()
    worker.wait()
    assert counted(cast) == (0, 0, 0)
    with estate_scope(cast.estate.pk):
        confirm_run(run_id, actor=cast.actor("accountant"))
    assert counted(cast) == (4, 4, 0)


def test_two_clicks_at_once_post_once(city: Any) -> None:
    cast, _database = city
    run_id = preview(cast)
    with estate_scope(cast.estate.pk):
        actor = cast.actor("accountant")
    results = race(cast, *[lambda: confirm_run(run_id, actor=actor)] * 4)
    assert [run.state for run in results] == ["posted"] * 4
    assert counted(cast) == (4, 4, 0)


def test_a_payment_that_arrives_eight_times_at_once_is_booked_once(city: Any) -> None:
    cast, _database = city
    with estate_scope(cast.estate.pk):
        issue_bills(cast)
        bill, bank, actor = bill_of("2-1-101"), money_account(), cast.actor("accountant")

    def pay(key: str = "one") -> Settlement:
        return settle_bills(
            bill.home_id,
            10_000,
            key=key,
            money_account_id=bank,
            occurred_on=bill.issued_on,
            source="payment:1",
            actor=actor,
        )

    results = race(cast, *[pay] * 8)
    assert len({settlement.pk for settlement in results}) == 1
    race(cast, lambda: pay("two"), lambda: pay("three"))  # more than is owed: the rest waits
    with estate_scope(cast.estate.pk):
        bill.refresh_from_db()
        account = find_account(find_book("joint_account"), f"prepaid:{bill.home_id}").pk
        assert bill.open_fen == 0 and balances_of([account])[account] == -10_800
