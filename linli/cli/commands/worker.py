"""`linli worker`: the outbox, imports and clocks."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, cast

import click

from linli.cli.words import _

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector

CONCURRENCY = 2
GRACE = 6.0  # seconds for jobs that run when the end is asked for; the rest is tried again


@click.command("worker", help=_("只运行后台任务；linli serve 已包含。"))
@click.option("--once", is_flag=True, help=_("做完现有任务就结束。"))
def command(once: bool) -> None:
    from procrastinate.exceptions import ConnectorException

    from linli.cli.databases import start_django
    from linli.cli.errors import DatabaseUnreachable

    start_django()
    try:
        asyncio.run(_work(wait=not once))
    except ConnectorException as error:  # the supervisor starts it again
        raise DatabaseUnreachable(reason=str(error.__cause__ or error).strip()) from error


async def _work(*, wait: bool) -> None:
    """Run until asked to stop.

    The worker has its own application with its own pool, while tasks keep Django's: what a
    handler publishes stays in the handler's transaction.
    """
    from procrastinate.contrib.django import DjangoApp, app

    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(CONCURRENCY))
    connector = cast("DjangoConnector", app.connector)
    worker = DjangoApp(connector=connector.get_worker_connector())
    worker.tasks, worker.periodic_registry = app.tasks, app.periodic_registry
    async with worker.open_async():
        await worker.run_worker_async(
            concurrency=CONCURRENCY,
            wait=wait,
            listen_notify=wait,
            install_signal_handlers=True,
            shutdown_graceful_timeout=GRACE,
        )
