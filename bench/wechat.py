"""Callbacks of the WeChat platform while web, worker and PostgreSQL are killed with -9 at random.

32 connections post signed, sealed messages and repeat each until it is answered, as the platform
does. Every 200 with a number must be a committed matter that holds the words, none doubled; a
message that is sent again gets the same answer. `LINLI_BENCH_SECONDS` sets how long (75).
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.intake_clients import Filing
from bench.intake_killer import kill_at_random
from bench.report import Figure, print_figures
from bench.serving import prepare, served
from bench.wechat_check import check_database
from bench.wechat_clients import PATIENCE, Traffic, ask_again, talk_until
from linli.base.postgres.api import stop_cluster
from linli.gateways.wechat.tests.platform import Account

PORT, WORKERS, CONNECTIONS = 8341, 2, 32
SECONDS = int(os.environ.get("LINLI_BENCH_SECONDS", "75"))
SETTLING = 60
PAUSE = (13.0, 19.0)  # between two kills, so that there is a time outside of their wake
WAKE = 10.0  # seconds after a kill that the p99 leaves out
BOUND, BOUND_CONTACTS, ASKED_AGAIN = SECONDS + 300, 300, 200


def make_estate() -> tuple[Account, str, list[str]]:
    """The cast's estate with an official account in safe mode and bound followers."""
    import django

    django.setup()
    from django.db import connections
    from django.urls import reverse

    from linli.base.scopes.api import estate_scope
    from linli.estate.testing import make_account, make_cast, make_person
    from linli.gateways.wechat import testing
    from linli.gateways.wechat.api import bind_contact
    from linli.matters.routing.api import load_catalogue

    cast = make_cast()
    load_catalogue(cast.estate)
    with estate_scope(cast.estate.pk):
        testing.make_wechat_account(mode="safe")
        openids = [f"oBound{n:04}" for n in range(BOUND_CONTACTS)]
        for n, openid in enumerate(openids):
            user = make_account(f"关注者{n}", person=make_person(), estate=cast.estate)
            bind_contact(openid, user)
    path = reverse("wechat:callback", args=[cast.estate.code])
    connections.close_all()
    account = Account(
        testing.APP_ID, testing.ORIGINAL_ID, testing.TOKEN, testing.AES_KEY, testing.SECRET, "safe"
    )
    return account, path, openids


async def talk_under_fire(
    folder: Path, server: int, traffic: Traffic
) -> tuple[Counter[str], list[float]]:
    """How often what was killed, and when."""
    kills, moments = Counter[str](), list[float]()
    await Filing(PORT).await_first_answer()
    began = time.monotonic()
    ends = began + SECONDS
    killer = asyncio.create_task(
        kill_at_random(folder, server, ends, kills, pause=PAUSE, moments=moments)
    )
    lines = (talk_until(traffic, ends, ends + SETTLING) for _ in range(CONNECTIONS))
    await asyncio.gather(*lines)
    await killer
    traffic.seconds = time.monotonic() - began
    await ask_again(traffic, ASKED_AGAIN)
    return kills, moments


def calm_p99(traffic: Traffic, moments: list[float]) -> tuple[float, int]:
    """Seconds, and of how many posts: those that ran outside of every kill's wake."""
    calm = sorted(
        took
        for at, took in traffic.timings
        if not any(at < m + WAKE and at + took > m for m in moments)
    )
    return (calm[int(len(calm) * 0.99)], len(calm)) if calm else (PATIENCE, 0)


def report(
    traffic: Traffic, kills: Counter[str], moments: list[float], found: dict[str, int]
) -> None:
    p99, calm = calm_p99(traffic, moments)
    told = ", ".join(f"{kind} {n}" for kind, n in sorted(kills.items())) or "nothing"
    print(
        f"{len(traffic.numbers)} stories with a number in {traffic.seconds:.0f} s over"
        f" {CONNECTIONS} connections, {len(traffic.answers)} messages answered;"
        f" killed with -9: {told}; {traffic.repeats} messages repeated;"
        f" {calm} of {len(traffic.timings)} posts outside of {WAKE:.0f} s after a kill"
    )
    print(", ".join(f"{what} {n}" for what, n in found.items()))
    asked = min(ASKED_AGAIN, len(traffic.answers))
    same = (asked - traffic.changed) / asked if asked else 0.0
    print_figures(
        [
            Figure("wechat lost", found["lost"], 0),
            Figure("wechat doubled", found["doubled"], 0),
            Figure("wechat unanswered", len(traffic.unanswered) + traffic.mute, 0),
            Figure("wechat p99_seconds", p99, 1),
            Figure("wechat same_answer", same, 1, at_most=False),
        ]
    )


def main() -> None:
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(BOUND)
    folder = Path(tempfile.mkdtemp(prefix="linli-bench-"))
    folder.chmod(0o755)
    try:
        account, path, openids = prepare(folder, make_estate)
        signal.alarm(BOUND)
        traffic = Traffic(PORT, path, account, openids)
        with served(folder, PORT, WORKERS) as server:
            try:
                kills, moments = asyncio.run(talk_under_fire(folder, server.pid, traffic))
                report(traffic, kills, moments, check_database(folder, traffic))
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
