"""The queue page at 10,000 and at 1,000,000 matters, and against FastAPI + SQLAlchemy + Jinja2.

CPU of web processes and PostgreSQL back ends together, per request, as the centre lead, with 50
rows, filters and counts; 2 web processes, 32 connections. Rounds alternate; medians count.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.clusters import fresh_cluster
from bench.cpu import cpu_seconds
from bench.queue_data import add_plain_session, fill_estate, make_desk
from bench.report import Figure, print_figures
from linli.base.postgres.api import Cluster, create_database

ROUNDS, REQUESTS, CONNECTIONS = 5, 200, 32
SMALL, LARGE = 10_000, 1_000_000


@dataclass
class Site:
    """One server with its database, and where its page is."""

    name: str
    port: int
    path: str
    pids: list[int]
    spent: list[float]


@contextmanager
def serve(port: int, orders: dict[str, Any], environment: dict[str, str]) -> Iterator[int]:
    """Granian as `linli serve` starts it; yields its process id."""
    orders = {"address": "127.0.0.1", "port": port, "workers": 2} | orders
    command = [sys.executable, "-m", "linli.cli.web_server", json.dumps(orders)]
    child = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL)
    try:
        yield child.pid
    finally:
        child.terminate()
        child.wait(20)


def postmaster(url: str) -> int:
    """PostgreSQL's first process: below it are all back ends, those that have ended too."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
        assert row
        return int(row[0].split("\n")[0])


def request_many(site: Site, cookie: str, requests: int) -> int:
    """Bytes of one answer."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", str(site.port), site.path, cookie, str(requests),
         str(CONNECTIONS)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return int(done.stdout)


def await_answer(site: Site, cookie: str) -> str:
    for _ in range(150):
        try:
            request = urllib.request.Request(
                f"http://127.0.0.1:{site.port}{site.path}",
                headers={"Cookie": cookie, "Accept-Language": "zh-hans"},
            )
            with urllib.request.urlopen(request, timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{site.name} does not answer")


def prepare(cluster: Cluster, desk: dict[str, Any], name: str, count: int) -> Cluster:
    made = create_database(cluster, name, template="linli")
    started = time.monotonic()
    fill_estate(made.superuser_url, desk["estate"], count)
    print(f"{name}: {count} matters in {time.monotonic() - started:.0f} s", flush=True)
    return made


def measure(sites: list[Site], databases: dict[str, Cluster], cookie: str) -> None:
    for site in sites:
        request_many(site, cookie, 150)
    for _ in range(ROUNDS):
        for site in sites:
            pids = [*site.pids, postmaster(databases[site.name].superuser_url)]
            before = cpu_seconds(pids)
            request_many(site, cookie, REQUESTS)
            site.spent.append((cpu_seconds(pids) - before) / REQUESTS * 1000)


def split_shell(page: str, folder: Path) -> None:
    """What stands around the rows, for the other page to show as it is."""
    top, _, rest = page.partition('<ul class="queue"')
    (folder / "top.html").write_text(top)
    (folder / "bottom.html").write_text(rest.partition("</ul>")[2])
    assert top and "queue-row" in rest, "the page shows no rows"


def main() -> None:
    with fresh_cluster(durable=False) as cluster, ExitStack() as stack:
        import django

        django.setup()
        desk = make_desk()
        add_plain_session(cluster.owner_url, desk)
        from django.db import connections

        connections.close_all()
        small = prepare(cluster, desk, "q_small", SMALL)
        large = prepare(cluster, desk, "q_large", LARGE)
        # a browser that has been here once brings both
        cookie = f"linli_session={desk['session']}; linli_csrf={'k' * 32}"
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        pages = {"interface": "wsgi", "module": "linli.web.wsgi", "blocking_threads": 4,
                 "blocking_threads_idle_timeout": 600}  # fmt: skip
        sites, databases = [], {"small": small, "large": large, "sync": large, "async": large}

        def start(
            name: str, port: int, path: str, orders: dict[str, Any], env: dict[str, str]
        ) -> str:
            pid = stack.enter_context(serve(port, orders, env))
            site = Site(name, port, path, [pid], [])
            sites.append(site)
            return await_answer(site, cookie)

        for name, port in (("small", 8311), ("large", 8312)):
            where = {"LINLI_DATABASE_URL": databases[name].app_url, "LINLI_PORT": str(port)}
            page = start(name, port, "/queue/", pages, where)
        split_shell(page, folder)
        other = {"interface": "asgi", "module": "bench.fastapi_page.app"}
        url = large.app_url.replace("postgresql://", "postgresql+psycopg://")
        env = {"BENCH_SQLALCHEMY_URL": url, "BENCH_SHELL": str(folder)}
        for name, port in (("sync", 8313), ("async", 8314)):
            theirs = start(name, port, f"/{name}", other, env)
            assert abs(len(theirs.encode()) / len(page.encode()) - 1) < 0.03, (
                len(theirs),
                len(page),
            )
        measure(sites, databases, cookie)
        report({site.name: statistics.median(site.spent) for site in sites}, sites)


def report(cpu: dict[str, float], sites: list[Site]) -> None:
    for site in sites:
        rounds = " ".join(f"{ms:.2f}" for ms in site.spent)
        print(f"{site.name:6} {cpu[site.name]:.2f} ms CPU a request (rounds: {rounds})")
    theirs = min(cpu["sync"], cpu["async"])
    print_figures(
        [
            Figure("queue cpu_1m_over_10k", cpu["large"] / cpu["small"], 1.2),
            Figure("queue cpu_over_fastapi", cpu["large"] / theirs, 1.0),
        ]
    )


if __name__ == "__main__":
    main()
