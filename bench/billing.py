"""A quarter's bills for 3,468 homes, and for 100 estates of them: previewed, then posted.

The same code as the job behind the pages runs, estate after estate, durable. Time per home over
all estates is held against that of the first ones alone. Then a posting is killed with -9 at
random moments: each estate has all of its bills with their ledger entries, or none.
LINLI_BENCH_ESTATES makes it small.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from datetime import date
from typing import Any

from bench.clusters import fresh_cluster
from bench.report import Figure, print_figures

ESTATES = int(os.environ.get("LINLI_BENCH_ESTATES", "100"))
BUILDINGS = int(os.environ.get("LINLI_BENCH_BUILDINGS", "17"))  # 204 homes each: 3,468
FIRST = 3  # estates that stand for "one": the median of them
KILLS = 6
PERIOD = "2026Q4"
WORKER = """
import django, sys
django.setup()
from linli.base.scopes.api import estate_scope
from linli.money.fees.running import do_run
estate, run, user, attempt = map(int, sys.argv[1:])
print("ready", flush=True)
with estate_scope(estate):
    do_run(run, attempt, user, estate)
"""


def make_estate(n: int) -> tuple[int, int]:
    """An estate with its homes, owners, tenants, prices, a waiver; (its id, the accountant's)."""
    from linli.base.calendars.api import now
    from linli.base.scopes.api import Estate, copy_rows, estate_scope
    from linli.estate.models import Home, Household, Membership, Ownership, Person, Place
    from linli.estate.organisations.api import Organisation, OrganisationKind, Role
    from linli.estate.testing import make_account, make_office

    estate = Estate.objects.create(code=f"bench-{n}", name=f"小区{n}")
    with estate_scope(estate.pk):
        body = Organisation.objects.create(
            kind=OrganisationKind.RESIDENTS_COMMITTEE.value, name="居委会"
        )
        accountant = make_account("会计", estate=estate)
        lead = make_account("主任", estate=estate)
        make_office(Role.ACCOUNTANT.value, accountant, organisation=body)
        make_office(Role.CENTRE_LEAD.value, lead, organisation=body)
        places = _places(Place, copy_rows)
        homes = [
            Home(place=place, area_cm2=500_000 + 1_237 * (n % 400), area_source="registry",
                 tenure_type="owned" if n % 4 else "public_rental")
            for n, place in enumerate(places)
        ]  # fmt: skip
        copy_rows(homes)
        people = [
            Person(name=f"居民{n}", created_at=now(), updated_at=now()) for n in range(len(homes))
        ]
        copy_rows(people)
        households = [
            Household(home=home, since=date(2020, 1, 1), low_income=n % 5 == 0)
            for n, home in enumerate(homes)
        ]
        copy_rows(households)
        copy_rows([
            Membership(household=h, person=p, relation="head")
            for h, p in zip(households, people, strict=True)
        ])  # fmt: skip
        copy_rows([
            Ownership(home=h, person=p, since=date(2020, 1, 1))
            for h, p in zip(homes, people, strict=True) if h.tenure_type == "owned"
        ])  # fmt: skip
        _prices(accountant, lead)
    return estate.pk, accountant.pk


def _places(place: Any, copy_rows: Any) -> list[Any]:
    grid = place.objects.create(kind="grid", plate="第1网格", name="第1网格", sort_key="1")
    buildings = [
        place(kind="building", plate=f"{b}号楼", name=f"{b}号楼", number=str(b), grid=grid,
              sort_key=f"{b:03}")
        for b in range(1, BUILDINGS + 1)
    ]  # fmt: skip
    copy_rows(buildings)
    entrances = [
        place(kind="entrance", plate=f"{b.number}-{e}", name=f"{b.number}-{e}", number=str(e),
              grid=grid, building=b, sort_key=f"{b.sort_key}-{e:02}")
        for b, e in itertools.product(buildings, range(1, 7))
    ]  # fmt: skip
    copy_rows(entrances)
    homes = [
        place(kind="home", plate=f"{e.plate}-{f * 100 + s}", name=f"{e.plate}-{f * 100 + s}",
              number=str(f * 100 + s), floor=f, grid=grid, building=e.building, entrance=e,
              sort_key=f"{e.sort_key}-{f * 100 + s:05}")
        for e, f, s in itertools.product(entrances, range(1, 18), (1, 2))
    ]  # fmt: skip
    copy_rows(homes)
    return homes


def _prices(accountant: Any, lead: Any) -> None:
    from linli.base.scopes.api import current_estate_id
    from linli.estate.organisations.api import load_actor
    from linli.money.fees.api import (
        Formula,
        GroundKind,
        WaiverScope,
        add_tariff,
        approve_waiver,
        find_charge,
        load_charges,
        propose_waiver,
    )
    from linli.money.ledger.api import open_books

    open_books(current_estate_id())
    load_charges()
    actor, charge = load_actor(accountant), find_charge("property_fee")
    add_tariff(
        charge.pk, actor=actor, starts_on=date(2020, 1, 1), formula=Formula.AREA,
        price_mfen=80_000, ground_kind=GroundKind.CONTRACT, ground="合同",
    )  # fmt: skip
    waiver = propose_waiver(
        charge.pk, actor=actor, name="低保减半", scope=WaiverScope.LOW_INCOME, share=500,
        ground="文件", starts_on=date(2020, 1, 1),
    )  # fmt: skip
    approve_waiver(waiver.pk, actor=load_actor(lead))


def issue(estate_id: int, user_id: int) -> float:
    """Preview and post one estate; the seconds, jobs' own code included."""
    start = time.perf_counter()
    run_id = begin(estate_id, user_id)
    step(estate_id, user_id, run_id, "preview_run")
    step(estate_id, user_id, run_id, "confirm_run")
    return time.perf_counter() - start


def begin(estate_id: int, user_id: int) -> int:
    from linli.base.accounts.api import User
    from linli.base.scopes.api import estate_scope
    from linli.estate.organisations.api import load_actor
    from linli.money.fees.api import begin_run, find_charge

    with estate_scope(estate_id):
        actor = load_actor(User.objects.get(pk=user_id))
        return int(begin_run(find_charge("property_fee").pk, PERIOD, actor=actor).pk)


def step(estate_id: int, user_id: int, run_id: int, name: str, *, work: bool = True) -> Any:
    """The click, and what its job does where the estate is large enough for one."""
    from linli.base.accounts.api import User
    from linli.base.scopes.api import estate_scope
    from linli.estate.organisations.api import load_actor
    from linli.money.fees import api
    from linli.money.fees.running import WORKING, do_run

    with estate_scope(estate_id):
        actor = load_actor(User.objects.get(pk=user_id))
        run = getattr(api, name)(run_id, actor=actor)
    if work and run.state in WORKING:
        with estate_scope(estate_id):
            do_run(run.pk, run.attempt, user_id, estate_id)
    return run


def count_posted(estate_id: int) -> tuple[int, int, int]:
    """(bills, ledger entries of bills, sum of income and receivables in fen)."""
    from linli.base.scopes.api import estate_scope
    from linli.money.fees.api import Bill
    from linli.money.ledger.api import Entry, Line

    with estate_scope(estate_id):
        entries = Entry.objects.filter(kind="fee_bill")
        lines = Line.objects.filter(entry__kind="fee_bill").values_list("amount", flat=True)
        return Bill.objects.count(), entries.count(), sum(lines)


def kill_in_the_middle(n: int, seconds: float) -> bool:
    """Kill a posting of a fresh estate at some moment: whether all of it stands, or nothing.

    Afterwards the same job is tried again, as the queue does, and posts all of it.
    """
    estate_id, user_id = make_estate(10_000 + n)
    run_id = begin(estate_id, user_id)
    step(estate_id, user_id, run_id, "preview_run")
    run = step(estate_id, user_id, run_id, "confirm_run", work=False)
    command = [sys.executable, "-c", WORKER,
               *map(str, (estate_id, run_id, user_id, run.attempt))]  # fmt: skip
    worker = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert worker.stdout is not None
    worker.stdout.readline()
    time.sleep(random.Random(n).uniform(0.0, seconds))
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    bills, entries, balance = count_posted(estate_id)
    whole = BUILDINGS * 204
    fair = (bills, entries) in ((0, 0), (whole, whole)) and balance == 0
    print(f"killed: {bills} bills, {entries} entries", flush=True)
    again = [*command[:3], *command[3:]]
    subprocess.run(again, check=True, stdout=subprocess.DEVNULL)
    return fair and count_posted(estate_id) == (whole, whole, 0)


def main() -> None:
    with fresh_cluster(durable=True):
        import django

        django.setup()
        homes = BUILDINGS * 204
        issue(*make_estate(0))  # imports, prepared plans, caches
        seconds = []
        for n in range(1, ESTATES + 1):
            seconds.append(issue(*make_estate(n)))
            if n in (1, FIRST) or n % 10 == 0:
                print(f"{n} estates, the last {seconds[-1]:.2f} s", flush=True)
        one = statistics.median(seconds[:FIRST]) / homes
        each = statistics.fmean(seconds) / homes
        fair = [kill_in_the_middle(n, one * homes) for n in range(KILLS)]
        print_figures(
            [
                Figure("billing_ms_per_home_at_one", one * 1000, 5, unit="ms"),
                Figure("billing_estates", float(len(seconds)), ESTATES, at_most=False),
                Figure("billing_per_home_at_all_to_one", each / one, 1.1),
                Figure("billing_kills_all_or_nothing", sum(fair), KILLS, at_most=False),
            ]
        )


if __name__ == "__main__":
    main()
