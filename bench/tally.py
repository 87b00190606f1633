"""Counting an assembly of 100,000 homes, and counting it again from its published file.

Ours twice. The count is what closing and the page of results do: the ballots that count are read
from PostgreSQL with their areas, all items are counted, the tree over the box is built. The
recount is what `linli ballots verify` does: the file is read from disk, every line checked, both
trees built, all items counted and compared. Starting Python is not in it. Three questions, one
head a home but for one holder of a tenth. LINLI_BENCH_HOMES makes it small.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.clusters import fresh_cluster
from bench.report import Figure, print_figures

HOMES = int(os.environ.get("LINLI_BENCH_HOMES", "100000"))
MOST_SECONDS, TRIES, TURNOUT = 2.0, 3, 0.8
ITEMS = (
    {"matter": 5, "title": "换电梯", "limit_fen": 30_000_000},
    {"matter": 8, "title": "东门设广告牌"},
    {"matter": 9, "title": "装雨棚"},
)


def fill(cast: Any, rng: random.Random) -> None:
    """Homes of their own owners, a tenth of them the public holder's, through the register."""
    from linli.base.calendars.api import now
    from linli.base.scopes.api import copy_rows
    from linli.estate.models import Home, Ownership, Person, Place
    from linli.estate.testing import make_place

    Home.objects.update(tenure_type="owned", area_source="registry")
    building = cast.places["building3"]
    entrance = make_place("entrance", "3-9", number="9", grid=building.grid, building=building)
    places = [
        Place(
            kind="home", plate=f"3-9-{n}", name=f"3-9-{n}", number=str(n), grid=building.grid,
            building=building, entrance=entrance, sort_key=f"003-09-{n:07}",
        )
        for n in range(HOMES)
    ]  # fmt: skip
    copy_rows(places)
    people = [Person(created_at=now(), updated_at=now()) for _ in range(HOMES)]
    copy_rows(people)
    copy_rows(
        [
            Home(
                place=place, area_cm2=rng.randrange(400_000, 1_600_000), area_source="registry",
                tenure_type="owned",
            )
            for place in places
        ]
    )  # fmt: skip
    holder = cast.organisations["housing"].pk
    homes = [place.pk for place in places]
    rest = Home.objects.exclude(pk__in=homes).values_list("pk", flat=True)
    copy_rows(
        [
            Ownership(home_id=home, person=people[n])
            if n % 10 else Ownership(home_id=home, organisation_id=holder)
            for n, home in enumerate(homes)
        ]
    )  # fmt: skip
    owned = set(Ownership.objects.values_list("home_id", flat=True))
    copy_rows([Ownership(home_id=h, organisation_id=holder) for h in rest if h not in owned])


def cast_all(cast: Any, assembly: Any, rng: random.Random) -> int:
    """Ballots of four in five, straight into the box: what is measured is the count."""
    from linli.base.calendars.api import now
    from linli.base.scopes.api import copy_rows
    from linli.voice.ballots.api import Ballot
    from linli.voice.ballots.seals import ballot_leaf, new_receipt

    account, at, ballots = cast.owners_chair.pk, now(), []
    for pk, code in assembly.voters.values_list("pk", "code"):
        if rng.random() < TURNOUT:
            choices, receipt = "".join(rng.choices("ynax", (70, 20, 8, 2), k=3)), new_receipt()
            ballots.append(
                Ballot(
                    assembly=assembly, voter_id=pk, choices=choices, way="imported",
                    receipt=receipt, leaf=ballot_leaf(assembly.code, receipt, code, choices),
                    client_key=f"b{pk}", cast_by_id=account, cast_at=at,
                )
            )  # fmt: skip
    copy_rows(ballots)
    return len(ballots)


def seconds(work: Callable[[], Any]) -> float:
    """Median of the tries."""
    spent = []
    for _ in range(TRIES):
        started = time.perf_counter()
        work()
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


def count(assembly: Any) -> None:
    from linli.voice.ballots.api import count_assembly
    from linli.voice.ballots.counting import counting_ballots
    from linli.voice.ballots.seals import tree_root

    count_assembly(assembly)
    tree_root(leaf for *_, leaf in counting_ballots(assembly))


def recount(path: Path) -> None:
    from linli.voice.ballots.published import recount_file

    recount_file(path.read_bytes().decode())


def measure(cast: Any) -> list[Figure]:
    from linli.base.calendars.api import clock_at
    from linli.voice.ballots.api import close_assembly, draw_file, publish_result
    from linli.voice.ballots.testing import make_open

    rng = random.Random(20)
    fill(cast, rng)
    assembly = make_open(cast, items=ITEMS)
    ballots = cast_all(cast, assembly, rng)
    chair = cast.actor("owners_chair")
    with clock_at(assembly.closes_at + timedelta(minutes=1)):
        close_assembly(assembly.pk, actor=chair)
        assembly.refresh_from_db()
        counted = seconds(lambda: count(assembly))
        publish_result(assembly.pk, actor=chair)
    assembly.refresh_from_db()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ballots.txt"
        path.write_text(draw_file(assembly), encoding="utf-8")
        again = seconds(lambda: recount(path))
        size = path.stat().st_size
    print(f"{assembly.total_units} homes, {assembly.total_heads} heads, {ballots} ballots,"
          f" 3 questions, file {size / 1e6:.1f} MB, {os.cpu_count()} cores")  # fmt: skip
    return [
        Figure("tally-count", counted, MOST_SECONDS, unit="s"),
        Figure("tally-recount", again, MOST_SECONDS, unit="s"),
    ]


def main() -> None:
    with fresh_cluster(durable=False):
        import django

        django.setup()
        from linli.base.scopes.api import all_estates, estate_scope
        from linli.estate.testing import make_cast

        with all_estates():
            cast = make_cast()
        with estate_scope(cast.estate.pk):
            print_figures(measure(cast))


if __name__ == "__main__":
    main()
