"""The public quarter page with 5,000,000 ledger lines in the books, and with 50,000.

Everything is real: entries go in through the ledger, are sealed, folded and published. CPU of web
processes and PostgreSQL back ends together, per request, as a visitor, of a published quarter and
of the running one; 2 web processes, 16 connections. Rounds alternate; medians count. Then the
whole book is exported and verified. LINLI_BENCH_LINES makes it small.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.clusters import environment, fresh_cluster
from bench.cpu import cpu_seconds
from bench.queue import Site, await_answer, postmaster, request_many, serve
from bench.report import Figure, print_figures
from linli.base.postgres.api import Cluster, create_database

LARGE = int(os.environ.get("LINLI_BENCH_LINES", "5000000"))
SMALL = max(2_000, LARGE // 100)
ROUNDS, REQUESTS = 5, 150


def prepare(cluster: Cluster, name: str, lines: int, folder: Path) -> tuple[Cluster, str, str]:
    """A database with books of so many lines; the paths of its two pages."""
    made = create_database(cluster, name, template="linli")
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "bench.statement_fill", str(lines), str(folder / f"{name}.gz")],
        env=os.environ | environment(made, folder), check=True, capture_output=True, text=True,
    )  # fmt: skip
    print(f"{name}: {lines} lines in {time.monotonic() - started:.0f} s", flush=True)
    published, running = done.stdout.split()[-2:]
    return made, published, running


def measure(sites: list[Site], databases: dict[str, Cluster]) -> None:
    for site in sites:
        request_many(site, "linli_language=zh-hans", 60)
    for _ in range(ROUNDS):
        for site in sites:
            where = databases[site.name.split()[0]]
            pids = [*site.pids, postmaster(where.superuser_url)]
            before = cpu_seconds(pids)
            request_many(site, "linli_language=zh-hans", REQUESTS)
            site.spent.append((cpu_seconds(pids) - before) / REQUESTS * 1000)


def verify(path: Path) -> float:
    """Entries verified in a second, the file read from disk."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "bench.statement_verify", str(path)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return int(done.stdout) / (time.monotonic() - started)


def main() -> None:
    with fresh_cluster(durable=False) as cluster, ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        small, *small_paths = prepare(cluster, "s_small", SMALL, folder)
        large, *large_paths = prepare(cluster, "s_large", LARGE, folder)
        databases = {"small": small, "large": large}
        pages = {"interface": "wsgi", "module": "linli.web.wsgi", "blocking_threads": 4,
                 "blocking_threads_idle_timeout": 600}  # fmt: skip
        sites: list[Site] = []
        for name, port, paths in (("small", 8321, small_paths), ("large", 8322, large_paths)):
            where = {"LINLI_DATABASE_URL": databases[name].app_url, "LINLI_PORT": str(port)}
            pid = stack.enter_context(serve(port, pages, where))
            for kind, path in zip(("published", "running"), paths, strict=True):
                site = Site(f"{name} {kind}", port, path, [pid], [])
                sites.append(site)
                page = await_answer(site, "linli_language=zh-hans")
                assert "account-balance" in page and "account-lines" in page, "no figures"
        measure(sites, databases)
        report(sites, verify(folder / "s_large.gz"))


def report(sites: list[Site], speed: float) -> None:
    cpu = {site.name: statistics.median(site.spent) for site in sites}
    for site in sites:
        rounds = " ".join(f"{ms:.2f}" for ms in site.spent)
        print(f"{site.name:16} {cpu[site.name]:.2f} ms CPU a request (rounds: {rounds})")
    ratios = {k: cpu[f"large {k}"] / cpu[f"small {k}"] for k in ("published", "running")}
    print_figures(
        [
            Figure(f"statement cpu_{LARGE}_over_{SMALL}", ratios["published"], 1.2),
            Figure(f"statement running_{LARGE}_over_{SMALL}", ratios["running"], 1.2),
            Figure("statement verified_entries", speed, 150_000, at_most=False, unit="/s"),
        ]
    )


if __name__ == "__main__":
    main()
