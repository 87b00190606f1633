"""Matters filed over HTTP while web, worker and PostgreSQL are killed with -9 at random.

32 connections repeat each request under its idempotency key until it is acknowledged. At the end
every acknowledged number must stand in the database once.
"""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.intake_check import check_database, find_answers
from bench.intake_clients import Filing, file_until
from bench.intake_killer import kill_at_random
from bench.report import Figure, print_figures
from bench.serving import prepare, served
from linli.base.postgres.api import stop_cluster

PORT, WORKERS, CONNECTIONS = 8321, 2, 32
SECONDS, SETTLING = 40, 60
BOUND = 180  # seconds after which the making of the estate, and then the storm, is given up
FILERS = ("lead", "agent", "agent2", "resident", "elder", "owner", "tenant", "grid_worker")


def make_estate() -> list[str]:
    """The cast's estate with its catalogue; one key to the API for each who files."""
    import django

    django.setup()
    from django.db import connections

    from linli.base.accounts.api import issue_token
    from linli.base.scopes.api import estate_scope
    from linli.estate.testing import make_cast
    from linli.matters.routing.api import load_catalogue

    cast = make_cast()
    load_catalogue(cast.estate)
    with estate_scope(cast.estate.pk):
        keys = [issue_token("bench", actor=cast.actor(name))[1] for name in FILERS]
    connections.close_all()
    return keys


async def file_under_fire(
    folder: Path, server: int, keys: list[str]
) -> tuple[Filing, Counter[str]]:
    """What the clients were told, and how often what was killed."""
    filing, kills = Filing(PORT), Counter[str]()
    await filing.await_first_answer()
    now = time.monotonic()
    ends = now + SECONDS
    killer = asyncio.create_task(kill_at_random(folder, server, ends, kills))
    clients = (
        file_until(filing, n, keys[n % len(keys)], ends, ends + SETTLING)
        for n in range(CONNECTIONS)
    )
    await asyncio.gather(*clients)
    await killer
    filing.seconds = time.monotonic() - now
    return filing, kills


def report(filing: Filing, kills: Counter[str], found: dict[str, int]) -> None:
    told = ", ".join(f"{kind} {n}" for kind, n in sorted(kills.items()))
    rate = len(filing.acknowledged) / filing.seconds
    print(
        f"{len(filing.acknowledged)} matters acknowledged in {filing.seconds:.0f} s"
        f" ({rate:.0f}/s) over {CONNECTIONS} connections; killed with -9: {told};"
        f" {filing.repeats} requests repeated, of which {filing.known} had been done"
    )
    print(", ".join(f"{what} {n}" for what, n in found.items()))
    print_figures(
        [
            Figure("intake lost", found["lost"], 0),
            Figure("intake doubled", found["doubled"], 0),
            Figure("intake unanswered", len(filing.unanswered), 0),
            Figure("intake inconsistent", found["inconsistent"], 0),
        ]
    )


def main() -> None:
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(BOUND)
    folder = Path(tempfile.mkdtemp(prefix="linli-bench-"))
    folder.chmod(0o755)
    try:
        keys = prepare(folder, make_estate)
        signal.alarm(BOUND)
        with served(folder, PORT, WORKERS) as server:
            try:
                filing, kills = asyncio.run(file_under_fire(folder, server.pid, keys))
                answers = asyncio.run(find_answers(filing, keys))
                report(filing, kills, check_database(folder, filing, answers))
            except BaseException:
                print((folder / "serve.log").read_text(errors="replace")[-3000:], file=sys.stderr)
                raise
            finally:
                signal.alarm(0)
    finally:
        stop_cluster(folder / "postgres", mode="immediate")
        shutil.rmtree(folder, ignore_errors=True)


def _give_up(number: int, frame: object) -> None:
    raise TimeoutError(f"not done after {BOUND} s")


if __name__ == "__main__":
    main()
