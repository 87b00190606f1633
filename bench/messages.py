"""A message to 9,000 people while the workers are killed with -9.

Real workers, a provider of texts in a process of its own that counts every key it takes. Doubled:
keys that the provider took more than once. Lost: people whose key it never took.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.clusters import fresh_cluster
from bench.report import Figure, print_figures
from linli.gateways.sms.testing import counts, provider

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "9000"))
KILLS = int(os.environ.get("BENCH_KILLS", "8"))
WORKERS = 2
DELAY = 0.02  # seconds that the provider takes for one text
PAUSE = (1.0, 2.5)  # seconds between two kills
BOUND = 420


def sender_environment(url: str) -> dict[str, str]:
    return {
        "LINLI_SMS_SENDER": "linli.gateways.sms.api.HttpSender",
        "LINLI_SMS_URL": f"{url}/send",
        "LINLI_SMS_LOOKUP_URL": f"{url}/messages/{{key}}",
        "LINLI_SMS_PER_SECOND": "1000",
    }


def make_people(count: int) -> Any:
    """The cast's estate with so many more people, each with a mobile number of the own."""
    import django

    django.setup()
    from linli.base.calendars.api import now
    from linli.base.scopes.api import copy_rows, estate_scope
    from linli.estate.people.api import Household, Membership, Person
    from linli.estate.testing import make_cast

    cast = make_cast()
    with estate_scope(cast.estate.pk):
        households = list(Household.objects.order_by("pk"))
        missing = count - Membership.objects.count()
        people = [
            Person(name=f"居民{n}", phone=f"130{n:08}", created_at=now(), updated_at=now())
            for n in range(missing)
        ]
        copy_rows(people)
        copy_rows(
            [
                Membership(household=households[n % len(households)], person=p, relation="other")
                for n, p in enumerate(people)
            ]
        )
    return cast


def queue_mailing(cast: Any) -> tuple[Any, float]:
    """Written and approved; the seconds from the approver's click to all messages committed."""
    from linli.base.scopes.api import estate_scope
    from linli.contact.mailings.api import approve_mailing, submit_mailing, write_mailing

    with estate_scope(cast.estate.pk):
        mailing = write_mailing(
            actor=cast.actor("clerk"), title="停水", audience="everybody", is_urgent=True,
            urgent_reason="水管爆了", body_zh="{姓名}您好：{楼栋}马上停水，问事打{热线}。",
        )  # fmt: skip
        submit_mailing(mailing.pk, actor=cast.actor("clerk"))
        lead = cast.actor("lead")
    began, used = time.monotonic(), time.process_time()
    with estate_scope(cast.estate.pk):
        mailing = approve_mailing(mailing.pk, actor=lead)
    print(f"approved with {time.process_time() - used:.2f} s of this process's CPU")
    return mailing, time.monotonic() - began


@contextmanager
def workers(log: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    running = [start_worker(log) for _ in range(WORKERS)]
    try:
        yield running
    finally:
        for one in running:
            one.kill()
            one.wait()


def start_worker(log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as out:
        return subprocess.Popen([sys.executable, "-m", "linli.cli", "worker"],
                                stdout=out, stderr=out)  # fmt: skip


def count_states(cast: Any, mailing: Any) -> Any:
    from linli.base.scopes.api import estate_scope
    from linli.contact.mailings.api import count_mailing

    with estate_scope(cast.estate.pk):
        return count_mailing(mailing)


def send_under_fire(cast: Any, mailing: Any, log: Path) -> tuple[int, float]:
    """Kill a worker again and again until enough are dead, then let the rest be sent."""
    kills, began = 0, time.monotonic()
    next_kill = began + 3
    told = -1
    with workers(log) as running:
        while time.monotonic() < began + BOUND:
            figures = count_states(cast, mailing)
            if figures.reached != told:
                told = figures.reached
                print(
                    f"{time.monotonic() - began:5.0f} s  {told} of {figures.total} sent", flush=True
                )
            if not figures.open:
                break
            if kills < KILLS and time.monotonic() > next_kill:
                victim = random.randrange(WORKERS)
                running[victim].send_signal(signal.SIGKILL)
                running[victim].wait()
                running[victim] = start_worker(log)
                kills += 1
                next_kill = time.monotonic() + random.uniform(*PAUSE)
            time.sleep(0.5)
    return kills, time.monotonic() - began


def measure(folder: Path, url: str) -> None:
    os.environ.update(sender_environment(url))
    cast = make_people(PEOPLE)
    mailing, seconds = queue_mailing(cast)
    print(f"{mailing.recipient_count} people queued in {seconds:.2f} s")
    kills, took = send_under_fire(cast, mailing, folder / "worker.log")
    keys = counts(url)["keys"]
    figures = count_states(cast, mailing)
    doubled = sum(number > 1 for number in keys.values())
    print(f"sent in {took:.0f} s; workers killed with -9: {kills}; {dict(figures.counts)}")
    print_figures(
        [
            Figure("messages queue_seconds", seconds, 5),
            Figure("messages doubled", doubled, 0),
            Figure("messages lost", PEOPLE - len(keys), 0),
            Figure("messages not_settled", PEOPLE - figures.of("sent"), 0),
        ]
    )


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="linli-bench-sms-"))
    try:
        with provider(folder, delay=DELAY) as url, fresh_cluster(durable=True):
            measure(folder, url)
            from django.db import connections

            connections.close_all()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
